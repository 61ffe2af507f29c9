import { setTimeout as sleep } from 'node:timers/promises'
import {
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import type { TapEvent } from './tap-event'

/**
 * A queue delivers a message again within its retention of at most 14 days, and a person may send the dead letters again
 * within another 14. Marks older than that are removed by DynamoDB.
 */
const MARK_SECONDS = 30 * 86_400

/**
 * Ten invocations at once often meet in one tally, and DynamoDB cancels all transactions on an item but one. SQS would
 * bring the event again only after minutes, and give it up after the third time. A batch of ten stays within a minute.
 */
const TRIES_MAX = 8
const WAIT_MS = 25
const WAIT_MS_MAX = 1000

export interface Tallies {
  /** Adds the event. Returns false where it was counted before. */
  add(event: TapEvent): Promise<boolean>
}

/** Tallies in a table with hash key `tallyId`, each counted event marked by an item `event#<eventId>` beside them. */
export function dynamoTallies(
  dynamo: Pick<DynamoDBClient, 'send'>,
  table: string,
  now: () => number = Date.now,
): Tallies {
  return {
    add: async (event) => {
      const seconds = Math.floor(now() / 1000)
      for (let tries = 1; ; tries++) {
        try {
          await dynamo.send(transaction(table, event, seconds))
          return true
        } catch (error) {
          if (markExists(error)) return false
          if (tries === TRIES_MAX || !wasInTheWay(error)) throw error
          await sleep(Math.random() * Math.min(WAIT_MS * 2 ** tries, WAIT_MS_MAX))
        }
      }
    },
  }
}

/** Both or neither: a mark without its amount would lose the event, an amount without its mark would count it twice. */
function transaction(table: string, event: TapEvent, seconds: number): TransactWriteItemsCommand {
  return new TransactWriteItemsCommand({
    TransactItems: [
      {
        Put: {
          TableName: table,
          Item: {
            tallyId: { S: `event#${event.eventId}` },
            countedIn: { S: event.tallyId },
            expiresAt: { N: String(seconds + MARK_SECONDS) },
          },
          ConditionExpression: 'attribute_not_exists(tallyId)',
        },
      },
      {
        Update: {
          TableName: table,
          Key: { tallyId: { S: event.tallyId } },
          UpdateExpression: 'ADD #total :amount, #events :one SET updatedAt = :now',
          ExpressionAttributeNames: { '#total': 'total', '#events': 'events' },
          ExpressionAttributeValues: {
            ':amount': { N: String(event.amount) },
            ':one': { N: '1' },
            ':now': { N: String(seconds) },
          },
        },
      },
    ],
  })
}

function markExists(error: unknown): boolean {
  return (
    error instanceof TransactionCanceledException &&
    error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed'
  )
}

/** Another transaction was at one of the two items: nothing is wrong with this one. */
function wasInTheWay(error: unknown): boolean {
  return (
    error instanceof TransactionCanceledException &&
    error.CancellationReasons?.some(({ Code }) => Code === 'TransactionConflict') === true
  )
}
