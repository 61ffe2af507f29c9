import {
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  UpdateContinuousBackupsCommand,
  waitUntilTableExists,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { awsFailed, isMissing } from './errors'

export interface EnsureJournalTable {
  name: string
  hashKey: string
  rangeKey: string
  tags: Readonly<Record<string, string>>
}

const TABLE_LIMIT_SECONDS = 120

/** Returns true if the table was made. */
export async function ensureJournalTable(
  dynamodb: DynamoDBClient,
  table: EnsureJournalTable,
): Promise<boolean> {
  return awsFailed(`make the table ${table.name}`, async () => {
    const made = !(await exists(dynamodb, table.name))
    if (made) await create(dynamodb, table)
    await enableRestore(dynamodb, table.name)
    return made
  })
}

async function exists(dynamodb: DynamoDBClient, name: string): Promise<boolean> {
  try {
    await dynamodb.send(new DescribeTableCommand({ TableName: name }))
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

async function create(
  dynamodb: DynamoDBClient,
  { name, hashKey, rangeKey, tags }: EnsureJournalTable,
): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: hashKey, AttributeType: 'S' },
        { AttributeName: rangeKey, AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: hashKey, KeyType: 'HASH' },
        { AttributeName: rangeKey, KeyType: 'RANGE' },
      ],
      SSESpecification: { Enabled: true },
      DeletionProtectionEnabled: true,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  )
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: TABLE_LIMIT_SECONDS }, { TableName: name })
}

async function enableRestore(dynamodb: DynamoDBClient, name: string): Promise<void> {
  const { ContinuousBackupsDescription: backups } = await dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName: name }),
  )
  if (backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED') return
  const on = { PointInTimeRecoveryEnabled: true }
  await dynamodb.send(
    new UpdateContinuousBackupsCommand({ TableName: name, PointInTimeRecoverySpecification: on }),
  )
}
