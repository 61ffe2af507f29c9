import { bucketPolicy } from '../../cdktf/config/bucket-policy'
import { parseSystem } from '../../cdktf/config/parse-system'
import { aiuteur } from '../../cdktf/systems/aiuteur'
import { community } from '../../cdktf/systems/community'
import { studio } from '../../cdktf/systems/studio'
import { at, changed } from '../unit/config/faulty'
import { inside, keysOf, synthesized, type Config, type Synthesized } from './synthesized'

const stacks = synthesized([aiuteur, studio, community])

function frontendOf(name: string, from = stacks): Synthesized {
  const stack = from.get(`${name}-frontend`)
  if (stack === undefined) throw new Error(`no frontend stack of ${name}`)
  return stack
}

const dev = frontendOf('aiuteur-dev')
const echo = frontendOf('studio-dev')

function distributionOf(stack: Synthesized): Config {
  const [distribution] = stack.ofType('aws_cloudfront_distribution')
  if (distribution === undefined) throw new Error('no distribution')
  return distribution.config
}

function originOf(stack: Synthesized, id: string): unknown {
  return (distributionOf(stack)['origin'] as Config[]).find(({ origin_id: origin }) => origin === id)
}

/** What lets somebody listen, look or stay where he should not. */
function faultsOfDistribution(distribution: Config): string[] {
  const behaviours = [distribution['default_cache_behavior'], ...list(distribution['ordered_cache_behavior'])]
  const origins = list(distribution['origin'])
  const custom = origins.map((origin) => inside(origin, 'custom_origin_config')).filter(Boolean)
  const checks: readonly [string, boolean][] = [
    [
      'viewers by https',
      behaviours.every((behaviour) =>
        ['https-only', 'redirect-to-https'].includes(String(inside(behaviour, 'viewer_protocol_policy'))),
      ),
    ],
    [
      'TLS 1.2',
      inside(distribution, 'viewer_certificate', 'minimum_protocol_version') === 'TLSv1.2_2021' &&
        custom.every((origin) => JSON.stringify(inside(origin, 'origin_ssl_protocols')) === '["TLSv1.2"]'),
    ],
    ['origins by https', custom.every((origin) => inside(origin, 'origin_protocol_policy') === 'https-only')],
    ['behind the web ACL', String(distribution['web_acl_id']).includes('.outputs.edge_web_acl_arn')],
    [
      'security headers',
      behaviours.every((behaviour) => inside(behaviour, 'response_headers_policy_id') !== undefined),
    ],
    [
      'signed reads of the bucket',
      origins.every(
        (origin) =>
          inside(origin, 'custom_origin_config') !== undefined ||
          inside(origin, 'origin_access_control_id') !== undefined,
      ),
    ],
    [
      'a certificate of ours',
      inside(distribution, 'viewer_certificate', 'acm_certificate_arn') !== undefined,
    ],
    ['a root object', distribution['default_root_object'] === 'index.html'],
  ]
  return checks.filter(([, holds]) => !holds).map(([what]) => what)
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

describe('a distribution of pages', () => {
  it.each([...stacks].filter(([name]) => name.endsWith('-frontend')))('of %s is safe', (_name, stack) => {
    expect(faultsOfDistribution(distributionOf(stack))).toEqual([])
    expect(stack.ofType('aws_cloudwatch_log_delivery')).toHaveLength(1)
  })

  it.each([
    ['viewers by https', /"viewer_protocol_policy":"https-only"/, '"viewer_protocol_policy":"allow-all"'],
    ['TLS 1.2', /TLSv1\.2_2021/, 'TLSv1'],
    ['TLS 1.2', /"origin_ssl_protocols":\["TLSv1\.2"\]/, '"origin_ssl_protocols":["TLSv1"]'],
    ['origins by https', /"origin_protocol_policy":"https-only"/, '"origin_protocol_policy":"match-viewer"'],
    ['behind the web ACL', /"web_acl_id":"[^"]*"/, '"web_acl_id":""'],
    ['security headers', /"response_headers_policy_id":"[^"]*",?/, ''],
    ['signed reads of the bucket', /"origin_access_control_id":"[^"]*",?/, ''],
    ['a certificate of ours', /"acm_certificate_arn":"[^"]*",?/, ''],
    ['a root object', /"default_root_object":"index.html"/, '"default_root_object":"home.html"'],
  ])('fails where not: %s', (what, from, to) => {
    const right = JSON.stringify(distributionOf(dev))
    const wrong = right.replace(from, to).replaceAll(',}', '}')
    expect(wrong).not.toBe(right)
    expect(faultsOfDistribution(JSON.parse(wrong) as Config)).toEqual([what])
  })

  it("answers under the app's own name", () => {
    expect(distributionOf(dev)['aliases']).toEqual(['dev.aiuteur.example'])
    expect(dev.ofType('aws_acm_certificate').map(({ config }) => config['domain_name'])).toEqual([
      'dev.aiuteur.example',
    ])
  })

  it("never turns an error into a page: the API's 404 stays a 404", () => {
    for (const response of distributionOf(dev)['custom_error_response'] as Config[]) {
      expect(Object.keys(response).sort()).toEqual(['error_caching_min_ttl', 'error_code'])
    }
  })

  it('looks at each request for a page, and at none for the API', () => {
    expect(inside(distributionOf(dev), 'default_cache_behavior', 'function_association', 0)).toMatchObject({
      event_type: 'viewer-request',
    })
    expect(inside(distributionOf(dev), 'ordered_cache_behavior', 0, 'function_association')).toBeUndefined()
  })
})

describe('the API below the pages', () => {
  it('gets every request as it came, and nothing is kept of the answer', () => {
    expect(inside(distributionOf(dev), 'ordered_cache_behavior')).toEqual([
      expect.objectContaining({
        path_pattern: '/api/*',
        target_origin_id: 'api',
        viewer_protocol_policy: 'https-only',
        allowed_methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
        // CachingDisabled and AllViewerExceptHostHeader of AWS.
        cache_policy_id: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        origin_request_policy_id: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      }),
    ])
  })

  it('is the load balancer or the HTTP API that has the name', () => {
    expect(inside(originOf(dev, 'api'), 'domain_name')).toBe('api.dev.aiuteur.example')
    expect(inside(originOf(echo, 'api'), 'domain_name')).toBe('api.echo.dev.studio.example')
  })

  it('is not there while the backend is kept elsewhere', () => {
    const kept = changed((input) => (input.phases.backend = 'keep'))
    const stack = frontendOf('aiuteur-dev', synthesized([kept]))
    expect(originOf(stack, 'api')).toBeUndefined()
    expect(distributionOf(stack)['ordered_cache_behavior']).toBeUndefined()
  })
})

describe('the releases', () => {
  it('lie in a private bucket that the distribution alone reads', () => {
    const [bucket] = dev.ofType('aws_s3_bucket')
    expect(bucket?.config['bucket']).toBe('aiuteur-dev-web-123456789012')
    expect(echo.ofType('aws_s3_bucket')[0]?.config['bucket']).toBe('studio-dev-echo-web-123456789012')
    const [policy] = dev.ofType('aws_s3_bucket_policy')
    const [distribution] = dev.ofType('aws_cloudfront_distribution')
    expect(JSON.parse(String(policy?.config['policy']))).toEqual(
      bucketPolicy({
        bucket: 'aiuteur-dev-web-123456789012',
        distributionArn: `\${${String(distribution?.address)}.arn}`,
        fence: false,
      }),
    )
  })

  it('are chosen by a store that Terraform makes and does not fill', () => {
    const [store] = dev.ofType('aws_cloudfront_key_value_store')
    const [router] = dev.ofType('aws_cloudfront_function')
    expect(router?.config['key_value_store_associations']).toEqual([`\${${String(store?.address)}.arn}`])
    expect(dev.resources.filter(({ type }) => type.startsWith('aws_cloudfrontkeyvaluestore'))).toEqual([])
  })
})

describe('the name of the pages', () => {
  const recordsOf = (stack: Synthesized) =>
    stack
      .ofType('aws_route53_record')
      .filter(({ config }) => config['alias'] !== undefined)
      .map(({ config }) => config)

  it('is not taken over by an apply: the cutover does that', () => {
    expect(inside(dev.json, 'variable', 'frontend_dns', 'default')).toBe(false)
    expect(recordsOf(dev).map(({ type, name, count }) => [type, name, count])).toEqual([
      ['A', 'dev.aiuteur.example', '${var.frontend_dns ? 1 : 0}'],
      ['AAAA', 'dev.aiuteur.example', '${var.frontend_dns ? 1 : 0}'],
    ])
  })

  it('is there from the first apply where nobody served before', () => {
    const fresh = changed((input) => (input.phases.frontend = 'new'))
    expect(
      inside(frontendOf('aiuteur-dev', synthesized([fresh])).json, 'variable', 'frontend_dns', 'default'),
    ).toBe(true)
  })
})

describe('frontends', () => {
  it('that are kept have no stack', () => {
    expect([...stacks.keys()].filter((name) => /^community-.*-frontend$/.test(name))).toEqual([])
  })

  it('of a system are those of its apps that have one', () => {
    const { apps } = parseSystem(studio)
    const expected = Object.keys(apps).filter((app) => apps[app]?.frontend !== undefined)
    expect(keysOf(inside(echo.json, 'output', 'frontend_bucket_names', 'value'))).toEqual(expected)
  })

  it('keep what belongs to CloudFront in us-east-1, wherever the system is', () => {
    const european = changed((input) => (at(input, 'environments', 'dev')['region'] = 'eu-central-1'))
    const stack = frontendOf('aiuteur-dev', synthesized([european]))
    for (const type of [
      'aws_acm_certificate',
      'aws_acm_certificate_validation',
      'aws_cloudwatch_log_delivery',
    ]) {
      expect(stack.ofType(type).map(({ config }) => config['provider'])).toEqual(['aws.edge'])
    }
    expect(stack.ofType('aws_s3_bucket').map(({ config }) => config['provider'])).toEqual([undefined])
  })
})
