import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { dynamoJournal } from '../../scripts/adapters/aws/journal-store'
import type { JournalStore } from '../../scripts/adapters/ports'
import { withEmulator } from './emulator'

/** Runs `use` against an empty journal table of its own. */
export async function withJournalStore(
  use: (store: JournalStore, dynamo: DynamoDBClient) => Promise<void>,
): Promise<void> {
  await withEmulator(async ({ endpoint }) => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const dynamo = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials })
    await dynamo.send(
      new CreateTableCommand({
        TableName: 'journal',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    )
    try {
      await use(dynamoJournal(dynamo, 'journal', 'aiuteur/dev'), dynamo)
    } finally {
      dynamo.destroy()
    }
  })
}
