import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SSMClient } from '@aws-sdk/client-ssm'
import { journalTableName } from '../../cdktf/config/names'
import { resolveTarget, type Target } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { dynamoJournal } from '../adapters/aws/journal-store'
import type { JournalStore } from '../adapters/ports'
import type { CommandContext } from '../commands/command'
import type { MigrateError } from '../engine/errors'
import { Journal } from '../engine/journal'
import { withLease } from '../engine/lease'

/** One environment of a system, opened: its AWS clients and its journal. */
export interface OpenEnvironment {
  target: Target
  s3: S3Client
  ssm: SSMClient
  dynamo: DynamoDBClient
  journal: Journal
  journalStore: JournalStore
  /** Aborted, with LEASE_LOST as its reason, when another run may be at work: long actions stop at their next item. */
  lost: AbortSignal
  loseLease: (reason: MigrateError) => void
}

/** Opens `aiuteur/dev`, hands it to `work`, and closes its clients. @throws ConfigError for an unknown target. */
export async function withEnvironment<T>(
  context: CommandContext,
  targetName: string,
  work: (environment: OpenEnvironment) => Promise<T>,
): Promise<T> {
  const target = resolveTarget(systems, targetName)
  const { region } = target.environment
  // Standard retries with a few more attempts: S3 answers SlowDown while a new bucket's partitions grow.
  const shared = { region, maxAttempts: 5 }
  const s3 = new S3Client({
    ...shared,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const ssm = new SSMClient(shared)
  const dynamo = new DynamoDBClient(shared)
  const journalStore = dynamoJournal(dynamo, journalTableName(target), targetName)
  const by = `${context.holder.host}:${context.holder.pid}`
  const journal = new Journal({ store: journalStore, runId: context.runId, by })
  const lease = new AbortController()
  try {
    const clients = { s3, ssm, dynamo }
    const loseLease = (reason: MigrateError): void => lease.abort(reason)
    return await work({ target, ...clients, journal, journalStore, lost: lease.signal, loseLease })
  } finally {
    for (const client of [s3, ssm, dynamo]) client.destroy()
  }
}

/** Runs `work` as the only run on this environment. @throws MigrateError LEASE_HELD (exit 6). */
export function alone<T>(
  context: CommandContext,
  environment: OpenEnvironment,
  run: { command: string; work: () => Promise<T> },
): Promise<T> {
  const { runId, holder, isAlive } = context
  const { journalStore: store, loseLease: onLost } = environment
  return withLease({ store, runId, holder, isAlive, command: run.command, onLost }, run.work)
}
