import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'

export const LINK_SECONDS = 600
/** So many mails to one user in so many seconds; more look the same to the caller and send nothing. */
export const SENDS_MAX = 3
const SENDS_WINDOW_SECONDS = 900
const TOKEN_BYTES = 32
const TOKEN = /^[A-Za-z0-9_-]{43}$/

export interface LinksOptions {
  dynamodb: DynamoDBClient
  table: string
  /** @default the present */
  now?: () => Date
}

/** Whom a link signs in, and where: a link for one client is none for another. */
export interface Holder {
  readonly userName: string
  readonly clientId: string
}

/** Outstanding links. The table holds hashes only: whoever reads it cannot sign in. */
export class Links {
  constructor(private readonly options: LinksOptions) {}

  /** A new token, which works once. Undefined where the user was sent enough. */
  async create(holder: Holder): Promise<string | undefined> {
    if (!(await this.mayBeSent(holder.userName))) return undefined
    const token = randomBytes(TOKEN_BYTES).toString('base64url')
    await this.options.dynamodb.send(
      new PutItemCommand({
        TableName: this.options.table,
        Item: {
          tokenHash: { S: hashOf(token) },
          holderHash: { S: holderHash(holder) },
          expiresAt: { N: String(this.seconds() + LINK_SECONDS) },
        },
      }),
    )
    return token
  }

  /**
   * Whether the token is this holder's, outstanding and not expired. It is gone afterwards: of two who bring it at the same
   * time, DynamoDB lets one delete it. Somebody else's token stays, so that nobody can use up a link that is not theirs.
   */
  async redeem(token: string, holder: Holder): Promise<boolean> {
    if (!TOKEN.test(token)) return false
    const { dynamodb, table } = this.options
    try {
      const { Attributes } = await dynamodb.send(
        new DeleteItemCommand({
          TableName: table,
          Key: { tokenHash: { S: hashOf(token) } },
          ConditionExpression: 'holderHash = :holder and expiresAt > :now',
          ExpressionAttributeValues: {
            ':holder': { S: holderHash(holder) },
            ':now': { N: String(this.seconds()) },
          },
          ReturnValues: 'ALL_OLD',
        }),
      )
      // Finding an item by its hash tells by its time nothing about the token. That it is the right one is asked of what
      // DynamoDB deleted, not of what it was told to delete.
      return sameText(Attributes?.['tokenHash']?.S ?? '', hashOf(token))
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false
      throw error
    }
  }

  /** Counts in windows; the counter's item is no hash of any token, since that would be 64 hexadecimal digits. */
  private async mayBeSent(userName: string): Promise<boolean> {
    const { dynamodb, table } = this.options
    const window = Math.floor(this.seconds() / SENDS_WINDOW_SECONDS)
    try {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { tokenHash: { S: `sends:${hashOf(userName)}:${window}` } },
          UpdateExpression: 'add sends :one set expiresAt = :end',
          ConditionExpression: 'attribute_not_exists(sends) or sends < :max',
          ExpressionAttributeValues: {
            ':one': { N: '1' },
            ':max': { N: String(SENDS_MAX) },
            ':end': { N: String((window + 2) * SENDS_WINDOW_SECONDS) },
          },
        }),
      )
      return true
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false
      throw error
    }
  }

  private seconds(): number {
    return Math.floor((this.options.now?.() ?? new Date()).getTime() / 1000)
  }
}

function holderHash({ userName, clientId }: Holder): string {
  return hashOf(JSON.stringify([userName, clientId]))
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function sameText(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
