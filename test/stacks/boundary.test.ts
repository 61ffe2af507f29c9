import { describeBootstrap } from '../../cdktf/config/bootstrap'
import type { PolicyDocument } from '../../cdktf/config/policy-document'
import { resolveTarget } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { isAllow, listOf, matches } from '../unit/config/iam'
import { inside, stackOf, synthesized, type Config, type Synthesized } from './synthesized'

// A boundary refuses in silence what a role's own policy allows: whatever a role of ours says must be in it.

/** Names of roles that carry the boundary, in expressions. */
function boundedRoles(stack: Synthesized): string[] {
  return stack
    .ofType('aws_iam_role')
    .filter(({ config }) => config['permissions_boundary'] !== undefined)
    .map(({ address }) => address)
}

/** What roles of a stack say and their boundary does not. Resources that only an apply knows are taken as given. */
function beyondTheBoundary(name: string, stack: Synthesized): string[] {
  const [system, environment] = name.split('-')
  const { boundary } = describeBootstrap(resolveTarget(systems, `${system ?? ''}/${environment ?? ''}`))
  const roles = boundedRoles(stack)
  return stack
    .ofType('aws_iam_role_policy')
    .filter(({ config }) => roles.some((role) => String(config['role']).includes(`${role}.`)))
    .flatMap(({ path, config }) => {
      const document: unknown = JSON.parse(String(config['policy']))
      return callsOf(document)
        .filter((call) => !isWithin(boundary.document, call))
        .map(({ action, resource }) => `${path}: ${action} on ${resource}`)
    })
}

interface Allowed {
  readonly action: string
  readonly resource: string
}

function callsOf(document: unknown): Allowed[] {
  const statements = inside(document, 'Statement') as PolicyDocument['Statement']
  return statements.flatMap(({ Action, Resource }) =>
    listOf(Action).flatMap((action) => listOf(Resource).map((resource) => ({ action, resource }))),
  )
}

function isWithin({ Statement }: PolicyDocument, { action, resource }: Allowed): boolean {
  return Statement.filter(isAllow)
    .filter(({ Action }) => listOf(Action).some((one) => matches(one.toLowerCase(), action.toLowerCase())))
    .some(({ Resource }) => resource.includes('${') || listOf(Resource).some((one) => matches(one, resource)))
}

const stacks = [...synthesized()]

describe('the boundary', () => {
  it.each(stacks)('holds all that roles of %s say', (name, stack) => {
    expect(beyondTheBoundary(name, stack)).toEqual([])
  })

  it.each([
    ['an action', { Action: ['iam:CreateUser'] }],
    ['a resource', { Resource: ['arn:aws:logs:us-east-1:999999999999:log-group:x'] }],
  ])('fails %s that it does not have', (_case, change) => {
    const name = 'aiuteur-dev-network'
    const damaged = JSON.parse(JSON.stringify(new Map(stacks).get(name)?.json)) as Config
    const [policy] = Object.values(inside(damaged, 'resource', 'aws_iam_role_policy') as Config) as Config[]
    const document = JSON.parse(String(policy?.['policy'])) as { Statement: object[] }
    Object.assign(document.Statement[1] ?? {}, change)
    Object.assign(policy ?? {}, { policy: JSON.stringify(document) })
    expect(beyondTheBoundary(name, stackOf(damaged))).not.toEqual([])
  })
})
