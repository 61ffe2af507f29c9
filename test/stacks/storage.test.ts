import { bucketPolicy } from '../../cdktf/config/bucket-policy'
import { parseSystem } from '../../cdktf/config/parse-system'
import { aiuteur } from '../../cdktf/systems/aiuteur'
import { at, changed } from '../unit/config/faulty'
import { inside, stackOf, synthesized, type Config, type Synthesized } from './synthesized'

const system = parseSystem(aiuteur)
const environments = Object.keys(system.environments)
const stacks = synthesized()

function storageOf(environment: string, from = stacks): Synthesized {
  const stack = from.get(`aiuteur-${environment}-storage`)
  if (stack === undefined) throw new Error(`no storage stack for ${environment}`)
  return stack
}

const publicBuckets = Object.entries(system.apps['aiuteur']?.storage?.buckets ?? {})
  .filter(([, { access }]) => access === 'public')
  .map(([id]) => id)

interface Origins {
  bucket: string
  fallback: string
}

/** Where each distribution really looks, read from the synthesised stack: `asset-images` -> its two origins. */
function originsOf(stack: Synthesized): Record<string, Origins> {
  return Object.fromEntries(
    stack.ofType('aws_cloudfront_distribution').map(({ path, config }) => {
      const fallback = inside(config, 'dynamic', 'origin', 'content')
      const id = path.replace(/^aiuteur-(.*)-cdn\/distribution$/, '$1')
      return [
        id,
        {
          bucket: String(inside(config, 'origin', 0, 'domain_name')),
          fallback: `${String(inside(fallback, 'domain_name'))}${String(inside(fallback, 'origin_path'))}`,
        },
      ]
    }),
  )
}

/** Where it should look, from the configuration alone. */
function expectedOrigins(environment: string): Record<string, Origins> {
  const ref = system.environments[environment]?.source['aiuteur']?.supabase.projectRef ?? ''
  return Object.fromEntries(
    publicBuckets.map((id) => [
      id,
      {
        bucket: expect.stringContaining(`aws_s3_bucket.aiuteur-${id}_bucket`) as string,
        fallback: `${ref}.supabase.co/storage/v1/object/public/${id}`,
      },
    ]),
  )
}

describe.each(environments)('storage of %s', (environment) => {
  const stack = storageOf(environment)
  const distributions = stack.ofType('aws_cloudfront_distribution')

  it('gives each public bucket a distribution that reads it, then the public URL of the same bucket on Supabase', () => {
    expect(originsOf(stack)).toEqual(expectedOrigins(environment))
  })

  // What each of these does to users is shown by test/long/wrong-origin.test.ts.
  it.each([
    ['the path of the fallback', '/object/public/images', '/object/public/image'],
    ['the host of the fallback', '.supabase.co"', '.supabase.com"'],
    [
      'the bucket',
      /\$\{aws_s3_bucket\.aiuteur-images_bucket_\w+\.bucket_regional_domain_name\}/,
      'aiuteur-other-images-123456789012.s3.us-east-1.amazonaws.com',
    ],
  ])('fails when %s of an origin is typed wrong', (_part, from, to) => {
    const right = JSON.stringify(stack.json)
    const wrong = right.replace(from, to)
    expect(wrong).not.toBe(right)
    expect(originsOf(stackOf(JSON.parse(wrong) as Config))).not.toEqual(expectedOrigins(environment))
  })

  it('falls back on 403 and 404, over HTTPS, only while storage_fallback is true', () => {
    for (const { config } of distributions) {
      const origin = inside(config, 'dynamic', 'origin')
      const group = inside(config, 'dynamic', 'origin_group')
      expect(inside(origin, 'for_each')).toBe('${var.storage_fallback ? [1] : []}')
      expect(inside(group, 'for_each')).toBe('${var.storage_fallback ? [1] : []}')
      expect(inside(origin, 'content', 'custom_origin_config')).toMatchObject({
        origin_protocol_policy: 'https-only',
        origin_ssl_protocols: ['TLSv1.2'],
      })
      expect(inside(group, 'content', 'failover_criteria', 'status_codes')).toEqual([403, 404])
      expect(inside(config, 'default_cache_behavior', 'target_origin_id')).toBe(
        '${var.storage_fallback ? "bucket-then-fallback" : "bucket"}',
      )
    }
  })

  it('lets viewers in by HTTPS only, read only, with security headers', () => {
    for (const { config } of distributions) {
      expect(config['default_cache_behavior']).toMatchObject({
        viewer_protocol_policy: 'redirect-to-https',
        allowed_methods: ['GET', 'HEAD', 'OPTIONS'],
      })
    }
    for (const { config } of stack.ofType('aws_cloudfront_response_headers_policy')) {
      expect(config['security_headers_config']).toMatchObject({
        strict_transport_security: {
          access_control_max_age_sec: 31_536_000,
          include_subdomains: true,
          preload: true,
          override: true,
        },
        content_type_options: { override: true },
      })
      expect(inside(config, 'cors_config', 'access_control_allow_origins', 'items')).toEqual(
        system.environments[environment]?.webOrigins,
      )
    }
  })

  it('puts the web ACL of the edge before every distribution', () => {
    expect(withoutWebAcl(stack)).toEqual([])
  })

  it('fails where a distribution stands alone', () => {
    const damaged = JSON.stringify(stack.json).replace(/"web_acl_id":"[^"]*"/, '"web_acl_id":""')
    expect(withoutWebAcl(stackOf(JSON.parse(damaged) as Config))).toHaveLength(1)
  })

  it('signs every read of a bucket', () => {
    const access = stack.ofType('aws_cloudfront_origin_access_control').map(({ config }) => config)
    expect(access).toHaveLength(publicBuckets.length)
    for (const config of access)
      expect(config).toMatchObject({ signing_behavior: 'always', signing_protocol: 'sigv4' })
  })

  it('logs every distribution', () => {
    expect(stack.ofType('aws_cloudwatch_log_delivery')).toHaveLength(distributions.length)
  })

  it('encrypts objects with the key of the foundation and moves them to Intelligent-Tiering', () => {
    for (const { config } of stack.ofType('aws_s3_bucket_server_side_encryption_configuration')) {
      expect(inside(config, 'rule', 0)).toMatchObject({
        bucket_key_enabled: true,
        apply_server_side_encryption_by_default: {
          sse_algorithm: 'aws:kms',
          kms_master_key_id: '${data.terraform_remote_state.foundation-state.outputs.data_key_arn}',
        },
      })
    }
    for (const { config } of stack.ofType('aws_s3_bucket_lifecycle_configuration')) {
      expect(inside(config, 'rule', 0, 'transition', 0)).toEqual({
        days: 30,
        storage_class: 'INTELLIGENT_TIERING',
      })
    }
  })

  it('answers browsers of its own origins only', () => {
    const origins = stack
      .ofType('aws_s3_bucket_cors_configuration')
      .map(({ config }) => inside(config, 'cors_rule', 0, 'allowed_origins'))
    expect(origins).toEqual([1, 2, 3].map(() => system.environments[environment]?.webOrigins))
  })

  it('takes both policies of a bucket from the function that the engine uses', () => {
    const videos = stack.ofType('aws_s3_bucket_policy').find(({ path }) => path === 'aiuteur-videos/policy')
    const bucket = `aiuteur-${environment}-videos-123456789012`
    expect(documentsOf(String(videos?.config['policy']))).toEqual([
      bucketPolicy({ bucket, fence: true }),
      bucketPolicy({ bucket, fence: false }),
    ])
  })

  it('tells services and engine where the objects are', () => {
    const [settings] = stack.ofType('aws_ssm_parameter')
    expect(settings?.config['name']).toBe(`/aiuteur/${environment}/storage/aiuteur`)
    expect(JSON.parse(String(settings?.config['insecure_value']))).toEqual({
      v: 1,
      region: 'us-east-1',
      buckets: {
        'asset-images': published('asset-images', environment),
        images: published('images', environment),
        videos: {
          bucket: expect.stringContaining('aiuteur-videos_bucket') as string,
          prefix: '',
          access: 'private',
        },
      },
    })
  })
})

function withoutWebAcl(stack: Synthesized): string[] {
  const webAcl = '${data.terraform_remote_state.foundation-state.outputs.edge_web_acl_arn}'
  return stack
    .ofType('aws_cloudfront_distribution')
    .filter(({ config }) => config['web_acl_id'] !== webAcl)
    .map(({ path }) => path)
}

describe('public objects under a name of ours', () => {
  const named = changed((input) => {
    at(input, 'environments', 'dev', 'domains', 'aiuteur')['cdn'] = 'cdn.dev.aiuteur.example'
  })
  const stack = storageOf('dev', synthesized([named]))
  const distributions = stack.ofType('aws_cloudfront_distribution')

  it('speak TLS 1.2 and later, by one certificate for all buckets', () => {
    expect(stack.ofType('aws_acm_certificate').map(({ config }) => config['domain_name'])).toEqual([
      '*.cdn.dev.aiuteur.example',
    ])
    for (const { config } of distributions) {
      expect(config['viewer_certificate']).toMatchObject({
        minimum_protocol_version: 'TLSv1.2_2021',
        ssl_support_method: 'sni-only',
      })
    }
  })

  it('have a name for each bucket, which rows hold from then on', () => {
    const names = publicBuckets.map((id) => `${id}.cdn.dev.aiuteur.example`)
    expect(distributions.map(({ config }) => inside(config, 'aliases', 0))).toEqual(names)
    const [settings] = stack.ofType('aws_ssm_parameter')
    const written = JSON.parse(String(settings?.config['insecure_value'])) as unknown
    expect(publicBuckets.map((id) => inside(written, 'buckets', id, 'cdnDomain'))).toEqual(names)
    const records = stack.ofType('aws_route53_record').filter(({ config }) => config['alias'] !== undefined)
    expect(records.map(({ config }) => `${String(config['name'])} ${String(config['type'])}`).sort()).toEqual(
      names.flatMap((name) => [`${name} A`, `${name} AAAA`]).sort(),
    )
  })

  it('have the name of CloudFront, and whatever TLS it takes, where none is given', () => {
    for (const { config } of storageOf('dev', synthesized([unnamed()])).ofType(
      'aws_cloudfront_distribution',
    )) {
      expect(config['viewer_certificate']).toEqual({ cloudfront_default_certificate: true })
    }
  })
})

function unnamed() {
  return changed((input) => delete at(input, 'environments', 'dev', 'domains', 'aiuteur')['cdn'])
}

describe('storage', () => {
  it('has no fallback where the app is new on AWS', () => {
    const fresh = changed((input) => {
      input.phases.storage = input.phases.database = input.phases.auth = 'new'
      at(input, 'environments', 'dev')['source'] = {}
    })
    for (const { config } of storageOf('dev', synthesized([fresh])).ofType('aws_cloudfront_distribution')) {
      expect(config['dynamic']).toBeUndefined()
      expect(inside(config, 'default_cache_behavior', 'target_origin_id')).toBe('bucket')
    }
  })

  it('keeps what belongs to CloudFront in us-east-1, wherever the system is', () => {
    const european = changed((input) => (at(input, 'environments', 'dev')['region'] = 'eu-central-1'))
    const stack = storageOf('dev', synthesized([european]))
    const deliveries = stack.resources.filter(({ type }) => type.startsWith('aws_cloudwatch_log_delivery'))
    expect(deliveries.map(({ config }) => config['provider'])).toEqual(deliveries.map(() => 'aws.edge'))
    expect(inside(stack.json, 'provider', 'aws')).toEqual([
      expect.objectContaining({ region: 'eu-central-1' }),
      expect.objectContaining({ alias: 'edge', region: 'us-east-1' }),
    ])
  })
})

/** Production has names of ours; development those of CloudFront. */
function published(id: string, environment: string) {
  const own = `\${aws_cloudfront_distribution.${referenceOf('aws_cloudfront_distribution', `aiuteur-${id}-cdn/distribution`)}.domain_name}`
  return {
    bucket: `\${aws_s3_bucket.${referenceOf('aws_s3_bucket', `aiuteur-${id}/bucket`)}.id}`,
    prefix: '',
    access: 'public',
    cdnDomain: environment === 'prod' ? `${id}.cdn.aiuteur.example` : own,
    distributionId: `\${aws_cloudfront_distribution.${referenceOf('aws_cloudfront_distribution', `aiuteur-${id}-cdn/distribution`)}.id}`,
  }
}

function referenceOf(type: string, path: string): string {
  const found = storageOf('dev')
    .ofType(type)
    .find((resource) => resource.path === path)
  return String(found?.address.slice(type.length + 1))
}

/** `${var.fence ? jsonencode({…}) : jsonencode({…})}` -> both documents. Terraform writes `=` where JSON has `:`. */
function documentsOf(expression: string): unknown[] {
  const json = expression.replaceAll('" = ', '": ')
  return [...json.matchAll(/jsonencode\((.*?)\)(?= :|\})/g)].map(
    ([, text]) => JSON.parse(String(text)) as unknown,
  )
}
