import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'pg'
import { StorageServiceError } from '../../services/shared/storage/errors'
import { SupabaseStorageClient } from '../../services/shared/storage/supabase-client'
import type { ObjectTarget } from '../adapters/ports'
import { identifier } from '../transfer/urls/sql'
import { MigrateError } from '../engine/errors'
import { checkLedger, type CheckLedgerOptions, type LedgerCheck } from './application/ledger-check'
import type { ObjectContent } from './application/ledger'
import { isOwnKey } from './application/objects'
import { startApplication, type Application } from './application-process'
import { hashesOf } from './hash-stream'
import type { Crossing } from './crossing'
import type { World } from './world'

export async function startLife(
  crossing: Crossing,
  about: { id: string; seed: number },
): Promise<Application> {
  const { recorder, world, log, cleanup } = crossing
  const stage = { id: about.id, title: 'The application works on Supabase', kind: 'world' } as const
  return recorder.stage(stage, async (notes) => {
    const application = await startApplication({
      world,
      seed: about.seed,
      now: () => recorder.now(),
      log,
      cleanup,
    })
    notes.say('its own process: uploads, overwrites, deletes, reads and rows go on from here')
    return application
  })
}

/** A crossing that nobody used AWS after would prove nothing about the way back. */
export async function lifeOnAws(
  crossing: Crossing,
  about: { id: string; application: Application },
): Promise<void> {
  const stage = { id: about.id, title: 'The application works on AWS', kind: 'check' } as const
  await crossing.recorder.stage(stage, async (notes) => {
    const before = about.application.acknowledged().aws
    await sleep(crossing.awsSeconds * 1_000, undefined, { signal: crossing.signal })
    const written = about.application.acknowledged().aws - before
    notes.count('writes acknowledged', written)
    if (written > 0) return
    throw new MigrateError('DIFFERENCE', 'the application wrote nothing on AWS after the cutover', {
      suggestion: 'run the rehearsal with --keep and read rehearsal.log in its folder',
    })
  })
}

/** Ends the application and compares its ledger with the side that serves. */
export async function endLife(
  crossing: Crossing,
  about: { id: string; title: string; application: Application; check: () => Promise<LedgerCheck> },
): Promise<void> {
  await crossing.recorder.stage({ id: about.id, title: about.title, kind: 'check' }, async (notes) => {
    const counts = await about.application.stop()
    const check = await about.check()
    notes.count('acknowledged on Supabase', counts.acknowledged.source)
    notes.count('acknowledged on AWS', counts.acknowledged.aws)
    notes.count('keys checked', check.checked)
    notes.count('rows checked', check.rows)
    for (const name of ['lost', 'resurrected', 'wrong', 'doubled'] as const) notes.count(name, check[name])
    notes.count('wrong reads', counts.wrongReads)
    for (const example of counts.wrongReadExamples) notes.say(example)
    for (const difference of check.differences) notes.difference(difference)
    if (check.differences.length + counts.wrongReads === 0) return
    throw new MigrateError(
      'DIFFERENCE',
      `${check.differences.length} acknowledged writes are not as they should be, ${counts.wrongReads} reads were wrong`,
      {
        data: { first: check.differences.slice(0, 10) },
        suggestion: 'read the differences of this stage in the report',
      },
    )
  })
}

/** The ledgers against Supabase: bytes by the Storage API, types and keys by SQL. */
export async function checkOnSupabase(
  world: World,
  applications: readonly Application[],
): Promise<LedgerCheck> {
  const { storage, serviceKey, databaseUrl } = world.source
  const client = new SupabaseStorageClient({ url: storage.url, serviceKey })
  return check(applications, databaseUrl, (pool) => ({
    read: (bucket, key) => readHome(client, pool, { bucket, key }),
    list: async (bucket) => {
      const { rows } = await pool.query<{ name: string }>(
        'select name from storage.objects where bucket_id = $1',
        [bucket],
      )
      return rows.map(({ name }) => name).filter(isOwnKey)
    },
  }))
}

/** The ledgers against AWS. */
export async function checkOnAws(
  world: World,
  applications: readonly Application[],
  target: ObjectTarget,
): Promise<LedgerCheck> {
  return check(applications, world.source.databaseUrl, () => ({
    read: async (bucket, key) => {
      const head = await target.head(bucket, key)
      if (!head) return null
      const { body } = await target.read(bucket, key)
      return { ...(await hashesOf(body)), contentType: head.contentType }
    },
    list: async (bucket) => {
      const keys: string[] = []
      for await (const { key, deleted } of target.list(bucket)) if (!deleted && isOwnKey(key)) keys.push(key)
      return keys
    },
  }))
}

type Side = Pick<CheckLedgerOptions, 'read' | 'list'>

async function check(
  applications: readonly Application[],
  databaseUrl: string,
  side: (pool: Pool) => Side,
): Promise<LedgerCheck> {
  const ledgers = await Promise.all(applications.map((application) => application.ledger()))
  const pool = new Pool({ connectionString: databaseUrl, max: 8 })
  try {
    const readRow = async (row: { table: string; column: string; id: string }): Promise<string | null> => {
      const sql = `select ${identifier(row.column)}::text as value from public.${identifier(row.table)} where id = $1`
      const { rows } = await pool.query<{ value: string | null }>(sql, [row.id])
      return rows[0]?.value ?? null
    }
    return await checkLedger({ ledger: ledgers.flat(), ...side(pool), readRow })
  } finally {
    await pool.end()
  }
}

async function readHome(
  client: SupabaseStorageClient,
  pool: Pool,
  { bucket, key }: { bucket: string; key: string },
): Promise<ObjectContent | null> {
  const { rows } = await pool.query<{ type: string }>(
    `select metadata ->> 'mimetype' as type from storage.objects where bucket_id = $1 and name = $2`,
    [bucket, key],
  )
  const row = rows[0]
  if (!row) return null
  try {
    const { body } = await client.get(bucket, key)
    return { ...(await hashesOf(body)), contentType: row.type }
  } catch (error) {
    if (error instanceof StorageServiceError && error.missing) return null
    throw error
  }
}
