import { policy, type RuleCase, type Written } from '../case'

const BUCKET = { aws_s3_bucket: { b: { bucket: 'name' } } }
const OF = { bucket: '${aws_s3_bucket.b.id}' }
const ARN = 'arn:aws:s3:::name'
const DENY_HTTP = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [ARN, `${ARN}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
}
const TAKES_LOGS = policy({
  Principal: { Service: 'logging.s3.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: `${ARN}/s3/*`,
})

/** The bucket with one more resource that names it. */
function beside(type: string, values: object = {}): Written {
  return { ...BUCKET, [type]: { other: { ...OF, ...values } } }
}

function encryption(algorithm: string): Written {
  return beside('aws_s3_bucket_server_side_encryption_configuration', {
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: algorithm } }],
  })
}

const ABORT = { abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] }
const HCL_POLICY =
  '${var.fence ? jsonencode({"Version" = "2012-10-17", "Statement" = [DENY]}) : jsonencode({"Statement" = [OTHER]})}'

function hclPolicy(one: string, other: string): Written {
  return {
    aws_s3_bucket_policy: { p: { ...OF, policy: HCL_POLICY.replace('DENY', one).replace('OTHER', other) } },
  }
}

const HCL_OPEN =
  '{"Effect" = "Allow", "Principal" = "*", "Action" = "s3:GetObject", "Resource" = aws_s3_bucket.b.arn}'
const HCL_NAMED =
  '{"Effect" = "Allow", "Principal" = {"Service" = "cloudfront.amazonaws.com"}, "Action" = ["s3:GetObject"], "Resource" = "${aws_s3_bucket.b.arn}/*"}'

const publicAccess = (name: string): Pick<RuleCase, 'fails' | 'passes'> => ({
  fails: {
    off: beside('aws_s3_bucket_public_access_block', { [name]: false }),
    'AWS default': beside('aws_s3_bucket_public_access_block'),
  },
  passes: { on: beside('aws_s3_bucket_public_access_block', { [name]: true }) },
})

export const STORAGE_CASES: readonly RuleCase[] = [
  {
    rule: 'bucket-public-access-block',
    fails: {
      none: BUCKET,
      'of another bucket': { ...BUCKET, aws_s3_bucket_public_access_block: { x: { bucket: 'other' } } },
    },
    passes: {
      'by reference': beside('aws_s3_bucket_public_access_block'),
      'by name': { ...BUCKET, aws_s3_bucket_public_access_block: { x: { bucket: 'name' } } },
    },
  },
  { rule: 'bucket-blocks-public-acls', ...publicAccess('block_public_acls') },
  { rule: 'bucket-blocks-public-policy', ...publicAccess('block_public_policy') },
  { rule: 'bucket-ignores-public-acls', ...publicAccess('ignore_public_acls') },
  { rule: 'bucket-restricts-public-access', ...publicAccess('restrict_public_buckets') },
  {
    rule: 'bucket-encrypted',
    fails: { none: BUCKET, 'the key of S3': encryption('AES256') },
    passes: {
      KMS: encryption('aws:kms'),
      'a bucket for logs': {
        ...encryption('AES256'),
        aws_s3_bucket_policy: { p: { ...OF, policy: TAKES_LOGS } },
      },
    },
  },
  {
    rule: 'bucket-versioned',
    fails: {
      none: BUCKET,
      suspended: beside('aws_s3_bucket_versioning', { versioning_configuration: { status: 'Suspended' } }),
    },
    passes: { on: beside('aws_s3_bucket_versioning', { versioning_configuration: { status: 'Enabled' } }) },
  },
  {
    rule: 'bucket-access-logged',
    fails: { none: BUCKET },
    passes: {
      logged: beside('aws_s3_bucket_logging', { target_bucket: 'logs' }),
      'a bucket for logs': beside('aws_s3_bucket_policy', { policy: TAKES_LOGS }),
    },
  },
  {
    rule: 'bucket-lifecycle',
    fails: { none: BUCKET },
    passes: { tidied: beside('aws_s3_bucket_lifecycle_configuration', { rule: [ABORT] }) },
  },
  {
    rule: 'bucket-aborts-failed-uploads',
    fails: {
      'no rule has it': beside('aws_s3_bucket_lifecycle_configuration', { rule: [{ status: 'Enabled' }] }),
      'its rule is off': beside('aws_s3_bucket_lifecycle_configuration', {
        rule: [{ status: 'Disabled', ...ABORT }],
      }),
    },
    passes: {
      on: beside('aws_s3_bucket_lifecycle_configuration', { rule: [{ status: 'Enabled', ...ABORT }] }),
    },
  },
  {
    rule: 'bucket-policy-names-principals',
    fails: {
      everybody: beside('aws_s3_bucket_policy', {
        policy: policy({ Principal: '*', Action: 's3:GetObject', Resource: `${ARN}/*` }),
      }),
      'everybody of AWS': beside('aws_s3_bucket_policy', {
        policy: policy({ Principal: { AWS: '*' }, Action: 's3:GetObject', Resource: `${ARN}/*` }),
      }),
      'everybody but one': beside('aws_s3_bucket_policy', {
        policy: policy({
          NotPrincipal: { AWS: 'arn:aws:iam::1:root' },
          Action: 's3:GetObject',
          Resource: ARN,
        }),
      }),
      'locks out its owner': beside('aws_s3_bucket_policy', {
        policy: policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ARN }),
      }),
      'in one branch of a condition': hclPolicy(HCL_NAMED, HCL_OPEN),
    },
    passes: {
      named: beside('aws_s3_bucket_policy', { policy: policy(DENY_HTTP) }),
      'a fence on objects': beside('aws_s3_bucket_policy', {
        policy: policy({ Effect: 'Deny', Principal: '*', Action: ['s3:PutObject'], Resource: `${ARN}/*` }),
      }),
      'in both branches': hclPolicy(HCL_NAMED, HCL_NAMED),
    },
  },
  {
    rule: 'bucket-acls-disabled',
    fails: {
      'not said': BUCKET,
      'ACLs allowed': beside('aws_s3_bucket_ownership_controls', {
        rule: { object_ownership: 'ObjectWriter' },
      }),
      'a public ACL': {
        ...beside('aws_s3_bucket_ownership_controls', { rule: { object_ownership: 'BucketOwnerEnforced' } }),
        aws_s3_bucket_acl: { a: { ...OF, acl: 'public-read' } },
      },
    },
    passes: {
      disabled: beside('aws_s3_bucket_ownership_controls', {
        rule: { object_ownership: 'BucketOwnerEnforced' },
      }),
    },
  },
  {
    rule: 'bucket-tls-only',
    fails: {
      'no policy': BUCKET,
      'a policy about something else': beside('aws_s3_bucket_policy', { policy: TAKES_LOGS }),
      'HTTP denied to one alone': beside('aws_s3_bucket_policy', {
        policy: policy({ ...DENY_HTTP, Principal: { AWS: 'arn:aws:iam::1:role/a' } }),
      }),
    },
    passes: { denied: beside('aws_s3_bucket_policy', { policy: policy(DENY_HTTP) }) },
  },
  {
    rule: 'table-encrypted',
    fails: { off: { aws_dynamodb_table: { t: {} } } },
    passes: { on: { aws_dynamodb_table: { t: { server_side_encryption: { enabled: true } } } } },
  },
  {
    rule: 'table-restorable',
    fails: { off: { aws_dynamodb_table: { t: { point_in_time_recovery: { enabled: false } } } } },
    passes: { on: { aws_dynamodb_table: { t: { point_in_time_recovery: { enabled: true } } } } },
  },
  {
    rule: 'table-deletion-protection',
    fails: { off: { aws_dynamodb_table: { t: {} } } },
    passes: { on: { aws_dynamodb_table: { t: { deletion_protection_enabled: true } } } },
  },
  {
    rule: 'data-store-prevent-destroy',
    fails: {
      'a bucket': BUCKET,
      'a database': { aws_db_instance: { db: { lifecycle: { prevent_destroy: false } } } },
      'a table': { aws_dynamodb_table: { t: { lifecycle: { ignore_changes: ['name'] } } } },
      users: { aws_cognito_user_pool: { p: {} } },
      'a key': { aws_kms_key: { k: {} } },
      'a secret': { aws_secretsmanager_secret: { s: {} } },
      images: { aws_ecr_repository: { r: {} } },
      'a domain name in stored URLs': { aws_cloudfront_distribution: { d: {} } },
      'name servers at the registrar': { aws_route53_zone: { z: {} } },
    },
    passes: {
      protected: { aws_s3_bucket: { b: { lifecycle: { prevent_destroy: true } } } },
      'a replica': { aws_db_instance: { r: { replicate_source_db: 'db' } } },
    },
  },
]
