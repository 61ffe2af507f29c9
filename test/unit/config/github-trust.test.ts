import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeBootstrap } from '../../../cdktf/config/bootstrap'
import type { PolicyDocument } from '../../../cdktf/config/policy-document'
import type { SystemInput } from '../../../cdktf/config/schema'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { at, changed } from './faulty'
import { listOf, matches } from './iam'

type Claims = Readonly<Record<string, string>>
type RoleName = 'plan' | 'apply'

const ISSUER = 'token.actions.githubusercontent.com'
const WORKFLOWS = join(__dirname, '../../../.github/workflows')

function trustOf(role: RoleName, system?: SystemInput): PolicyDocument {
  return describeBootstrap(resolveTarget(system === undefined ? systems : [system], 'aiuteur/dev')).roles[
    role
  ].trust
}

/** STS's answer to a token, as far as our trusts use its language. */
function admits({ Statement }: PolicyDocument, claims: Claims): boolean {
  return Statement.some(({ Condition = {} }) =>
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) =>
        holds(operator, wanted, claims[key.replace(`${ISSUER}:`, '')]),
      ),
    ),
  )
}

function holds(operator: string, wanted: string | readonly string[], given: string | undefined): boolean {
  if (given === undefined) return false
  if (operator === 'StringEquals') return listOf(wanted).includes(given)
  if (operator === 'StringLike') return listOf(wanted).some((pattern) => matches(pattern, given))
  throw new Error(`the tests do not know the operator ${operator}`)
}

const REPOSITORY = {
  aud: 'sts.amazonaws.com',
  repository: 'example-org/aiuteur',
  repository_id: '100000001',
}

const PULL_REQUEST: Claims = {
  ...REPOSITORY,
  sub: 'repo:example-org/aiuteur:pull_request',
  job_workflow_ref: 'example-org/aiuteur/.github/workflows/plan.yml@refs/pull/7/merge',
}
const PLAN_OF_A_PHASE: Claims = {
  ...REPOSITORY,
  sub: 'repo:example-org/aiuteur:ref:refs/heads/main',
  job_workflow_ref: 'example-org/aiuteur/.github/workflows/phase-1-storage.yml@refs/heads/main',
}
const APPROVED: Claims = {
  ...REPOSITORY,
  sub: 'repo:example-org/aiuteur:environment:aiuteur-dev',
  environment: 'aiuteur-dev',
  job_workflow_ref: 'example-org/aiuteur/.github/workflows/phase-1-storage.yml@refs/heads/main',
}

const IMMUTABLE = 'repo:example-org@1000001/aiuteur@100000001'

const ADMITTED: readonly [string, RoleName, Claims][] = [
  ['the plan of a pull request', 'plan', PULL_REQUEST],
  [
    'the plan of a pull request, with the immutable sub',
    'plan',
    { ...PULL_REQUEST, sub: `${IMMUTABLE}:pull_request` },
  ],
  ['the plan of a phase on the default branch', 'plan', PLAN_OF_A_PHASE],
  [
    'the plan of a phase, with the immutable sub',
    'plan',
    { ...PLAN_OF_A_PHASE, sub: `${IMMUTABLE}:ref:refs/heads/main` },
  ],
  ['an approved phase', 'apply', APPROVED],
  [
    'an approved phase, with the immutable sub',
    'apply',
    { ...APPROVED, sub: `${IMMUTABLE}:environment:aiuteur-dev` },
  ],
]

const workflow = (file: string, ref = 'refs/heads/main') =>
  `example-org/aiuteur/.github/workflows/${file}@${ref}`

/** What each of these tokens changes must be noticed. */
const REFUSED: readonly [string, RoleName, Claims][] = [
  ['a repository that took over the name', 'plan', { ...PULL_REQUEST, repository_id: '999999999' }],
  ['a repository that took over the name', 'apply', { ...APPROVED, repository_id: '999999999' }],
  ['a token for somebody else', 'apply', { ...APPROVED, aud: 'https://example.com' }],
  ['a pull request', 'apply', PULL_REQUEST],
  ['the plan of a phase', 'apply', PLAN_OF_A_PHASE],
  [
    'an approval of another environment',
    'apply',
    {
      ...APPROVED,
      sub: 'repo:example-org/aiuteur:environment:aiuteur-prod',
      environment: 'aiuteur-prod',
    },
  ],
  [
    'another workflow of the default branch',
    'plan',
    { ...PLAN_OF_A_PHASE, job_workflow_ref: workflow('ci.yml') },
  ],
  [
    'another workflow in a pull request',
    'plan',
    {
      ...PULL_REQUEST,
      job_workflow_ref: workflow('evil.yml', 'refs/pull/7/merge'),
    },
  ],
  [
    'another workflow that names the environment',
    'apply',
    { ...APPROVED, job_workflow_ref: workflow('ci.yml') },
  ],
  [
    'a phase as another branch has it',
    'apply',
    {
      ...APPROVED,
      job_workflow_ref: workflow('phase-1-storage.yml', 'refs/heads/mine'),
    },
  ],
  [
    'a branch whose name ends like the right one',
    'apply',
    {
      ...APPROVED,
      job_workflow_ref: workflow('phase-1-storage.yml', 'refs/heads/x@refs/heads/main'),
    },
  ],
  [
    'a branch that is named like a pull request',
    'plan',
    {
      ...PULL_REQUEST,
      job_workflow_ref: workflow('plan.yml', 'refs/heads/refs/pull/7/merge'),
    },
  ],
  [
    'a reusable workflow of somebody else',
    'apply',
    {
      ...APPROVED,
      job_workflow_ref: 'somebody/else/.github/workflows/phase-1-storage.yml@refs/heads/main',
    },
  ],
  [
    'the plan of a phase on another branch',
    'plan',
    {
      ...PLAN_OF_A_PHASE,
      sub: 'repo:example-org/aiuteur:ref:refs/heads/mine',
    },
  ],
]

describe('the trust of the roles', () => {
  it.each(ADMITTED)('admits %s (%s)', (_what, role, claims) => {
    expect(admits(trustOf(role), claims)).toBe(true)
  })

  it.each(REFUSED)('fails %s (%s)', (_what, role, claims) => {
    expect(admits(trustOf(role), claims)).toBe(false)
  })

  it.each(['plan', 'apply'] as const)('fails a token that lacks a claim (%s)', (role) => {
    const whole = role === 'plan' ? PULL_REQUEST : APPROVED
    const needed = [
      'aud',
      'repository_id',
      'sub',
      'job_workflow_ref',
      ...(role === 'apply' ? ['environment'] : []),
    ]
    const admitted = needed.filter((gone) =>
      admits(trustOf(role), Object.fromEntries(Object.entries(whole).filter(([name]) => name !== gone))),
    )
    expect(admitted).toEqual([])
  })

  it('admits the GitHub Environment that the system file names, and no other', () => {
    const named = changed((s) => (at(s, 'environments', 'dev')['githubEnvironment'] = 'gate'))
    const gate = { ...APPROVED, sub: 'repo:example-org/aiuteur:environment:gate', environment: 'gate' }
    expect(admits(trustOf('apply', named), gate)).toBe(true)
    expect(admits(trustOf('apply', named), APPROVED)).toBe(false)
  })

  it('admits the default branch that the system file names, and no other', () => {
    const trunk = changed((s) => (s.github.defaultBranch = 'trunk'))
    const text = JSON.stringify([trustOf('plan', trunk), trustOf('apply', trunk)])
    expect(text).toContain('phase-1-storage.yml@refs/heads/trunk"')
    expect(text).not.toContain('refs/heads/main')
  })
})

describe('the workflows', () => {
  const files = readdirSync(WORKFLOWS).filter((file) => file.endsWith('.yml'))
  const textOf = (file: string) => readFileSync(join(WORKFLOWS, file), 'utf8')
  const asking = files.filter((file) => textOf(file).includes('configure-aws-credentials'))

  it('that ask for credentials are there', () => {
    expect(asking).toEqual(
      expect.arrayContaining(['phase-0-foundation.yml', 'phase-1-storage.yml', 'plan.yml']),
    )
  })

  // A workflow that is added has to be trusted on purpose: until it is, AWS would refuse it at run time.
  it.each(asking)('%s gets the roles that it asks for', (file) => {
    const isPullRequest = /^on:\n {2}pull_request:/m.test(textOf(file))
    const plan = isPullRequest
      ? { ...PULL_REQUEST, job_workflow_ref: workflow(file, 'refs/pull/7/merge') }
      : { ...PLAN_OF_A_PHASE, job_workflow_ref: workflow(file) }
    const apply = { ...APPROVED, job_workflow_ref: workflow(file) }
    if (textOf(file).includes('vars.PLAN_ROLE_ARNS')) expect(admits(trustOf('plan'), plan)).toBe(true)
    expect(admits(trustOf('apply'), apply)).toBe(textOf(file).includes('vars.APPLY_ROLE_ARN '))
  })
})
