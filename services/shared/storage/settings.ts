import { z } from 'zod'
import { ServiceError } from '../errors'

const bucketSchema = z.discriminatedUnion('access', [
  z.strictObject({
    access: z.literal('public'),
    bucket: z.string().min(1),
    /** Key prefix inside the S3 bucket; the distribution's origin path hides it. */
    prefix: z.string(),
    cdnDomain: z.string().min(1),
    distributionId: z.string().min(1),
  }),
  z.strictObject({ access: z.literal('private'), bucket: z.string().min(1), prefix: z.string() }),
])

/** What the storage stack writes into its SSM parameter, keyed by Supabase bucket id. */
export const storageSettingsSchema = z.strictObject({
  v: z.literal(1),
  region: z.string().min(1),
  buckets: z.record(z.string(), bucketSchema),
})

export type StorageSettings = z.output<typeof storageSettingsSchema>
export type BucketSettings = StorageSettings['buckets'][string]

/** Reads the parameter's JSON. Throws SETTINGS_INVALID with every fault. */
export function parseStorageSettings(text: string): StorageSettings {
  const parsed = storageSettingsSchema.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new ServiceError('SETTINGS_INVALID', `The storage settings cannot be read: ${faults.join('; ')}`, {
    data: { faults },
    suggestion: 'Apply the storage stack again: it writes this parameter.',
  })
}

export function bucketSettings(settings: StorageSettings, bucket: string): BucketSettings {
  const found = Object.hasOwn(settings.buckets, bucket) ? settings.buckets[bucket] : undefined
  if (found !== undefined) return found
  throw new ServiceError('BUCKET_UNKNOWN', `No bucket "${bucket}" in the storage settings.`, {
    data: { bucket, known: Object.keys(settings.buckets) },
    suggestion: "Add the bucket to the system's file in cdktf/systems and apply the storage stack.",
  })
}

/** Text that is not JSON at all fails the schema like any other wrong value. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
