import { randomBytes } from 'node:crypto'
import { withDatabase as connect } from '../../../scripts/adapters/postgres/connect'
import type { Database } from '../../../scripts/adapters/ports'
import { discoverUrls, remainingUrls } from '../../../scripts/transfer/urls/remaining'
import { restoreUrls } from '../../../scripts/transfer/urls/restore'
import { rewriteUrls } from '../../../scripts/transfer/urls/rewrite'
import { IMAGES, MAPPING, PUBLIC } from '../../unit/urls/mapping'
import { contentOf, MAPPED_URLS, values, withShapes } from './fixture'

const CDN = `https://${IMAGES}`

/** A role that owns the shapes and our records and may do nothing else, as on a plain PostgreSQL. */
async function asPlainOwner(superuserUrl: string, work: (db: Database) => Promise<void>): Promise<void> {
  const url = new URL(superuserUrl)
  url.username = `owner_${randomBytes(4).toString('hex')}`
  url.password = randomBytes(8).toString('hex')
  await connect({ url: superuserUrl }, async (admin) => {
    await admin.query(`create role ${url.username} login password '${url.password}'`)
    const owned = `select format('alter table %s owner to ${url.username}', c.oid::regclass) from pg_class c
      where relkind in ('r', 'p', 'v', 'm') and relnamespace in ('shapes'::regnamespace, 'supabase_to_aws'::regnamespace)`
    for (const statement of await values(admin, owned)) await admin.query(String(statement))
    await admin.query(`grant usage on schema shapes, supabase_to_aws to ${url.username}`)
    try {
      await connect({ url: url.href }, work)
    } finally {
      await admin.query(`drop owned by ${url.username} cascade; drop role ${url.username}`)
    }
  })
}

/** Every other transaction that updates does all its work and is then rolled back as the victim of a deadlock. */
function yielding(db: Database): Database {
  let updates = 0
  return {
    ...db,
    transaction: (work) =>
      db.transaction(async (sql) => {
        const updated: string[] = []
        const result = await work({
          query: (text, values) => {
            if (text.startsWith('update')) updated.push(text)
            return sql.query(text, values)
          },
        })
        if (updated.length > 0) updates += 1
        if (updated.length > 0 && updates % 2 === 1)
          throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
        return result
      }),
  }
}

describe('rewriting the URLs of a database', () => {
  it('maps every public URL in every kind of column and table, and nothing else', async () => {
    await withShapes(async (db) => {
      const report = await rewriteUrls(db, MAPPING)
      expect(report).toMatchObject({ urls: MAPPED_URLS, triggersSilenced: true })
      expect(report.kinds).toEqual({ public: MAPPED_URLS, 'private-bucket': 1, 'key-column': 2, signed: 1 })
      const content = JSON.stringify(await contentOf(db))
      const left = [...content.matchAll(/object\/public\/images\/(\w+)/g)].map((match) => match[1])
      expect(left).toEqual(['addresses', 'addresses'])
    })
  })

  it('keeps everything around a URL byte for byte', async () => {
    await withShapes(async (db) => {
      await rewriteUrls(db, MAPPING)
      const sql = (column: string): string =>
        `select ${column}::text from shapes.typed where short is not null`
      expect(await values(db, sql('plain'))).toEqual([
        String.raw`{"b" : 1.10,  "a":"https:\/\/${IMAGES}\/typed\/plain.png", "a": 2}`,
      ])
      expect(await values(db, sql('binary_json'))).toEqual([
        `{"n": 123456789012345678901234567890.10, "deep": [{"u": "${CDN}/typed/jsonb.png"}, null]}`,
      ])
      expect(await values(db, sql('list'))).toEqual([String.raw`{"x,y",NULL,${CDN}/typed/list.png,"q\"\\"}`])
      expect(await values(db, sql('lengths'))).toEqual([`[0:1]={a,${CDN}/typed/lengths.png}`])
      expect(await values(db, sql('copy'))).toEqual([`See ${CDN}/typed/note.png, please`])
    })
  })

  it('fires no trigger', async () => {
    await withShapes(async (db) => {
      const before = await values(db, 'select updated_at::text from shapes.typed order by id')
      await rewriteUrls(db, MAPPING)
      expect(await values(db, 'select updated_at::text from shapes.typed order by id')).toEqual(before)
      expect(await values(db, 'select count(*)::int from shapes.history')).toEqual([0])
    })
  })

  it('says so where the role may not silence triggers, and still maps every URL', async () => {
    await withShapes(async (_, superuserUrl) => {
      await asPlainOwner(superuserUrl, async (db) => {
        const report = await rewriteUrls(db, MAPPING)
        expect(report).toMatchObject({ urls: MAPPED_URLS, triggersSilenced: false })
        expect(await values(db, 'select count(*)::int from shapes.history')).toEqual([1])
      })
    })
  })

  it('repeats a batch that the database gave up in a deadlock, and counts it once', async () => {
    await withShapes(async (db) => {
      const before = await contentOf(db)
      const shaky = yielding(db)
      expect(await rewriteUrls(shaky, MAPPING)).toMatchObject({ urls: MAPPED_URLS, values: MAPPED_URLS })
      expect(await restoreUrls(shaky, MAPPING)).toMatchObject({ urls: MAPPED_URLS, superseded: 0 })
      expect(await contentOf(db)).toEqual(before)
    })
  })

  it('finds nothing to do the second time', async () => {
    await withShapes(async (db) => {
      await rewriteUrls(db, MAPPING)
      const content = await contentOf(db)
      expect(await rewriteUrls(db, MAPPING)).toMatchObject({ urls: 0, values: 0, rows: 0 })
      expect(await contentOf(db)).toEqual(content)
    })
  })

  it('maps what was stored late by running again', async () => {
    await withShapes(async (db) => {
      await rewriteUrls(db, MAPPING)
      await db.query(`insert into shapes.many values (0, '${PUBLIC}/images/many/late.png')`)
      await db.query(`update shapes.many set url = '${PUBLIC}/images/many/again.png' where id = 5`)
      expect((await remainingUrls(db, MAPPING)).urls).toBe(2)
      expect(await rewriteUrls(db, MAPPING)).toMatchObject({ urls: 2 })
      expect(await values(db, 'select url from shapes.many where id in (0, 5) order by id')).toEqual([
        `${CDN}/many/late.png`,
        `${CDN}/many/again.png`,
      ])
      expect((await remainingUrls(db, MAPPING)).urls).toBe(0)
    })
  })

  it('counts the very same in a dry run and changes nothing', async () => {
    await withShapes(async (db) => {
      const content = await contentOf(db)
      const dry = await rewriteUrls(db, MAPPING, { dryRun: true })
      expect(await contentOf(db)).toEqual(content)
      expect(await values(db, 'select count(*)::int from supabase_to_aws.url_rewrites')).toEqual([0])
      const discovered = await discoverUrls(db, MAPPING)
      const wet = await rewriteUrls(db, MAPPING)
      expect({ ...dry, triggersSilenced: true }).toEqual(wet)
      expect(discovered).toEqual(dry)
    })
  })

  it('keeps the value before and after with each row', async () => {
    await withShapes(async (db) => {
      await rewriteUrls(db, MAPPING)
      const { rows } = await db.query(
        `select row_key, before_value, after_value, before_md5 = md5(before_value) and after_md5 = md5(after_value) as sums
         from supabase_to_aws.url_rewrites where table_name = 'Mixed "Case"'`,
      )
      expect(rows).toEqual([
        {
          row_key: ['k1', '1'],
          before_value: `${PUBLIC}/images/mixed/1.png`,
          after_value: `${CDN}/mixed/1.png`,
          sums: true,
        },
      ])
    })
  })

  it('fails, and leaves that batch as it was, where a trigger swallows the update', async () => {
    await withShapes(async (db) => {
      await db.query(`create function shapes.swallow() returns trigger language plpgsql as $$ begin return null; end $$;
        create trigger swallow before update on shapes.parent for each row execute function shapes.swallow();
        alter table shapes.parent enable always trigger swallow`)
      await expect(rewriteUrls(db, MAPPING)).rejects.toMatchObject({
        code: 'SOURCE_FAILED',
        data: { schema: 'shapes', table: 'parent', wanted: 1, applied: 0 },
      })
      expect(
        await values(
          db,
          `select count(*)::int from supabase_to_aws.url_rewrites where table_name = 'parent'`,
        ),
      ).toEqual([0])
    })
  })

  it('fails with the name of the table where the database refuses the new value', async () => {
    await withShapes(async (db) => {
      await db.query(`alter table shapes.parent add constraint ours check (url like '%supabase%') no inherit`)
      await expect(rewriteUrls(db, MAPPING)).rejects.toMatchObject({
        code: 'SOURCE_FAILED',
        message: expect.stringContaining('shapes.parent') as unknown,
      })
    })
  })

  it('flags values that would not fit instead of cutting them', async () => {
    await withShapes(async (db) => {
      const long = {
        ...MAPPING,
        buckets: { images: { access: 'public' as const, cdnDomain: `${'x'.repeat(110)}.example` } },
      }
      const report = await rewriteUrls(db, long)
      expect(report.kinds['too-long']).toBe(1)
      expect(await values(db, 'select short from shapes.typed where short is not null')).toEqual([
        `${PUBLIC}/images/typed/short.png`,
      ])
    })
  })

  it('flags tables it may read but not write', async () => {
    await withShapes(async (db, superuserUrl) => {
      await connect({ url: superuserUrl }, (admin) =>
        admin.query(
          'alter table shapes.parent owner to supabase_admin; revoke all on shapes.parent from postgres; grant select on shapes.parent to postgres',
        ),
      )
      const report = await rewriteUrls(db, MAPPING)
      expect(report.kinds['not-writable']).toBe(1)
      expect(report.urls).toBe(MAPPED_URLS - 1)
    })
  })
})
