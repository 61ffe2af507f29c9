import { Client } from 'pg'
import { withClient } from '../../../scripts/rehearsal/postgres/with-client'
import { preparePlatform } from '../../../scripts/rehearsal/source/platform'
import { createDatabase, type CreatedDatabase, withDatabase } from '../../helpers/postgres'

const INSUFFICIENT_PRIVILEGE = '42501'

// One database for the tests that take everything back.
let database: CreatedDatabase
beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.drop())

/** Runs statements as `postgres` and takes them back. */
async function asOwner<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return withClient(database.url, async (client) => {
    await client.query('begin')
    try {
      return await work(client)
    } finally {
      await client.query('rollback')
    }
  })
}

const refused = (message: string) => ({
  code: INSUFFICIENT_PRIVILEGE,
  message: expect.stringContaining(message) as string,
})

describe('the role postgres', () => {
  it.each([
    ['become superuser', 'alter role postgres superuser', 'must be superuser'],
    ['make a superuser', 'create role boss superuser', 'must be superuser'],
    ['run a program on the server', `copy (select 1) to program 'cat'`, 'pg_execute_server_program'],
    ['read a file of the server', `copy public.projects from '/etc/passwd'`, 'pg_read_server_files'],
    ['change a setting of the server', `set log_statement = 'all'`, 'permission denied to set parameter'],
    ['own what the platform owns', 'alter table storage.objects add column mine text', 'must be owner'],
    ['make tables in storage', 'create table storage.mine ()', 'permission denied for schema storage'],
    ['make tables in auth', 'create table auth.mine ()', 'permission denied for schema auth'],
  ])('may not %s', async (_what, sql, message) => {
    await asOwner(async (client) => {
      await expect(client.query(sql)).rejects.toMatchObject(refused(message))
    })
  })

  it('has the attributes Supabase gives it, and no membership that owns platform tables', async () => {
    await asOwner(async (client) => {
      const { rows } = await client.query(
        `select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin,
             pg_has_role('supabase_storage_admin', 'member') as storage, pg_has_role('supabase_auth_admin', 'member') as auth
           from pg_roles where rolname = current_user`,
      )
      expect(rows).toEqual([
        {
          ...{
            rolsuper: false,
            rolcreatedb: true,
            rolcreaterole: true,
            rolreplication: true,
            rolbypassrls: true,
          },
          ...{ rolcanlogin: true, storage: false, auth: false },
        },
      ])
    })
  })
})

describe('what Supabase lets postgres do all the same', () => {
  it('switches triggers and foreign keys off for its session', async () => {
    await asOwner(async (client) => {
      await client.query(`set local session_replication_role = replica`)
      await client.query(`insert into auth.users (id, email) values (gen_random_uuid(), 'quiet@example.com')`)
      expect((await client.query('select from public.profiles')).rowCount).toBe(0)
    })
  })

  it('publishes tables of its own to Realtime, and makes publications', async () => {
    await asOwner(async (client) => {
      await client.query('alter publication supabase_realtime add table public.projects')
      await client.query('create publication mine for table public.scenes')
      const { rows } = await client.query(
        `select tablename from pg_publication_tables where pubname = 'supabase_realtime' order by 1`,
      )
      expect(rows).toEqual(
        ['image_generation_jobs', 'projects', 'video_generation_jobs'].map((tablename) => ({ tablename })),
      )
    })
  })
})

describe('storage.objects', () => {
  const insert = `insert into storage.objects (bucket_id, name, metadata) values ('images', 'a/b/c.final.png', '{"size": 7}')`

  it('keeps its rows from a DELETE without the setting, and lets go of them with it', async () => {
    await asOwner(async (client) => {
      await client.query(insert)
      await client.query('savepoint before')
      await expect(client.query('delete from storage.objects')).rejects.toMatchObject(
        refused('Direct deletion from storage tables is not allowed'),
      )
      await client.query('rollback to before')
      await client.query(`set local storage.allow_delete_query = 'true'`)
      expect((await client.query('delete from storage.objects')).rowCount).toBe(1)
    })
  })

  it('takes a trigger from postgres, who cannot drop one there', async () => {
    await asOwner(async (client) => {
      await client.query(`
          create function public.refuse() returns trigger language plpgsql as
            $$ begin raise exception 'fenced' using errcode = 'P0001'; end $$;
          create trigger fence before insert on storage.objects for each statement execute function public.refuse();
          savepoint before;`)
      await expect(client.query(insert)).rejects.toMatchObject({ code: 'P0001' })
      for (const trigger of ['protect_objects_delete', 'update_objects_updated_at']) {
        await client.query('rollback to before')
        await expect(client.query(`drop trigger ${trigger} on storage.objects`)).rejects.toMatchObject(
          refused('must be owner of relation objects'),
        )
      }
    })
  })

  it('takes, changes and drops policies by postgres, as through supautils, but lends the owner no longer', async () => {
    await asOwner(async (client) => {
      await client.query(`
          create policy extra on storage.objects for select to anon using (bucket_id = 'images');
          alter policy extra on storage.objects using (false);
          drop policy extra on storage.objects;
          drop policy if exists never_was on storage.objects;`)
      await expect(
        client.query('alter table storage.objects disable row level security'),
      ).rejects.toMatchObject(refused('must be owner of table objects'))
    })
  })

  it('splits its key for policies, and lists one level', async () => {
    await asOwner(async (client) => {
      await client.query(insert)
      await client.query(`insert into storage.objects (bucket_id, name) values ('images', 'a/z.png')`)
      const { rows } = await client.query(
        `select path_tokens, storage.foldername(name) as folder, storage.filename(name) as file,
             storage.extension(name) as extension from storage.objects where name like 'a/b%'`,
      )
      expect(rows).toEqual([
        {
          path_tokens: ['a', 'b', 'c.final.png'],
          folder: ['a', 'b'],
          file: 'c.final.png',
          extension: 'png',
        },
      ])
      const listed = await client.query(
        `select name, id is null as folder from storage.search('a/', 'images', 100, 2)`,
      )
      expect(listed.rows).toEqual([
        { name: 'b', folder: true },
        { name: 'z.png', folder: false },
      ])
    })
  })
})

describe('preparePlatform', () => {
  it('works on a second, empty database of the same server', async () => {
    await withDatabase(
      async (database) => {
        await preparePlatform(database.superuserUrl)
        const tables = await withClient(database.url, (client) =>
          client.query(`select from pg_tables where schemaname in ('auth', 'storage')`),
        )
        expect(tables.rowCount).toBeGreaterThanOrEqual(13)
      },
      { template: 'template0' },
    )
  })
})

describe('the helper that gives each test its database', () => {
  it('fails a test that leaves a session behind, and drops the database all the same', async () => {
    const database = await createDatabase()
    const leak = new Client({ connectionString: database.url })
    const ended = new Promise((resolve) => leak.on('error', resolve))
    await leak.connect()
    await expect(database.drop()).rejects.toThrow(`the test left behind in ${database.name}: session`)
    await ended
    await expect(withClient(database.url, async () => undefined)).rejects.toThrow('does not exist')
  })
})
