import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { backupBucketName } from '../../cdktf/config/names'
import { s3Target } from '../adapters/aws/objects'
import { countDump, dumpDatabase, type TableRows } from '../adapters/postgres/backup'
import { withDatabase } from '../adapters/postgres/connect'
import { alone, withEnvironment, type OpenEnvironment } from '../compose/environment'
import { MigrateError } from '../engine/errors'
import { EXIT } from '../engine/exit-codes'
import { required } from '../settings'
import type { Command, CommandContext, Outcome } from './command'

export const backupTake: Command = {
  words: ['backup', 'take'],
  summary: 'dump the source database to S3, read it back and compare its rows with the source',
  example: 'npm run migrate -- backup take aiuteur/dev',
  takesTarget: true,
  canDryRun: false,
  run: (context, input) =>
    withEnvironment(context, input.target, (environment) =>
      alone(context, environment, {
        command: `backup take ${input.target}`,
        work: () => takeBackup(context, environment),
      }),
    ),
}

async function takeBackup(context: CommandContext, environment: OpenEnvironment): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'supabase-to-aws-backup-'))
  try {
    const backup = await takeInto(context, environment, folder)
    await environment.journal.saveFact('backup', { ...backup })
    const text = [
      `${backup.key}: ${backup.rows} rows in ${backup.tables} tables, ${backup.bytes} bytes, read back and equal`,
    ]
    return { json: { backup }, text, exit: EXIT.done }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Dump, upload, download, count: only what came back from S3 is believed. */
async function takeInto(context: CommandContext, environment: OpenEnvironment, folder: string) {
  const url = required(context.settings.supabaseDbUrl, 'SUPABASE_DB_URL')
  const [dump, back] = [join(folder, 'dump'), join(folder, 'back')]
  const expected = await withDatabase({ url }, (database) =>
    dumpDatabase(database, {
      url,
      env: context.env,
      sink: (bytes) => pipeline(bytes, createWriteStream(dump)),
    }),
  )
  const bucket = backupBucketName(environment.target)
  const store = s3Target({ s3: environment.s3, buckets: { backup: { bucket, prefix: '' } } })
  const key = `source-database/${new Date().toISOString()}.dump`
  const sha256 = await hashOf(dump)
  const { bytes } = sha256
  const attributes = {
    size: bytes,
    contentType: 'application/octet-stream',
    cacheControl: 'no-store',
    userMetadata: null,
  }
  await store.put({ bucket: 'backup', key, body: createReadStream(dump), ...attributes })
  await pipeline((await store.read('backup', key)).body, createWriteStream(back))
  if ((await hashOf(back)).hex !== sha256.hex)
    throw differs('the bytes that came back are not the ones that were sent')
  const rows = compareRows(expected, await countDump(back, context.env))
  return {
    bucket,
    key,
    bytes,
    sha256: sha256.hex,
    tables: expected.length,
    rows,
    at: new Date().toISOString(),
  }
}

async function hashOf(file: string): Promise<{ hex: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer)
    bytes += (chunk as Buffer).length
  }
  return { hex: hash.digest('hex'), bytes }
}

/** Total rows. A table that pg_dump leaves out (a member of an extension) must be empty of ours, so it is named. */
export function compareRows(expected: readonly TableRows[], found: readonly TableRows[]): number {
  const dumped = new Map(found.map(({ table, rows }) => [table, rows]))
  const faults = expected
    .filter(({ table, rows }) => rows !== (dumped.get(table) ?? 0))
    .map(({ table, rows }) => `${table}: ${dumped.get(table) ?? 0} rows in the backup, ${rows} in the source`)
  if (faults.length > 0) throw differs(faults.join('; '))
  return expected.reduce((sum, { rows }) => sum + rows, 0)
}

function differs(message: string): MigrateError {
  return new MigrateError('DIFFERENCE', `the backup is not the source: ${message}`, {
    suggestion: 'the backup was not recorded; take it again',
  })
}
