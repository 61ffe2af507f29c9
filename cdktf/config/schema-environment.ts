import { z } from 'zod'
import { flag, host, listOf, oneOf, positiveNumber, slug, text, wholeNumber } from './fields'
import { sourceSchema } from './schema-app'

const databaseSizeSchema = z.strictObject({
  instanceClass: text('an RDS class such as db.t3.micro', /^db\.[a-z0-9]+\.[a-z0-9]+$/),
  allocatedStorageGb: wholeNumber(20, 65_536),
  /** Storage grows by itself up to this size. @default no growth */
  maxAllocatedStorageGb: wholeNumber(20, 65_536).optional(),
  storageType: oneOf(['gp2', 'gp3']),
  multiAz: flag(),
  backupRetentionDays: wholeNumber(1, 35),
  readReplicas: wholeNumber(0, 5).default(0),
  deletionProtection: flag(),
})

const serviceSizeSchema = z.strictObject({
  /** Fargate CPU, where 1024 is one vCPU. */
  cpuUnits: wholeNumber(256, 16_384),
  memoryMb: wholeNumber(512, 122_880),
  desiredCount: wholeNumber(0, 100),
  /** Autoscaling goes up to so many. @default twice the desired count */
  maxCount: wholeNumber(1, 1000).optional(),
})

const alarmsSchema = z.strictObject({
  /** Share of requests that the API answers with 5xx. */
  apiErrorPercent: wholeNumber(1, 100).default(5),
  /** 95th percentile of the API's answer time. */
  apiLatencyMs: wholeNumber(1, 60_000).default(2000),
  databaseCpuPercent: wholeNumber(1, 100).default(80),
  databaseFreeStoragePercent: wholeNumber(1, 100).default(10),
  /** Share of invocations that end in an error. */
  functionErrorPercent: wholeNumber(1, 100).default(5),
  /** Running tasks below the desired count for this long. */
  tasksMissingMinutes: wholeNumber(1, 60).default(5),
})

const budgetSchema = z.strictObject({
  /** Spending in a month, in USD, that sends a message. Ascending; the last one is the budget. */
  alertsUsd: listOf(positiveNumber(), 'a list of amounts').min(1, {
    error: () => 'expected at least one amount',
  }),
  /** Told beside the alarm topic. */
  emails: listOf(
    z.email({ error: () => 'expected an e-mail address' }),
    'a list of e-mail addresses',
  ).default([]),
})

/** Host names of one app. What is not named keeps the name that AWS gives it. */
const domainsSchema = z.strictObject({
  /** The SPA's distribution. */
  web: host().optional(),
  /** The load balancer's service, or the HTTP API of the app's functions. */
  api: host().optional(),
  /** Public buckets: each answers as `<bucket>.<cdn>`. A name of CloudFront's own takes TLS 1.0, whatever is asked for. */
  cdn: host().optional(),
})

const dnsSchema = z.strictObject({
  /** Every host name of the environment lies in this zone. */
  zone: host(),
  /**
   * `own`: made here, and its registrar (or parent zone) has to name its name servers before a certificate can be issued.
   * `existing`: looked up by name.
   */
  ownership: oneOf(['own', 'existing']),
})

const networkSchema = z.strictObject({
  /** Two groups of /24 are taken from it: public from .1, private from .10. */
  cidr: text(
    'a private /16 such as 10.20.0.0/16',
    /^(?:10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.0\.0\/16$/,
  ),
  /** Availability zones. */
  zones: wholeNumber(2, 3).default(2),
  /** One NAT gateway for all zones, one for each, or none once nothing outside has to be reached over IPv4. */
  nat: oneOf(['one', 'per-zone', 'none']).default('one'),
  /** Private ways to ECR, logs, secrets … for about 7.30 USD a month each and zone. The S3 gateway is free and always there. */
  interfaceEndpoints: flag().default(false),
})

const redisSizeSchema = z.strictObject({
  nodeType: text('an ElastiCache type such as cache.t4g.micro', /^cache\.[a-z0-9]+\.[a-z0-9]+$/),
  /** Copies that take over when the primary fails. */
  replicas: wholeNumber(0, 5),
})

export const environmentSchema = z.strictObject({
  /** Users live here: rules ask for redundancy and protection. */
  production: flag(),
  accountId: text('12 digits', /^\d{12}$/),
  region: text('an AWS region such as us-east-1', /^[a-z]{2}(?:-[a-z]+)+-\d$/),
  /** GitHub Environment whose approval guards this one. @default `<system>-<environment>`, as the workflows ask for it */
  githubEnvironment: slug(60).optional(),
  /** GitHub's OIDC provider exists once per account: `own` here, `shared` where another environment owns it. */
  githubProvider: oneOf(['own', 'shared']).default('own'),
  /**
   * The role with which API Gateway writes logs of WebSocket APIs is a setting of an account and region: `own` in one
   * environment of those that have a WebSocket API there, `shared` in the others.
   */
  apiGatewayAccount: oneOf(['own', 'shared']).default('own'),
  /** GuardDuty's detector exists once per account and region: true in one environment of those that share them. */
  guardDuty: flag().default(false),
  dns: dnsSchema,
  /** By app. */
  domains: z.record(slug(20), domainsSchema).default({}),
  network: networkSchema,
  /** Origins from which a browser may read and write objects. */
  webOrigins: listOf(text('an https origin', /^https:\/\/[^/*\s]+$/), 'a list of origins').min(1, {
    error: () => 'expected at least one origin',
  }),
  /** Where each app lives today. An app without a source is new on AWS. */
  source: z.record(slug(20), sourceSchema).default({}),
  database: databaseSizeSchema.optional(),
  redis: redisSizeSchema.optional(),
  /** Sizes by app and service. */
  services: z.record(slug(20), z.record(slug(20), serviceSizeSchema)).default({}),
  budget: budgetSchema,
  alarms: alarmsSchema.prefault({}),
})
