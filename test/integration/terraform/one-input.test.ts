import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { stateBucketName, stateKey } from '../../../cdktf/config/names'
import { FOUNDATION_OUTPUTS } from '../../../cdktf/config/outputs'
import type { SystemInput } from '../../../cdktf/config/schema'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { at, changed } from '../../unit/config/faulty'
import { changesIn, withFreshAccount, type FreshAccount } from './fresh-account'
import { withStacks } from './stacks-in'

/** Five runs of Terraform, on a machine that may do other things. */
const LIMIT_MS = 600_000

const STACK = 'aiuteur-dev-network'
const target = resolveTarget(systems, 'aiuteur/dev')

/** The state of foundation as far as the network reads it. */
async function writeFoundationState({ clients }: FreshAccount): Promise<void> {
  const Bucket = stateBucketName(target)
  const outputs = {
    [FOUNDATION_OUTPUTS.dataKeyArn]: {
      value: 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555',
      type: 'string',
    },
  }
  const state = { version: 4, terraform_version: '1.11.4', serial: 1, lineage: 'a', outputs, resources: [] }
  await clients.s3.send(new CreateBucketCommand({ Bucket }))
  await clients.s3.send(
    new PutObjectCommand({ Bucket, Key: stateKey('foundation'), Body: JSON.stringify(state) }),
  )
}

const network = (system: SystemInput) => at(system, 'environments', 'dev', 'network')

/** One input each, and every change that it may lead to. */
const CASES: Record<string, { change: (system: SystemInput) => void; expected: string[] }> = {
  'a NAT gateway for each zone': {
    change: (system) => (network(system)['nat'] = 'per-zone'),
    expected: ['create aws_eip', 'create aws_nat_gateway', 'update aws_route'],
  },
  'interface endpoints': {
    change: (system) => (network(system)['interfaceEndpoints'] = true),
    expected: [
      ...Array<string>(8).fill('create aws_vpc_endpoint'),
      'create aws_security_group',
      'create aws_vpc_security_group_ingress_rule',
      'create aws_vpc_security_group_ingress_rule',
    ],
  },
  'a third zone': {
    change: (system) => (network(system)['zones'] = 3),
    expected: [
      'create aws_subnet',
      'create aws_subnet',
      'create aws_route_table',
      'create aws_route',
      'create aws_route',
      'create aws_route_table_association',
      'create aws_route_table_association',
      // S3 and DynamoDB are reached through a gateway in each route table.
      'update aws_vpc_endpoint',
      'update aws_vpc_endpoint',
    ],
  },
}

/** `update aws_route`, one for each resource that the plan touches. */
async function touched({ terraform }: FreshAccount, directory: string): Promise<string[]> {
  await terraform.init(directory)
  const plan = await terraform.plan(directory, { planFile: 'plan' })
  return changesIn(plan)
    .filter(({ change }) => !['no-op', 'read'].includes(change.actions.join()))
    .map(({ address, change }) => `${change.actions.join('+')} ${address.split('.')[0] ?? ''}`)
}

describe('changing one input of an applied network', () => {
  it(
    'changes only what one would expect, and nothing changes nothing',
    async () => {
      await withFreshAccount(async (account) => {
        await writeFoundationState(account)
        const directory = account.directoryOf(STACK)
        await account.terraform.init(directory)
        await account.terraform.plan(directory, { planFile: 'first' })
        await account.terraform.apply(directory, { planFile: 'first' })
        expect(await touched(account, directory)).toEqual([])
        const found: Record<string, string[]> = {}
        for (const [name, { change }] of Object.entries(CASES)) {
          await withStacks(
            async ({ directoryOf }) => {
              found[name] = (await touched(account, directoryOf(STACK))).sort()
            },
            [changed(change)],
          )
        }
        const expected = Object.entries(CASES).map(([name, one]) => [name, [...one.expected].sort()])
        expect(found).toEqual(Object.fromEntries(expected))
      })
    },
    LIMIT_MS,
  )
})
