/** What the storage stack writes for the engine and for services: where each Supabase bucket's objects are on AWS. */
export interface StorageSettings {
  readonly v: 1
  readonly region: string
  /** By Supabase bucket id. */
  readonly buckets: Readonly<Record<string, PublicBucketSettings | PrivateBucketSettings>>
}

interface PrivateBucketSettings {
  readonly bucket: string
  /** Before every key, without a slash at the end. */
  readonly prefix: string
  readonly access: 'private'
}

interface PublicBucketSettings {
  readonly bucket: string
  readonly prefix: string
  readonly access: 'public'
  readonly cdnDomain: string
  readonly distributionId: string
}
