import type { Database, Fence, Sql } from '../ports'
import { relayTokenHash } from './inventory'

/** Longest wait for uploads in flight before the attempt is given up and repeated, so that we never block others for long. */
const LOCK_TIMEOUT_MS = 5_000
const LOCK_ATTEMPTS = 12

/**
 * What an application sees; services/shared/storage recognises it and looks at the switch again. Storage passes on the
 * message of SQLSTATE 42501 alone (supabase/storage, src/storage/database/errors.ts); of others it tells only the code.
 */
const REFUSAL = 'supabase_to_aws: storage writes are fenced, AWS serves them now'

/**
 * The fence on storage.objects. `postgres` does not own the table on the platform: it may create a trigger there but
 * not drop one, so the trigger stays and its *function* (ours) is replaced. Taking the lock that conflicts with every
 * writer means: who was in flight has finished, who comes later sees the new function.
 */
export function sourceFence(database: Database, relayToken: string): Fence {
  return {
    close: () => setFence(database, { closed: true, relayToken }),
    open: () => setFence(database, { closed: false, relayToken }),
    isClosed: async () => {
      const { rows } = await database.query<{ closed: boolean }>(
        `select closed from supabase_to_aws.fence where side = 'source-storage'`,
      )
      return rows[0]?.closed ?? false
    },
  }
}

function setFence(database: Database, state: { closed: boolean; relayToken: string }): Promise<void> {
  return afterWriters(() => replaceFunction(database, state))
}

/** Repeats what gave up waiting for uploads in flight, so that we never block others for long. */
async function afterWriters(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work()
      return
    } catch (error) {
      if (attempt === LOCK_ATTEMPTS || !isLockTimeout(error)) throw error
    }
  }
}

async function replaceFunction(
  database: Database,
  state: { closed: boolean; relayToken: string },
): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.query(`set local lock_timeout = ${String(LOCK_TIMEOUT_MS)}`)
    await sql.query('lock table storage.objects in share row exclusive mode')
    await sql.query(state.closed ? closedFunction(relayTokenHash(state.relayToken)) : OPEN_FUNCTION)
    await sql.query(
      `insert into supabase_to_aws.fence (side, closed, changed_at) values ('source-storage', $1, now())
       on conflict (side) do update set closed = excluded.closed, changed_at = excluded.changed_at`,
      [state.closed],
    )
  })
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '55P03' || error.code === '40P01')
}

const OPEN_FUNCTION = `
create or replace function supabase_to_aws.storage_fence() returns trigger
language plpgsql security definer set search_path = '' as $$ begin return null; end $$`

/** @param hash hex SHA-256 of the relay's token: 64 hex digits, safe inside the body. */
function closedFunction(hash: string): string {
  return `
create or replace function supabase_to_aws.storage_fence() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  given text := nullif(current_setting('request.headers', true), '')::json ->> 'x-supabase-to-aws-relay';
begin
  if given is not null and encode(sha256(convert_to(given, 'UTF8')), 'hex') = '${hash}' then return null; end if;
  raise exception '${REFUSAL}' using errcode = '42501';
end $$`
}

/** Installs the trigger with an open function; idempotent. Needs the TRIGGER privilege on storage.objects. */
export async function installFence(database: Database): Promise<void> {
  const { rows } = await database.query(
    `select 1 from pg_trigger where tgname = 'supabase_to_aws_fence' and tgrelid = 'storage.objects'::regclass`,
  )
  if (rows.length > 0) return
  await afterWriters(() => database.transaction(makeTrigger))
}

async function makeTrigger(sql: Sql): Promise<void> {
  await sql.query(`set local lock_timeout = ${String(LOCK_TIMEOUT_MS)}`)
  await sql.query(OPEN_FUNCTION)
  await sql.query(
    `create trigger supabase_to_aws_fence before insert or update or delete on storage.objects
     for each statement execute function supabase_to_aws.storage_fence()`,
  )
}
