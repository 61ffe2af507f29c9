import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from 'pg'
import { withClient } from '../../../scripts/rehearsal/postgres/with-client'
import { applyMigrations, MIGRATIONS_DIRECTORY } from '../../../scripts/rehearsal/source/migrations'
import { preparePlatform } from '../../../scripts/rehearsal/source/platform'
import { withDatabase } from '../../helpers/postgres'

const ANA = '00000000-0000-4000-8000-00000000000a'
const BEN = '00000000-0000-4000-8000-00000000000b'

async function signUp(client: Client, id: string, name: string): Promise<void> {
  await client.query('insert into auth.users (id, email, raw_user_meta_data) values ($1, $2, $3)', [
    id,
    `${name}@example.com`,
    { full_name: name },
  ])
}

async function addProject(client: Client, owner: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    'insert into public.projects (user_id, title) values ($1, $2) returning id',
    [owner, 'A film'],
  )
  return rows[0]?.id ?? ''
}

/** What PostgREST does for one request: become the role, with the claims of the token. */
async function asUser<T>(client: Client, id: string, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    await client.query(`select set_config('request.jwt.claims', $1, true)`, [
      JSON.stringify({ sub: id, role: 'authenticated' }),
    ])
    await client.query('set local role authenticated')
    return await work()
  } finally {
    await client.query('rollback')
  }
}

describe('the migrations', () => {
  it('are 31, numbered without a gap, each saying at its top what it is for', () => {
    const names = readdirSync(MIGRATIONS_DIRECTORY).sort()
    expect(names.map((name) => Number(name.slice(0, 3)))).toEqual(
      Array.from({ length: 31 }, (_, index) => index + 1),
    )
    for (const name of names) expect(readFileSync(join(MIGRATIONS_DIRECTORY, name), 'utf8')).toMatch(/^-- \S/)
  })

  it('apply as postgres on a new platform, and a second run does nothing', async () => {
    await withDatabase(
      async (database) => {
        await preparePlatform(database.superuserUrl)
        expect((await applyMigrations(database.url)).applied).toHaveLength(31)
        const again = await applyMigrations(database.url)
        expect(again).toEqual({ applied: [], skipped: readdirSync(MIGRATIONS_DIRECTORY).sort() })
      },
      { template: 'template0' },
    )
  })

  it('refuse to go on when an applied file was changed, and keep nothing of a file that fails', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'migrations-'))
    try {
      cpSync(MIGRATIONS_DIRECTORY, dir, { recursive: true })
      await withDatabase(async (database) => {
        writeFileSync(join(dir, '032_broken.sql'), 'create table public.half_done (); select 1 / 0;')
        await expect(applyMigrations(database.url, dir)).rejects.toThrow('032_broken.sql: division by zero')
        const left = await withClient(database.url, (client) =>
          client.query(`select to_regclass('public.half_done') as made`),
        )
        expect(left.rows).toEqual([{ made: null }])
        writeFileSync(join(dir, '002_projects.sql'), '-- rewritten history')
        await expect(applyMigrations(database.url, dir)).rejects.toThrow('002_projects.sql was changed')
      })
    } finally {
      rmSync(dir, { recursive: true })
    }
  })

  it('make more than 15 tables, all with row level security, none owned by a superuser', async () => {
    await withDatabase(async (database) => {
      const { rows } = await withClient(database.url, (client) =>
        client.query<{ tablename: string; tableowner: string; rowsecurity: boolean }>(
          `select tablename, tableowner, rowsecurity from pg_tables where schemaname = 'public'`,
        ),
      )
      expect(rows.length).toBeGreaterThan(15)
      expect(rows.filter((row) => !row.rowsecurity || row.tableowner !== 'postgres')).toEqual([])
    })
  })
})

describe('a new user', () => {
  it('gets a profile and fifty credits from the trigger, also when GoTrue makes the row', async () => {
    await withDatabase(async (database) => {
      const asGoTrue = new URL(database.url)
      asGoTrue.username = 'supabase_auth_admin'
      await withClient(asGoTrue.href, (client) => signUp(client, ANA, 'Ana'))
      await withClient(database.url, async (client) => {
        const { rows } = await client.query(
          `select p.display_name, c.balance, t.amount, t.reason
           from public.profiles p
           join public.user_credits c on c.user_id = p.id
           join public.credit_transactions t on t.user_id = p.id`,
        )
        expect(rows).toEqual([{ display_name: 'Ana', balance: 50, amount: 50, reason: 'signup_bonus' }])
      })
    })
  })
})

describe('row level security', () => {
  it('shows a user their own project and nobody else’s, for reading and for writing', async () => {
    await withDatabase((database) =>
      withClient(database.url, async (client) => {
        await signUp(client, ANA, 'Ana')
        await signUp(client, BEN, 'Ben')
        const hers = await addProject(client, ANA)
        const his = await addProject(client, BEN)
        await client.query('insert into public.branches (project_id) values ($1), ($2)', [hers, his])
        await asUser(client, ANA, async () => {
          expect((await client.query('select id from public.projects')).rows).toEqual([{ id: hers }])
          expect((await client.query('select project_id from public.branches')).rows).toEqual([
            { project_id: hers },
          ])
          expect((await client.query(`update public.projects set title = 'Mine'`)).rowCount).toBe(1)
          const theft = client.query('update public.projects set user_id = $1 where id = $2', [BEN, hers])
          await expect(theft).rejects.toThrow('violates row-level security policy')
        })
        await asUser(client, BEN, async () => {
          expect((await client.query('delete from public.projects where id = $1', [hers])).rowCount).toBe(0)
          await expect(addProject(client, ANA)).rejects.toThrow('violates row-level security policy')
        })
      }),
    )
  })

  it('lets a suspended account read but start nothing: the restrictive policy', async () => {
    await withDatabase((database) =>
      withClient(database.url, async (client) => {
        await signUp(client, ANA, 'Ana')
        await addProject(client, ANA)
        await asUser(client, ANA, async () => expect(await addProject(client, ANA)).not.toBe(''))
        await client.query('update public.profiles set suspended_at = now()')
        await asUser(client, ANA, async () => {
          expect((await client.query('select from public.projects')).rowCount).toBe(1)
          await expect(addProject(client, ANA)).rejects.toThrow('"projects_not_while_suspended"')
        })
      }),
    )
  })

  it('guards objects by the project in their key', async () => {
    await withDatabase((database) =>
      withClient(database.url, async (client) => {
        await signUp(client, ANA, 'Ana')
        await signUp(client, BEN, 'Ben')
        const hers = await addProject(client, ANA)
        const upload = () =>
          client.query(`insert into storage.objects (bucket_id, name) values ('asset-images', $1)`, [
            `project_${hers}/branch_x/master-assets/a.png`,
          ])
        await asUser(client, ANA, async () => expect((await upload()).rowCount).toBe(1))
        await asUser(client, BEN, async () => {
          await expect(upload()).rejects.toThrow('violates row-level security policy')
        })
      }),
    )
  })
})

describe('the functions', () => {
  it('spend credits in one piece, or not at all', async () => {
    await withDatabase((database) =>
      withClient(database.url, async (client) => {
        await signUp(client, ANA, 'Ana')
        const spend = (amount: number) =>
          client.query(`select public.spend_credits($1, $2, 'video') as left`, [ANA, amount])
        expect((await spend(30)).rows).toEqual([{ left: 20 }])
        await expect(spend(21)).rejects.toThrow('INSUFFICIENT_CREDITS')
        const { rows } = await client.query(
          `select balance, lifetime_spent, (select sum(amount)::int from public.credit_transactions) as ledger
           from public.user_credits`,
        )
        expect(rows).toEqual([{ balance: 20, lifetime_spent: 30, ledger: 20 }])
      }),
    )
  })

  it('keep the former state of a project asset when its picture changes', async () => {
    await withDatabase((database) =>
      withClient(database.url, async (client) => {
        await signUp(client, ANA, 'Ana')
        const project = await addProject(client, ANA)
        await client.query(
          `with branch as (insert into public.branches (project_id) values ($1) returning id)
           insert into public.project_assets (project_id, branch_id, name, asset_type, image_key_url)
           select $1, id, 'Radio', 'prop', 'https://example.com/1.png' from branch`,
          [project],
        )
        await client.query(`update public.project_assets set deferred = true`)
        await client.query(`update public.project_assets set image_key_url = 'https://example.com/2.png'`)
        const { rows } = await client.query(
          `select a.version, v.version as former, v.image_key_url
           from public.project_assets a join public.project_asset_versions v on v.project_asset_id = a.id`,
        )
        expect(rows).toEqual([{ version: 2, former: 1, image_key_url: 'https://example.com/1.png' }])
      }),
    )
  })
})
