import { checkResources, type CheckResult } from '../../scripts/plan/check'
import { contextOf, resourcesOf } from '../../scripts/plan/resources/read-synthesized'
import type { PlannedResource } from '../../scripts/plan/resources/resource'
import { WAIVERS } from '../../scripts/plan/waivers'
import { inside, synthesized, type Config } from './synthesized'

const TODAY = '2026-11-20'
const stacks = synthesized()

type Edit = (json: Record<string, Record<string, Record<string, Record<string, unknown>>>>) => void

const read = (stack: string, json: Config): readonly PlannedResource[] => [
  ...resourcesOf(stack, json),
  ...contextOf(stack, json),
]
const asTheyAre = new Map([...stacks].map(([stack, { json }]) => [stack, read(stack, json)]))

/** All systems as they are, but for one stack into which something was planted. */
function everything(planted?: { readonly stack: string; readonly edit: Edit }): readonly PlannedResource[] {
  if (planted === undefined) return [...asTheyAre.values()].flat()
  const json = stacks.get(planted.stack)?.json
  if (json === undefined) throw new Error(`no stack ${planted.stack}`)
  const changedStack = read(planted.stack, changed(json, planted.edit))
  return [...new Map(asTheyAre).set(planted.stack, changedStack).values()].flat()
}

function changed(json: Config, edit: Edit): Config {
  const copy = structuredClone(json)
  edit(copy as Parameters<Edit>[0])
  return copy
}

function check(stack: string, edit: Edit): CheckResult {
  return checkResources(everything({ stack, edit }), { waivers: WAIVERS, today: TODAY })
}

function first(json: Parameters<Edit>[0], type: string): Record<string, unknown> {
  const found = Object.values(json['resource']?.[type] ?? {})[0]
  if (found === undefined) throw new Error(`no ${type} to plant into`)
  return found
}

const set =
  (type: string, values: Record<string, unknown>): Edit =>
  (json) =>
    Object.assign(first(json, type), values)

const remove =
  (type: string): Edit =>
  (json) => {
    delete json['resource']?.[type]
  }

const add =
  (type: string, values: Record<string, unknown>): Edit =>
  (json) => {
    Object.assign((json['resource'] ??= {}), { [type]: { ...json['resource'][type], planted: values } })
  }

const OPEN = {
  security_group_id: 'sg-1',
  description: 'Planted',
  ip_protocol: 'tcp',
  from_port: 5432,
  to_port: 5432,
  cidr_ipv4: '0.0.0.0/0',
}
const STAR = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })

describe('the systems of this repository', () => {
  it('keep every rule, with no waiver expired or unneeded', () => {
    const { findings, waiverFaults } = checkResources(everything(), { waivers: WAIVERS, today: TODAY })
    expect(findings.map((f) => `${f.rule} ${f.stack} ${f.path}: ${f.attribute} is ${f.found}`)).toEqual([])
    expect(waiverFaults).toEqual([])
  })
})

describe('planted into a system', () => {
  const dev = 'aiuteur-dev'
  it.each<[string, string, Edit, string]>([
    [
      'an open security group',
      `${dev}-network`,
      add('aws_vpc_security_group_ingress_rule', OPEN),
      'world-open-for-load-balancer-only',
    ],
    [
      'a bucket open to the public',
      `${dev}-storage`,
      set('aws_s3_bucket_public_access_block', { block_public_policy: false }),
      'bucket-blocks-public-policy',
    ],
    [
      'a bucket without its block',
      `${dev}-storage`,
      remove('aws_s3_bucket_public_access_block'),
      'bucket-public-access-block',
    ],
    [
      'a bucket for everybody',
      `${dev}-foundation`,
      set('aws_s3_bucket_policy', { policy: STAR.replace('"Action"', '"Principal":"*","Action"') }),
      'bucket-policy-names-principals',
    ],
    [
      'an unencrypted bucket',
      `${dev}-storage`,
      remove('aws_s3_bucket_server_side_encryption_configuration'),
      'bucket-encrypted',
    ],
    [
      'an unencrypted database',
      `${dev}-database`,
      set('aws_db_instance', { storage_encrypted: false }),
      'rds-encrypted',
    ],
    [
      'a public database',
      `${dev}-database`,
      set('aws_db_instance', { publicly_accessible: true }),
      'rds-not-public',
    ],
    [
      'an unencrypted table',
      `${dev}-foundation`,
      set('aws_dynamodb_table', { server_side_encryption: { enabled: false } }),
      'table-encrypted',
    ],
    [
      'an unencrypted queue',
      `${dev}-foundation`,
      add('aws_sqs_queue', { name: 'planted' }),
      'queue-encrypted',
    ],
    [
      'a role that may do everything',
      `${dev}-foundation`,
      set('aws_iam_role_policy', { policy: STAR }),
      'iam-no-full-access',
    ],
    [
      'a role without a boundary',
      `${dev}-backend`,
      set('aws_iam_role', { permissions_boundary: undefined }),
      'role-has-boundary',
    ],
    [
      'a table that may be destroyed',
      `${dev}-foundation`,
      set('aws_dynamodb_table', { lifecycle: {} }),
      'data-store-prevent-destroy',
    ],
    [
      'a database that may be destroyed',
      `${dev}-database`,
      set('aws_db_instance', { lifecycle: {} }),
      'data-store-prevent-destroy',
    ],
    [
      'a bucket that may be destroyed',
      `${dev}-storage`,
      set('aws_s3_bucket', { lifecycle: { prevent_destroy: false } }),
      'data-store-prevent-destroy',
    ],
    [
      'users that may be destroyed',
      `${dev}-auth`,
      set('aws_cognito_user_pool', { lifecycle: {} }),
      'data-store-prevent-destroy',
    ],
    [
      'Terraform that stops what serves',
      `${dev}-backend`,
      set('aws_ecs_service', { lifecycle: {} }),
      'deploy-tool-owns-releases',
    ],
    [
      'a role for any repository',
      `${dev}-foundation`,
      set('aws_iam_role', {
        assume_role_policy: JSON.stringify({
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Federated: 'arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com' },
              Action: 'sts:AssumeRoleWithWebIdentity',
            },
          ],
        }),
      }),
      'github-trust',
    ],
  ])('fails for %s', (...[, stack, edit, rule]) => {
    const { findings } = check(stack, edit)
    expect(findings.map((finding) => finding.rule)).toContain(rule)
    expect(findings.every((finding) => finding.stack === stack)).toBe(true)
  })

  it('nothing a waiver names is waived elsewhere', () => {
    const edit = set('aws_db_instance', { lifecycle: {} })
    const stack = 'studio-prod-database'
    expect(inside(stacks.get(stack)?.json, 'resource', 'aws_db_instance')).toBeDefined()
    expect(check(stack, edit).findings.map(({ rule }) => rule)).toEqual(['data-store-prevent-destroy'])
  })
})
