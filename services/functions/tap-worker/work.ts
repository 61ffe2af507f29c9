import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { errorFields, type Log } from '../../shared/lambda/log'
import type { Tallies } from './tallies'
import { parseTapEvent } from './tap-event'

export interface WorkDependencies {
  readonly tallies: Tallies
  readonly log: Log
}

/**
 * Counts a batch. Messages that failed are named in the answer: SQS delivers those again and, after the third time,
 * moves them to the dead-letter queue; the others are done. The mapping needs ReportBatchItemFailures.
 */
export async function countTaps(
  { Records }: Pick<SQSEvent, 'Records'>,
  { tallies, log }: WorkDependencies,
): Promise<SQSBatchResponse> {
  const failed: string[] = []
  // One after another: events of one batch often meet in one tally, and DynamoDB refuses transactions that overlap.
  for (const record of Records) {
    if (!(await counted(record, { tallies, log }))) failed.push(record.messageId)
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
}

async function counted(record: SQSRecord, { tallies, log }: WorkDependencies): Promise<boolean> {
  const { messageId } = record
  try {
    const event = parseTapEvent(record.body)
    const isNew = await tallies.add(event)
    log.info(isNew ? 'counted' : 'counted before', { messageId, eventId: event.eventId })
    return true
  } catch (error) {
    log.warn('not counted', { messageId, ...errorFields(error) })
    return false
  }
}
