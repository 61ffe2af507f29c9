import { MigrateError } from '../../engine/errors'

export interface UrlBucket {
  access: 'public' | 'private'
  /** Domain of the bucket's distribution; a public bucket has one once the storage stack is applied. */
  cdnDomain?: string
}

/** Where Storage URLs point today and where public ones are to point. */
export interface UrlMapping {
  /** Host names (with a port where it is not the scheme's own) that Storage is or was reached by. */
  hosts: readonly string[]
  /** By Supabase bucket id. */
  buckets: Readonly<Record<string, UrlBucket>>
  /** `https://<ref>.supabase.co`: what the way back writes. */
  projectUrl: string
}

/** CDN domain of each public bucket, by lower-case domain. Throws PHASE_NOT_APPLIED where one is missing or shared. */
export function bucketsByDomain(mapping: UrlMapping): ReadonlyMap<string, string> {
  const domains = new Map<string, string>()
  for (const [bucket, { access, cdnDomain }] of Object.entries(mapping.buckets)) {
    if (access === 'private') continue
    if (cdnDomain === undefined) throw unfit(`the public bucket "${bucket}" has no CDN domain`, bucket)
    const domain = cdnDomain.toLowerCase()
    // Two buckets behind one domain could not be told apart on the way back.
    if (domains.has(domain)) throw unfit(`the CDN domain ${domain} serves two buckets`, bucket)
    domains.set(domain, bucket)
  }
  return domains
}

function unfit(fault: string, bucket: string): MigrateError {
  return new MigrateError('PHASE_NOT_APPLIED', `Storage URLs cannot be mapped: ${fault}.`, {
    data: { bucket },
    suggestion: 'apply the storage stack, then run the same command again',
  })
}
