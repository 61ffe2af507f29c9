import { inside, stackOf, synthesized, type Config, type Synthesized } from './synthesized'

const stacks = [...synthesized()].filter(([, stack]) => stack.ofType('aws_s3_bucket').length > 0)

/** What every bucket must have: a resource that names it, with this inside. */
const REQUIRED: Record<string, { type: string; holds: (config: Config) => boolean }> = {
  'blocks all public access': {
    type: 'aws_s3_bucket_public_access_block',
    holds: (config) =>
      ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].every(
        (name) => config[name] === true,
      ),
  },
  'is encrypted': {
    type: 'aws_s3_bucket_server_side_encryption_configuration',
    holds: (config) =>
      ['aws:kms', 'AES256'].includes(
        String(inside(config, 'rule', 0, 'apply_server_side_encryption_by_default', 'sse_algorithm')),
      ),
  },
  'is versioned': {
    type: 'aws_s3_bucket_versioning',
    holds: (config) => inside(config, 'versioning_configuration', 'status') === 'Enabled',
  },
  'has no ACLs': {
    type: 'aws_s3_bucket_ownership_controls',
    holds: (config) => inside(config, 'rule', 'object_ownership') === 'BucketOwnerEnforced',
  },
  'aborts failed uploads and expires old versions': {
    type: 'aws_s3_bucket_lifecycle_configuration',
    holds: (config) =>
      Number(inside(config, 'rule', 0, 'abort_incomplete_multipart_upload', 0, 'days_after_initiation')) >
        0 && Number(inside(config, 'rule', 0, 'noncurrent_version_expiration', 0, 'noncurrent_days')) > 0,
  },
  'refuses plain HTTP': {
    type: 'aws_s3_bucket_policy',
    // In storage the policy is an expression with two documents; each must refuse.
    holds: (config) => {
      const policy = String(config['policy'])
      const documents = policy.split('"Version"').length - 1
      return documents > 0 && policy.split('DenyPlainHttp').length - 1 === documents
    },
  },
}

/** Buckets that lack something: `asset-images/bucket: is versioned`. */
function lacking(stack: Synthesized): string[] {
  return stack.ofType('aws_s3_bucket').flatMap((bucket) =>
    Object.entries(REQUIRED)
      .filter(
        ([, { type, holds }]) =>
          !stack.ofType(type).some(({ config }) => belongs(config, bucket.address) && holds(config)),
      )
      .map(([what]) => `${bucket.path}: ${what}`),
  )
}

function belongs(config: Config, bucket: string): boolean {
  return config['bucket'] === `\${${bucket}.id}`
}

describe.each(stacks)('every bucket of %s', (_name, stack) => {
  it('is closed, encrypted, versioned and tidy', () => {
    expect(lacking(stack)).toEqual([])
  })

  it('is protected from destruction', () => {
    const unprotected = stack
      .ofType('aws_s3_bucket')
      .filter(({ config }) => inside(config, 'lifecycle', 'prevent_destroy') !== true)
    expect(unprotected).toEqual([])
  })

  it('sends its access logs to the log bucket, which alone has none', () => {
    const logged = stack.ofType('aws_s3_bucket_logging').map(({ config }) => config['bucket'])
    const silent = stack
      .ofType('aws_s3_bucket')
      .filter(({ address }) => !logged.includes(`\${${address}.id}`))
    expect(silent.map(({ path }) => path).filter((path) => path !== 'log-bucket/bucket')).toEqual([])
  })

  it.each(Object.entries(REQUIRED))('fails when one bucket no longer %s', (what, { type }) => {
    const [victim] = stack.ofType('aws_s3_bucket')
    const json = structuredClone(stack.json) as Record<string, Record<string, Record<string, Config>>>
    const kept = Object.entries(json['resource']?.[type] ?? {}).filter(
      ([, config]) => !belongs(config, String(victim?.address)),
    )
    const damaged = stackOf({ ...json, resource: { ...json['resource'], [type]: Object.fromEntries(kept) } })
    expect(lacking(damaged)).toEqual([`${String(victim?.path)}: ${what}`])
  })
})
