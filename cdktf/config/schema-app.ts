import { z } from 'zod'
import { always, host, listOf, oneOf, sentence, slug, text, wholeNumber } from './fields'
import { functionSchema, queueSchema, serviceSchema, tableSchema } from './schema-compute'

/** Longest life of a URL that lets a browser upload, in seconds: what a storage drain has to outlast. */
export const UPLOAD_URL_SECONDS_MAX = 900

const corsSchema = z.strictObject({
  /** What a browser may do with a URL of this bucket. */
  methods: listOf(oneOf(['GET', 'HEAD', 'PUT', 'POST', 'DELETE']), 'a list of methods').min(1),
  allowedHeaders: listOf(sentence(), 'a list of header names').default(['*']),
  exposeHeaders: listOf(sentence(), 'a list of header names').default(['ETag']),
  maxAgeSeconds: wholeNumber(0, 86_400).default(3000),
})

const lifecycleSchema = z.strictObject({
  /** Parts of an upload that never finished are removed after so many days. */
  abortIncompleteMultipartUploadDays: wholeNumber(1, 30).default(7),
  /** Objects move to Intelligent-Tiering after so many days. 0: at once. */
  intelligentTieringAfterDays: wholeNumber(0, 3650).default(30),
  /** A replaced or deleted version is kept so long. */
  noncurrentVersionExpirationDays: wholeNumber(1, 3650).default(90),
  /** Current objects are removed after so many days. @default never */
  expirationDays: wholeNumber(1, 36_500).optional(),
})

const bucketSchema = z.strictObject({
  /** `public`: anyone who knows the URL may read, through CloudFront. `private`: by signed URL only. */
  access: oneOf(['public', 'private']),
  /** Bucket part of the S3 name, where the Supabase id is not legal there. @default the Supabase id */
  name: slug(40).optional(),
  /** Browser rules; the origins are the environment's `webOrigins`. */
  cors: listOf(corsSchema, 'a list of CORS rules').default([]),
  lifecycle: lifecycleSchema.prefault({}),
})

const storageSchema = z.strictObject({
  /** By Supabase bucket id. */
  buckets: z.record(sentence(), bucketSchema),
  /** Life of an upload URL that the app hands to a browser. 0: only the backend uploads. */
  uploadUrlSeconds: wholeNumber(0, 7 * 86_400),
  /** Source buckets that are left behind on purpose. Any other unmapped bucket is a fault. */
  ignoredBuckets: listOf(sentence(), 'a list of bucket ids').default([]),
})

const databaseSchema = z.strictObject({
  /** Database on the system's server. */
  name: text('a PostgreSQL name', /^[a-z_][a-z0-9_]{0,62}$/),
  /** `keep`: policies stay and `auth.uid()` is provided; `strip`: they are removed. */
  rowLevelSecurity: oneOf(['keep', 'strip']).default('keep'),
})

const authSchema = z.strictObject({
  clientName: slug(64),
  callbackPaths: listOf(text('a path', /^\//), 'a list of paths').default(['/']),
})

const frontendSchema = z.strictObject({
  /** Single-page application: an unknown path answers with the entry page. */
  kind: always('spa'),
  /** Requests that the distribution passes on to the API. */
  apiPath: text('a path', /^\//).default('/api/*'),
  framework: sentence(),
})

export const appSchema = z.strictObject({
  description: sentence(),
  storage: storageSchema.optional(),
  database: databaseSchema.optional(),
  auth: authSchema.optional(),
  /** Long-running programs, as containers on Fargate. */
  services: z.record(slug(20), serviceSchema).default({}),
  /** Programs that run when something happens, on Lambda. */
  functions: z.record(slug(20), functionSchema).default({}),
  /** DynamoDB tables of functions: jobs, connections. */
  tables: z.record(slug(20), tableSchema).default({}),
  queues: z.record(slug(20), queueSchema).default({}),
  frontend: frontendSchema.optional(),
})

/** Where an app lives today, in one environment. */
export const sourceSchema = z.strictObject({
  supabase: z
    .strictObject({
      projectRef: text('20 lower-case letters', /^[a-z]{20}$/),
      /** Every host that may stand in a stored URL. @default the project's API and storage host */
      hosts: listOf(host(), 'a list of host names').optional(),
    })
    .transform((supabase) => ({ ...supabase, hosts: supabase.hosts ?? defaultHosts(supabase.projectRef) })),
})

function defaultHosts(projectRef: string): string[] {
  return [`${projectRef}.supabase.co`, `${projectRef}.storage.supabase.co`]
}
