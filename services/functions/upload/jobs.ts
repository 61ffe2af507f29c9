import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { z } from 'zod'
import { ATTEMPTS_MAX, JOB_STATUSES, LEASE_SECONDS, type Job } from './job'
import { filesSchema, trackSchema } from './request'

/** A job is kept so long after it was made. Its files are gone after a day. */
const KEEP_SECONDS = 30 * 86_400

export type NewJob = Pick<Job, 'jobId' | 'userId' | 'account' | 'trackId' | 'track' | 'files'>

export interface Jobs {
  create(job: NewJob): Promise<Job>
  find(jobId: string): Promise<Job | undefined>
  /**
   * Takes a job for one attempt. Undefined where there is nothing to do: another holds it, it is finished, or it has had
   * its attempts. So a second delivery of an event changes nothing.
   */
  claim(jobId: string): Promise<Job | undefined>
  /** Ends the attempt that `claim` gave. */
  finish(job: Job, outcome: Outcome): Promise<void>
}

export type Outcome =
  | { readonly status: 'published' }
  | { readonly status: 'failed'; readonly reason: string }
  /** Another attempt may follow. */
  | { readonly status: 'waiting' }

const text = z.object({ S: z.string() }).transform(({ S }) => S)
const number = z.object({ N: z.string() }).transform(({ N }) => Number(N))
const json = <T>(schema: z.ZodType<T>) => text.transform((value) => JSON.parse(value) as unknown).pipe(schema)

const itemSchema = z.object({
  jobId: text,
  userId: text,
  status: text.pipe(z.enum(JOB_STATUSES)),
  account: text,
  trackId: text,
  track: json(trackSchema),
  files: json(filesSchema),
  attempts: number,
  leaseUntil: number,
  createdAt: number,
  updatedAt: number,
  reason: text.optional(),
})

/** Jobs in a table with hash key `jobId` and TTL attribute `expiresAt`. */
export function dynamoJobs(
  dynamo: Pick<DynamoDBClient, 'send'>,
  table: string,
  now: () => number = Date.now,
): Jobs {
  const seconds = () => Math.floor(now() / 1000)
  return {
    create: async (job) => {
      const made: Job = {
        ...job,
        status: 'waiting',
        attempts: 0,
        leaseUntil: 0,
        createdAt: seconds(),
        updatedAt: seconds(),
      }
      const Item = itemOf(made)
      await dynamo.send(
        new PutItemCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(jobId)' }),
      )
      return made
    },
    find: async (jobId) => {
      const command = new GetItemCommand({
        TableName: table,
        Key: { jobId: { S: jobId } },
        ConsistentRead: true,
      })
      const { Item } = await dynamo.send(command)
      return Item === undefined ? undefined : itemSchema.parse(Item)
    },
    claim: (jobId) => claim({ dynamo, table, jobId, seconds: seconds() }),
    finish: (job, outcome) => finish({ dynamo, table, job, outcome, seconds: seconds() }),
  }
}

function itemOf(job: Job): Record<string, AttributeValue> {
  return {
    jobId: { S: job.jobId },
    userId: { S: job.userId },
    status: { S: job.status },
    account: { S: job.account },
    trackId: { S: job.trackId },
    track: { S: JSON.stringify(job.track) },
    files: { S: JSON.stringify(job.files) },
    attempts: { N: String(job.attempts) },
    leaseUntil: { N: String(job.leaseUntil) },
    createdAt: { N: String(job.createdAt) },
    updatedAt: { N: String(job.updatedAt) },
    expiresAt: { N: String(job.createdAt + KEEP_SECONDS) },
  }
}

async function claim(of: {
  dynamo: Pick<DynamoDBClient, 'send'>
  table: string
  jobId: string
  seconds: number
}): Promise<Job | undefined> {
  try {
    const { Attributes } = await of.dynamo.send(
      new UpdateItemCommand({
        TableName: of.table,
        Key: { jobId: { S: of.jobId } },
        UpdateExpression:
          'SET #status = :processing, leaseUntil = :until, updatedAt = :now ADD attempts :one',
        ConditionExpression:
          'attempts < :max AND (#status = :waiting OR (#status = :processing AND leaseUntil < :now))',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':processing': { S: 'processing' },
          ':waiting': { S: 'waiting' },
          ':until': { N: String(of.seconds + LEASE_SECONDS) },
          ':now': { N: String(of.seconds) },
          ':one': { N: '1' },
          ':max': { N: String(ATTEMPTS_MAX) },
        },
        ReturnValues: 'ALL_NEW',
      }),
    )
    return itemSchema.parse(Attributes)
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined
    throw error
  }
}

async function finish(of: {
  dynamo: Pick<DynamoDBClient, 'send'>
  table: string
  job: Job
  outcome: Outcome
  seconds: number
}): Promise<void> {
  const reason = of.outcome.status === 'failed' ? of.outcome.reason : undefined
  await of.dynamo.send(
    new UpdateItemCommand({
      TableName: of.table,
      Key: { jobId: { S: of.job.jobId } },
      UpdateExpression: `SET #status = :status, updatedAt = :now${reason === undefined ? '' : ', reason = :reason'}`,
      // Whoever lost the lease to a later attempt says nothing any more.
      ConditionExpression: '#status = :processing AND attempts = :attempt',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':status': { S: of.outcome.status },
        ':processing': { S: 'processing' },
        ':attempt': { N: String(of.job.attempts) },
        ':now': { N: String(of.seconds) },
        ...(reason === undefined ? {} : { ':reason': { S: reason } }),
      },
    }),
  )
}
