import {
  DeleteItemCommand,
  GetItemCommand,
  paginateQuery,
  PutItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { z } from 'zod'

/** API Gateway ends every connection after two hours; a little longer, so that no item dies before its connection. */
const CONNECTION_SECONDS = 2 * 3600 + 300
const BY_USER = 'userId-index'

export interface ConnectionsOptions {
  dynamodb: DynamoDBClient
  table: string
  /** @default the present */
  now?: () => Date
}

const itemSchema = z.object({
  connectionId: z.object({ S: z.string() }),
  userId: z.object({ S: z.string() }),
  expiresAt: z.object({ N: z.string() }),
})

/** Which user sits at which end of a WebSocket, in a table with a time to live. */
export class Connections {
  constructor(private readonly options: ConnectionsOptions) {}

  async add(connectionId: string, userId: string): Promise<void> {
    const { dynamodb, table } = this.options
    const Item = {
      connectionId: { S: connectionId },
      userId: { S: userId },
      expiresAt: { N: String(this.seconds() + CONNECTION_SECONDS) },
    }
    await dynamodb.send(new PutItemCommand({ TableName: table, Item }))
  }

  /** Removing what is not there is no error. */
  async remove(connectionId: string): Promise<void> {
    const { dynamodb, table } = this.options
    await dynamodb.send(
      new DeleteItemCommand({ TableName: table, Key: { connectionId: { S: connectionId } } }),
    )
  }

  /** Undefined for a connection that is not known, or that expired: DynamoDB removes such items hours later. */
  async userOf(connectionId: string): Promise<string | undefined> {
    const { dynamodb, table } = this.options
    // Strongly consistent: the first message may follow $connect within a millisecond.
    const command = { TableName: table, Key: { connectionId: { S: connectionId } }, ConsistentRead: true }
    const { Item } = await dynamodb.send(new GetItemCommand(command))
    return Item === undefined ? undefined : this.alive(Item)?.userId.S
  }

  /** Connections of a user: one for each open page. */
  async ofUser(userId: string): Promise<string[]> {
    const { dynamodb: client, table } = this.options
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        IndexName: BY_USER,
        KeyConditionExpression: 'userId = :user',
        ExpressionAttributeValues: { ':user': { S: userId } },
      },
    )
    const found: string[] = []
    for await (const { Items = [] } of pages) {
      found.push(...Items.flatMap((item) => this.alive(item)?.connectionId.S ?? []))
    }
    return found
  }

  private alive(item: unknown): z.output<typeof itemSchema> | undefined {
    const parsed = itemSchema.parse(item)
    return Number(parsed.expiresAt.N) > this.seconds() ? parsed : undefined
  }

  private seconds(): number {
    return Math.floor((this.options.now?.() ?? new Date()).getTime() / 1000)
  }
}
