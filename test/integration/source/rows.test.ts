import type { Client } from 'pg'
import { withClient } from '../../../scripts/rehearsal/postgres/with-client'
import { seedRows, type SeedOptions } from '../../../scripts/rehearsal/source/rows'
import { createDatabase, type CreatedDatabase, withDatabase } from '../../helpers/postgres'

const ORIGIN = 'https://abcdefghijklmnopqrst.supabase.co/storage/v1'
const OBJECTS = ['asset-images', 'images', 'videos'].flatMap((bucket) =>
  Array.from({ length: 40 }, (_, index) => ({
    bucket,
    key: `project_${index % 5}/some folder/file (${index}).${bucket === 'videos' ? 'mp4' : 'png'}`,
  })),
)
const OPTIONS: SeedOptions = {
  users: 4,
  projectsPerUser: 2,
  seed: 7,
  objects: OBJECTS,
  publicUrl: (bucket, key) => `${ORIGIN}/object/public/${bucket}/${encodeURI(key)}`,
  signedUrl: (bucket, key) => `${ORIGIN}/object/sign/${bucket}/${encodeURI(key)}?token=eyJ.eyJ.sig`,
}
const KNOWN = new Set(OBJECTS.map(({ bucket, key }) => `${bucket}/${key}`))

/** Every row of every table as text, without when it was last touched (a trigger writes the clock there). */
async function everything(client: Client): Promise<string[]> {
  const tables = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'auth') and tablename <> 'schema_migrations' order by 1`,
  )
  const lines: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ line: string }>(
      `select (to_jsonb(t) - 'updated_at')::text as line from ${name} t order by 1`,
    )
    lines.push(...rows.map(({ line }) => `${name} ${line}`))
  }
  return lines
}

async function column(client: Client, sql: string): Promise<string[]> {
  const { rows } = await client.query<{ value: string }>(sql)
  return rows.map((row) => row.value)
}

/** Bucket and key an address means, however it is written. */
function objectOf(url: string): string {
  const path =
    /\/storage\/v1\/(?:object|render\/image)\/(?:public|sign)\/([^?]+)/.exec(url)?.[1] ?? `? ${url}`
  return decodeURIComponent(path)
}

/** All rows of a database seeded for this question only. */
const everythingSeeded = (options: SeedOptions) =>
  withDatabase((database) =>
    withClient(database.url, async (client) => {
      await seedRows(client, options)
      return everything(client)
    }),
  )

// One seeded database for the tests that only read.
let database: CreatedDatabase
let counts: Record<string, number>
beforeAll(async () => {
  database = await createDatabase()
  counts = await withClient(database.url, (client) => seedRows(client, OPTIONS))
})
afterAll(() => database.drop())

const withRows = <T>(work: (client: Client) => Promise<T>) => withClient(database.url, work)

describe('seedRows', () => {
  it('makes the same rows for the same seed, and others for another', async () => {
    const one = await everythingSeeded(OPTIONS)
    const two = await everythingSeeded(OPTIONS)
    const other = await everythingSeeded({ ...OPTIONS, seed: 8 })
    // Rows that migrations insert get their ids and times from the server, which the template shares.
    expect(one).toEqual(two)
    expect(other).not.toEqual(one)
  })

  it('puts rows into every table, through constraints and triggers', async () => {
    await withRows(async (client) => {
      const empty = await column(
        client,
        `select relname as value from pg_stat_user_tables t where schemaname = 'public'
           and not (xpath('/row/c/text()', query_to_xml(format('select count(*) > 0 as c from public.%I', relname),
             false, true, '')))[1]::text::boolean`,
      )
      expect(empty).toEqual([])
      expect(Object.values(counts).reduce((sum, count) => sum + count)).toBeGreaterThan(700)
      const balances = await column(
        client,
        `select count(*)::text as value from public.user_credits c where balance <> (
           select sum(amount) from public.credit_transactions t where t.user_id = c.user_id)`,
      )
      expect(balances).toEqual(['0'])
    })
  })

  it.each([
    ['global_assets.image_key_url', 'asset-images'],
    ['project_assets.image_key_url', 'asset-images'],
    ['frames.image_url', 'images'],
    ['video_generation_jobs.video_url', 'videos'],
    ['projects.cover_url', 'images'],
  ])('points %s at objects of %s that exist', async (name, bucket) => {
    await withRows(async (client) => {
      const [table = '', columnName = ''] = name.split('.')
      const urls = await column(
        client,
        `select ${columnName} as value from public.${table} where ${columnName} is not null`,
      )
      expect(urls.length).toBeGreaterThan(3)
      const objects = urls.map(objectOf)
      expect(objects.filter((object) => !KNOWN.has(object) || !object.startsWith(`${bucket}/`))).toEqual([])
    })
  })

  it.each([
    [
      'nested in jsonb',
      `select jsonb_path_query(content, '$.assets[*].image.variants[*]') #>> '{}' as value from stage_states`,
    ],
    ['in an array', `select unnest(reference_image_urls) as value from style_capsules`],
    [
      'in markdown',
      `select substring(notes from '!\\[reference\\]\\((.*)\\)\nCompare') as value from scenes where notes is not null`,
    ],
    [
      'in a prompt',
      `select substring(body from 'https://[^ ]*png') as value from prompt_templates where user_id is not null`,
    ],
    [
      'in escaped JSON',
      `select replace(provider_response, '\\/', '/')::jsonb #>> '{data,0,url}' as value from image_generation_jobs`,
    ],
    [
      'signed',
      `select video_url as value from video_generation_jobs where video_url like '%/object/sign/%?token=%'`,
    ],
    ['percent-encoded', `select image_url as value from frames where image_url like '%\\%5F%'`],
    [
      'through image transformation',
      `select cover_url as value from projects where cover_url like '%/render/image/%?width=%'`,
    ],
  ])('holds addresses %s', async (_shape, sql) => {
    await withRows(async (client) => {
      const objects = (await column(client, sql)).map(objectOf)
      expect(objects.length).toBeGreaterThan(0)
      expect(objects.filter((object) => !KNOWN.has(object))).toEqual([])
    })
  })

  it('keeps the slashes of the provider’s JSON escaped', async () => {
    await withRows(async (client) => {
      const answers = await column(client, 'select provider_response as value from image_generation_jobs')
      expect(answers.every((answer) => answer.includes('https:\\/\\/') && !answer.includes('https://'))).toBe(
        true,
      )
    })
  })

  it('leaves nothing when it cannot finish', async () => {
    await withDatabase((database) =>
      withClient(database.url, async (client) => {
        const objects = OBJECTS.filter(({ bucket }) => bucket !== 'videos')
        await expect(seedRows(client, { ...OPTIONS, objects })).rejects.toThrow('no object in bucket videos')
        await client.query(
          `insert into auth.users (id, email) values (gen_random_uuid(), 'taken@example.com')`,
        )
        await client.query(`alter table public.model_call_log add constraint full_up check (false) not valid`)
        await expect(seedRows(client, OPTIONS)).rejects.toThrow('full_up')
        expect(await column(client, 'select count(*)::text as value from auth.users')).toEqual(['1'])
      }),
    )
  })
})
