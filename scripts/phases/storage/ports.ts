import type {
  BucketLimits,
  CopyLog,
  Database,
  DeletionLog,
  Fence,
  HttpProbe,
  Json,
  ObjectSource,
  ObjectTarget,
  SwitchStore,
  VerificationLog,
} from '../../adapters/ports'
import type { PhaseContext } from '../../engine/phase'
import type { UrlMapping } from '../../transfer/urls/mapping'

export interface StorageBucket {
  /** Supabase bucket id. */
  id: string
  access: 'public' | 'private'
  /** S3 bucket name. */
  target: string
  /** CloudFront domain of a public bucket. */
  cdnDomain?: string
}

/** Everything the storage phase works with. Bound by the command; no adapter is imported here. */
export interface StoragePorts extends PhaseContext {
  source: ObjectSource
  target: ObjectTarget
  log: CopyLog
  deletions: DeletionLog
  limits: BucketLimits
  verification: VerificationLog
  database: Database
  sourceFence: Fence
  targetFence: Fence
  switchStore: SwitchStore
  http: HttpProbe
  buckets: readonly StorageBucket[]
  /** Source buckets that stay where they are, by decision. */
  ignoredBuckets: readonly string[]
  /** Longest life of an upload URL handed to a browser, in seconds; 0 where only the backend uploads. */
  uploadUrlSeconds: number
  urls: UrlMapping
  /** True until `complete` and the apply after it took the fallback origins away. */
  fallback: boolean
  /** The last verified backup of the source, as `migrate backup take` recorded it. */
  backup: Json | undefined
  /** Makes schema supabase_to_aws and the fence's trigger; idempotent. */
  install(): Promise<void>
}
