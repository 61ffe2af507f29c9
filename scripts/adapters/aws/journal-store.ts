import { setTimeout as sleep } from 'node:timers/promises'
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  TransactWriteItemsCommand,
  TransactionCanceledException,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { MigrateError } from '../../engine/errors'
import type { JournalItem, JournalStore, LeaseClaim } from '../ports'
import { awsFailed } from './errors'

const LEASE_KEY = { pk: { S: 'lease' }, sk: { S: 'environment' } }

/** A write and a heartbeat that meet on the lease's item cancel one of the two; the SDK does not repeat that. */
const CONFLICT_ATTEMPTS = 8
const CONFLICT_WAIT_MS = 25

type Item = Record<string, AttributeValue>

/** The journal in DynamoDB. An item's content is one JSON attribute: the table is read by people in the console too. */
export function dynamoJournal(dynamo: DynamoDBClient, table: string, target: string): JournalStore {
  const call = <T>(purpose: string, work: () => Promise<T>): Promise<T> =>
    awsFailed(`${purpose} in ${table}`, () => work().catch(notBootstrapped(table, target)))
  return {
    get: async (pk, sk) => {
      const key = { pk: { S: pk }, sk: { S: sk } }
      const answer = await call('read the journal', () =>
        dynamo.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true })),
      )
      return answer.Item && itemOf(answer.Item)
    },
    query: (pk) => call('read the journal', () => queryAll(dynamo, table, pk)),
    put: (item, runId) => call('write the journal', () => putUnderLease(dynamo, table, { item, runId })),
    readLease: async () => {
      const answer = await call('read the lease', () =>
        dynamo.send(new GetItemCommand({ TableName: table, Key: LEASE_KEY, ConsistentRead: true })),
      )
      return answer.Item && leaseOf(answer.Item)
    },
    claimLease: (claim, options) =>
      call('claim the lease', () => claimLease(dynamo, table, { claim, ...options })),
    renewLease: (claim) => call('renew the lease', () => renewLease(dynamo, table, claim)),
    releaseLease: (runId) => call('release the lease', () => releaseLease(dynamo, table, runId)),
  }
}

function notBootstrapped(table: string, target: string) {
  return (error: unknown): never => {
    if (!(error instanceof ResourceNotFoundException)) throw error
    throw new MigrateError('NOT_BOOTSTRAPPED', `the journal table ${table} does not exist`, {
      data: { table },
      suggestion: `npm run migrate -- bootstrap ${target}`,
      cause: error,
    })
  }
}

async function queryAll(dynamo: DynamoDBClient, table: string, pk: string): Promise<JournalItem[]> {
  const items: JournalItem[] = []
  let start: Item | undefined
  do {
    const page = await dynamo.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        ConsistentRead: true,
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    )
    items.push(...(page.Items ?? []).map(itemOf))
    start = page.LastEvaluatedKey
  } while (start)
  return items
}

async function putUnderLease(
  dynamo: DynamoDBClient,
  table: string,
  put: { item: JournalItem; runId: string },
): Promise<void> {
  const { pk, sk, ...content } = put.item
  const check = {
    TableName: table,
    Key: LEASE_KEY,
    ConditionExpression: 'runId = :run',
    ExpressionAttributeValues: { ':run': { S: put.runId } },
  }
  const item = { pk: { S: pk }, sk: { S: sk }, content: { S: JSON.stringify(content) } }
  const write = new TransactWriteItemsCommand({
    TransactItems: [{ ConditionCheck: check }, { Put: { TableName: table, Item: item } }],
  })
  for (let attempt = 1; ; attempt += 1) {
    try {
      await dynamo.send(write)
      return
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error
      const reasons = (error.CancellationReasons ?? []).map((reason) => reason.Code)
      if (reasons[0] === 'ConditionalCheckFailed') throw leaseLost(put.runId, error)
      if (attempt === CONFLICT_ATTEMPTS || !reasons.includes('TransactionConflict')) throw error
      await sleep(attempt * CONFLICT_WAIT_MS)
    }
  }
}

function leaseLost(runId: string, cause: unknown): MigrateError {
  return new MigrateError('LEASE_LOST', 'another run has taken the lease of this environment', {
    data: { runId },
    suggestion: 'nothing more was changed; look who runs: npm run migrate -- journal show <target>',
    cause,
  })
}

async function claimLease(
  dynamo: DynamoDBClient,
  table: string,
  request: { claim: LeaseClaim; now: number; takeOver?: string },
): Promise<boolean> {
  const { claim } = request
  const values = {
    ':run': { S: claim.runId },
    ':now': { N: String(request.now) },
    ':dead': { S: request.takeOver ?? claim.runId },
  }
  try {
    await dynamo.send(
      new PutItemCommand({
        TableName: table,
        Item: leaseItem(claim),
        ConditionExpression: 'attribute_not_exists(pk) or expiresAt < :now or runId = :run or runId = :dead',
        ExpressionAttributeValues: values,
      }),
    )
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

async function renewLease(dynamo: DynamoDBClient, table: string, claim: LeaseClaim): Promise<boolean> {
  try {
    await dynamo.send(
      new PutItemCommand({
        TableName: table,
        Item: leaseItem(claim),
        ConditionExpression: 'runId = :run',
        ExpressionAttributeValues: { ':run': { S: claim.runId } },
      }),
    )
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

async function releaseLease(dynamo: DynamoDBClient, table: string, runId: string): Promise<void> {
  try {
    await dynamo.send(
      new DeleteItemCommand({
        TableName: table,
        Key: LEASE_KEY,
        ConditionExpression: 'runId = :run',
        ExpressionAttributeValues: { ':run': { S: runId } },
      }),
    )
  } catch (error) {
    // Not ours any more: then there is nothing to release.
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}

function itemOf(item: Item): JournalItem {
  const content = JSON.parse(item.content?.S ?? '{}') as object
  return { pk: item.pk?.S ?? '', sk: item.sk?.S ?? '', ...content }
}

function leaseItem(claim: LeaseClaim): Item {
  return {
    ...LEASE_KEY,
    runId: { S: claim.runId },
    holder: { S: claim.holder },
    command: { S: claim.command },
    expiresAt: { N: String(claim.expiresAt) },
  }
}

function leaseOf(item: Item): LeaseClaim {
  return {
    runId: item.runId?.S ?? '',
    holder: item.holder?.S ?? '{}',
    command: item.command?.S ?? '',
    expiresAt: Number(item.expiresAt?.N ?? 0),
  }
}
