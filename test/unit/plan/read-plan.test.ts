import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkResources } from '../../../scripts/plan/check'
import { readPlanned, readPlannedContext } from '../../../scripts/plan/resources/read-plan'
import { block, UNKNOWN, valueAt, type PlannedResource } from '../../../scripts/plan/resources/resource'

// Made by Terraform 1.11 with the AWS provider 5.100.0 from a configuration in JSON, as CDKTF writes it; cut down to what
// is read, and one deletion and one data source added.
const plan: unknown = JSON.parse(readFileSync(join(__dirname, 'fixtures', 'resources.json'), 'utf8'))

const resources = readPlanned(plan, 'shop-dev-stack')

function at(address: string): PlannedResource {
  const found = resources.find((resource) => resource.address === address)
  if (found === undefined) throw new Error(`${address} is not in the plan`)
  return found
}

describe('readPlanned', () => {
  it('reads what will be there: nothing that goes, and no data source', () => {
    expect(resources).toHaveLength(10)
    expect(resources.every(({ source, stack }) => source === 'plan' && stack === 'shop-dev-stack')).toBe(true)
    expect(resources.map(({ address }) => address)).not.toContain('aws_sqs_queue.gone')
  })

  it('tells what is not known yet from what nobody set', () => {
    const { values } = at('aws_s3_bucket_versioning.images_versioning_2A2B3C4D')
    expect(values['bucket']).toBe('${aws_s3_bucket.images_bucket_1A2B3C4D.id}')
    expect(values['id']).toBeUndefined()
    expect(valueAt(values, 'versioning_configuration.status')).toBe('Enabled')
    expect(valueAt(values, 'versioning_configuration.mfa_delete')).toBeUndefined()
  })

  it('hides what is sensitive, and does not take it for missing', () => {
    expect(at('aws_sqs_queue.jobs').values['kms_master_key_id']).toBe(UNKNOWN)
    expect(JSON.stringify(resources)).not.toContain('key/k')
  })

  it('opens dynamic blocks', () => {
    const origins = block(at('aws_cloudfront_distribution.cdn').values, 'origin')
    expect(origins.map((origin) => origin['origin_id']).sort()).toEqual(['bucket', 'fallback'])
  })

  it('knows what refers to what, without indexes', () => {
    expect(at('aws_vpc_security_group_ingress_rule.web').referencesOf).toEqual({
      security_group_id: ['aws_security_group.web'],
    })
    expect(at('aws_s3_bucket_policy.images_policy_3A2B3C4D').references).toEqual([
      'aws_s3_bucket.images_bucket_1A2B3C4D',
    ])
  })

  it('guesses construct paths from ids, or is told', () => {
    expect(at('aws_s3_bucket.images_bucket_1A2B3C4D').path).toBe('images/bucket')
    const paths = new Map([['aws_s3_bucket.images_bucket_1A2B3C4D', 'buckets/images']])
    const told = readPlanned(plan, 'shop-dev-stack', paths)
    expect(told.find(({ type }) => type === 'aws_s3_bucket')?.path).toBe('buckets/images')
  })

  it('reads providers and outputs', () => {
    expect(readPlannedContext(plan, 'shop-dev-stack')).toMatchObject([
      {
        type: 'provider',
        path: 'aws',
        values: { region: 'us-east-1', default_tags: [{ tags: { system: 'shop' } }] },
      },
      { type: 'output', path: 'bucket', references: ['aws_s3_bucket.images_bucket_1A2B3C4D'] },
    ])
  })

  it.each([[{}], [{ format_version: '2.0' }], [null]])('fails for %j, which is no plan', (json) => {
    expect(() => readPlanned(json, 'x')).toThrow('not a Terraform plan')
  })
})

describe('rules over this plan', () => {
  const { findings } = checkResources([...resources, ...readPlannedContext(plan, 'shop-dev-stack')], {
    waivers: [],
    today: '2026-11-20',
  })
  const found = findings.map(({ rule, address }) => `${rule} ${address}`)

  it.each([
    ['world-open-for-load-balancer-only aws_vpc_security_group_ingress_rule.web'],
    ['queue-encrypted aws_sqs_queue.open'],
    ['bucket-public-access-block aws_s3_bucket.images_bucket_1A2B3C4D'],
    ['bucket-tls-only aws_s3_bucket.images_bucket_1A2B3C4D'],
    ['distribution-strong-tls aws_cloudfront_distribution.cdn'],
    ['vpc-flow-logs aws_vpc.main'],
    ['provider-pins-account provider.aws'],
  ])('fails: %s', (finding) => {
    expect(found).toContain(finding)
  })

  it.each([
    ['no-ssh-from-world aws_vpc_security_group_ingress_rule.own'],
    ['queue-encrypted aws_sqs_queue.jobs'],
    ['bucket-versioned aws_s3_bucket.images_bucket_1A2B3C4D'],
    ['bucket-policy-names-principals aws_s3_bucket_policy.images_policy_3A2B3C4D'],
    ['everything-tagged provider.aws'],
    ['data-store-prevent-destroy aws_s3_bucket.images_bucket_1A2B3C4D'],
  ])('does not complain: %s', (finding) => {
    expect(found).not.toContain(finding)
  })
})
