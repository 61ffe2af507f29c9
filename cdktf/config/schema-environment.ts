import { z } from 'zod'
import {
  always,
  flag,
  host,
  listOf,
  oneOf,
  positiveNumber,
  sentence,
  slug,
  text,
  wholeNumber,
} from './fields'
import { sourceSchema } from './schema-app'

const databaseSizeSchema = z.strictObject({
  instanceClass: text('an RDS class such as db.t3.micro', /^db\.[a-z0-9]+\.[a-z0-9]+$/),
  allocatedStorageGb: wholeNumber(20, 65_536),
  /** Storage grows by itself up to this size. @default no growth */
  maxAllocatedStorageGb: wholeNumber(20, 65_536).optional(),
  storageType: oneOf(['gp2', 'gp3']),
  multiAz: flag(),
  backupRetentionDays: wholeNumber(1, 35),
  deletionProtection: flag(),
})

const serviceSizeSchema = z.strictObject({
  /** Fargate CPU, where 1024 is one vCPU. */
  cpuUnits: wholeNumber(256, 16_384),
  memoryMb: wholeNumber(512, 122_880),
  desiredCount: wholeNumber(0, 100),
})

const alarmsSchema = z.strictObject({
  /** Share of requests that the API answers with 5xx. */
  apiErrorPercent: wholeNumber(1, 100).default(5),
  /** 95th percentile of the API's answer time. */
  apiLatencyMs: wholeNumber(1, 60_000).default(2000),
  databaseCpuPercent: wholeNumber(1, 100).default(80),
  databaseFreeStoragePercent: wholeNumber(1, 100).default(10),
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

const domainsSchema = z.strictObject({
  web: host(),
  api: host(),
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
  domains: domainsSchema,
  /** Origins from which a browser may read and write objects. */
  webOrigins: listOf(text('an https origin', /^https:\/\/[^/*\s]+$/), 'a list of origins').min(1, {
    error: () => 'expected at least one origin',
  }),
  /** Where each app lives today. An app without a source is new on AWS. */
  source: z.record(slug(20), sourceSchema).default({}),
  database: databaseSizeSchema.optional(),
  /** Sizes by app and service. */
  services: z.record(slug(20), z.record(slug(20), serviceSizeSchema)).default({}),
  budget: budgetSchema,
  alarms: alarmsSchema.prefault({}),
})

export const databaseServerSchema = z.strictObject({
  engine: always('postgres'),
  /** Major version; minor ones are taken in the maintenance window. */
  version: oneOf(['15', '16', '17']),
  port: wholeNumber(1150, 65_535).default(5432),
  masterUsername: text('a PostgreSQL name', /^[a-z_][a-z0-9_]{0,62}$/),
  publiclyAccessible: always(false).default(false),
})

export const userPoolSchema = z.strictObject({
  name: slug(64),
  signInWith: always('email').default('email'),
  mfa: oneOf(['off', 'optional', 'required']).default('optional'),
})

export const secretSchema = z.strictObject({
  description: sentence(),
})
