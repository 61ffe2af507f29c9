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
  try {
    await dynamo.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ ConditionCheck: check }, { Put: { TableName: table, Item: item } }],
      }),
    )
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error
    if (error.CancellationReasons?.[0]?.Code !== 'ConditionalCheckFailed') throw error
    throw new MigrateError('LEASE_LOST', 'another run has taken the lease of this environment', {
      data: { runId: put.runId },
      suggestion: 'nothing more was changed; look who runs: npm run migrate -- journal show <target>',
      cause: error,
    })
  }
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
        Item: {
          ...LEASE_KEY,
          runId: { S: claim.runId },
          holder: { S: claim.holder },
          command: { S: claim.command },
          expiresAt: { N: String(claim.expiresAt) },
        },
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

function leaseOf(item: Item): LeaseClaim {
  return {
    runId: item.runId?.S ?? '',
    holder: item.holder?.S ?? '{}',
    command: item.command?.S ?? '',
    expiresAt: Number(item.expiresAt?.N ?? 0),
  }
}
