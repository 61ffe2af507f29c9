import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { journalTableName } from '../../cdktf/config/names'
import { dynamoJournal } from '../adapters/aws/journal-store'
import { Journal, type JournalEvent } from '../engine/journal'
import { awsClient, type World } from './world'

export interface Summary {
  id: string
  summary: string
  counts: Record<string, number>
}

/** The journal's events in order, read as a person would read them. */
export async function eventsOf(world: World): Promise<JournalEvent[]> {
  const dynamo = new DynamoDBClient(awsClient(world))
  try {
    const store = dynamoJournal(dynamo, journalTableName(world.target), world.target.name)
    const journal = new Journal({ store, runId: 'view', by: 'rehearsal' })
    return await journal.events()
  } finally {
    dynamo.destroy()
  }
}

/** A journal's text; anything else is shown as JSON. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What was recorded as done since `since`, ISO 8601. */
export async function summariesSince(world: World, since: string): Promise<Summary[]> {
  const events = await eventsOf(world)
  return events
    .filter(({ at, what }) => at >= since && what === 'action done')
    .map(({ detail }) => ({
      id: text(detail.id),
      summary: text(detail.summary),
      counts: (detail.counts ?? {}) as Record<string, number>,
    }))
}
