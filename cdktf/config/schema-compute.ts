import { z } from 'zod'
import { flag, listOf, oneOf, sentence, slug, text, wholeNumber } from './fields'

const path = () => text('a path', /^\//)
const variables = () =>
  z.record(text('capital letters, digits and _', /^[A-Z][A-Z0-9_]*$/), sentence()).default({})

/** What a program may use. Its role allows this and no more. */
const accessSchema = z.strictObject({
  /** The app's database, by the connection in its secrets. Puts a function into the VPC. */
  database: flag().default(false),
  redis: flag().default(false),
  /** Buckets of the app, by Supabase id, to read and write. */
  buckets: listOf(sentence(), 'a list of bucket ids').default([]),
  tables: listOf(slug(20), 'a list of tables').default([]),
  /** Queues of the app to send to. */
  queues: listOf(slug(20), 'a list of queues').default([]),
  /** Send mail by SES from the environment's zone. */
  email: flag().default(false),
  /** Send to the connections of the app's WebSocket API. */
  connections: flag().default(false),
})

export const serviceSchema = z.strictObject({
  description: sentence(),
  /** `api` takes requests from the load balancer, `worker` polls or listens. */
  kind: oneOf(['api', 'worker']),
  /** Port of the container. An API has one, a worker need not. */
  port: wholeNumber(1, 65_535).optional(),
  /** Path that answers 200 when the service can do its work. */
  healthPath: path().optional(),
  /** What the load balancer hands to the API, below the app's `api` domain. A listener rule takes five values, the domain is one. */
  paths: listOf(path(), 'a list of paths')
    .min(1)
    .max(4, { error: () => 'expected at most 4 paths' })
    .default(['/*']),
  /** Longest time from start to the first healthy answer. ECS does not wait longer for a container. */
  startSeconds: wholeNumber(1, 300).default(60),
  /** Time to finish what is in hand after the order to stop. */
  stopSeconds: wholeNumber(2, 120).default(30),
  /** How often a worker looks for work. */
  pollSeconds: wholeNumber(1, 3600).optional(),
  /** Names and values that are not secret. */
  environment: variables(),
  /** Names of the system's secrets that the service reads. */
  secrets: listOf(sentence(), 'a list of secret names').default([]),
  access: accessSchema.prefault({}),
})

const routeSchema = z.strictObject({
  method: oneOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: path(),
  /** `public` needs no token: a webhook that verifies itself, a health path. */
  authorization: oneOf(['token', 'public']).default('token'),
})

/** The program is services/functions/<name>/handler.ts, exported as `handler`; it is started by whatever stands here. */
export const functionSchema = z.strictObject({
  description: sentence(),
  /** Folder of services/functions, where two functions share one program. @default the function's name */
  program: slug(40).optional(),
  timeoutSeconds: wholeNumber(1, 900).default(30),
  memoryMb: wholeNumber(128, 10_240).default(256),
  /** Most that run at once. @default the account's limit */
  concurrency: wholeNumber(1, 1000).optional(),
  /** Requests through the app's HTTP API. API Gateway ends one after 30 s, whatever `timeoutSeconds` says. */
  routes: listOf(routeSchema, 'a list of routes').default([]),
  /** `cron(0 3 ? * MON *)` or `rate(5 minutes)`, in UTC. */
  schedule: text('a cron or rate expression', /^(?:cron|rate)\(.+\)$/).optional(),
  /** An object made in a bucket of the app. */
  bucketEvents: z
    .strictObject({ bucket: sentence(), prefix: sentence().optional(), suffix: sentence().optional() })
    .optional(),
  /** A queue of the app; a message that fails three times goes to its dead-letter queue. */
  queue: slug(20).optional(),
  /** All routes of the app's WebSocket API. */
  websocket: flag().default(false),
  environment: variables(),
  secrets: listOf(sentence(), 'a list of secret names').default([]),
  access: accessSchema.prefault({}),
})

export const tableSchema = z.strictObject({
  /** Text attribute that names an item. */
  hashKey: text('the name of an attribute', /^[A-Za-z][A-Za-z0-9_]*$/),
  /** Number attribute with the second after which DynamoDB removes the item. */
  ttlAttribute: text('the name of an attribute', /^[A-Za-z][A-Za-z0-9_]*$/).optional(),
  /** Further ways to find items: name of the index -> text attribute. */
  indexes: z
    .record(
      text('the name of an index', /^[A-Za-z0-9_.-]{3,255}$/),
      text('the name of an attribute', /^[A-Za-z][A-Za-z0-9_]*$/),
    )
    .default({}),
})

export const queueSchema = z.strictObject({
  description: sentence(),
})
