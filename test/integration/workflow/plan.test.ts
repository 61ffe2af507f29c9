import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { systems } from '../../../cdktf/systems'
import { runWorkflow } from '../../../scripts/rehearsal/workflow/run-workflow'
import type { WorkflowResult } from '../../../scripts/rehearsal/workflow/run-types'
import { withFolder } from '../../actions/run-action'
import { ROOT } from '../../helpers/source-files'

const NPM = `#!/bin/sh
case "$*" in *" synth"*) mkdir -p cdktf.out; touch cdktf.out/manifest.json ;; esac
echo "{ \\"comment\\": \\"$*\\" }"
case "$*" in *"$FAILS"*) exit 5 ;; esac
`
const TARGETS = systems.flatMap(({ name, environments }) =>
  Object.keys(environments).map((env) => `${name}/${env}`),
)
const ALL = Object.fromEntries(TARGETS.map((target) => [target, `arn:${target}`]))

interface Run extends WorkflowResult {
  /** The inputs of the comment, where it was written. */
  commented?: Readonly<Record<string, string>>
}

async function runPlan(given: {
  from?: string
  actor?: string
  roles?: object
  fails?: string
}): Promise<Run> {
  return withFolder(async (folder) => {
    const [bin, tree] = [join(folder, 'bin'), join(folder, 'tree')]
    for (const path of [bin, join(tree, 'node_modules')]) mkdirSync(path, { recursive: true })
    writeFileSync(join(bin, 'npm'), NPM)
    chmodSync(join(bin, 'npm'), 0o755)
    let commented: Readonly<Record<string, string>> | undefined
    const result = await runWorkflow({
      file: join(ROOT, '.github/workflows/plan.yml'),
      cwd: tree,
      workDir: join(folder, 'work'),
      env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, FAILS: given.fails ?? 'nothing fails' },
      vars: { PLAN_ROLE_ARNS: JSON.stringify(given.roles ?? ALL) },
      github: { repository: 'own/repo', actor: given.actor ?? 'someone' },
      event: {
        name: 'pull_request',
        payload: { pull_request: { number: 7, head: { repo: { full_name: given.from ?? 'own/repo' } } } },
      },
      doubles: {
        'hashicorp/setup-terraform': async () => ({}),
        './.github/actions/plan-comment': async ({ inputs }) => {
          commented = inputs
          return {}
        },
      },
    })
    return { ...result, ...(commented && { commented }) }
  })
}

function outcomes({ jobs }: Run): Record<string, string> {
  const steps = jobs.flatMap(({ steps: all }) => all).filter(({ name }) => name.startsWith('Plan '))
  return Object.fromEntries(steps.map(({ name, outcome }) => [name, outcome]))
}

/** What became of each plan: success, but for those named. */
function planned(others: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(TARGETS.map((target) => [`Plan ${target}`, others[target] ?? 'success']))
}

describe('plan.yml', () => {
  test('synthesises, plans every target and comments on the pull request', async () => {
    const run = await runPlan({})
    expect(run.conclusion).toBe('success')
    expect(outcomes(run)).toEqual(planned({}))
    expect(run.commented?.['pull-request']).toBe('7')
    const files = run.commented?.['files']?.trim().split('\n') ?? []
    expect(files.map((file) => basename(file))).toEqual(
      TARGETS.map((target) => `${target.replace('/', '-')}.json`),
    )
  })

  test.each([{ from: 'stranger/repo' }, { actor: 'dependabot[bot]' }])(
    'only synthesises for %j',
    async (given) => {
      const run = await runPlan(given)
      expect(run.jobs.map(({ id, result }) => [id, result])).toEqual([
        ['synth', 'success'],
        ['plan', 'skipped'],
      ])
      expect(run.commented).toBeUndefined()
    },
  )

  test('a target that cannot be planned fails the check but does not hide the others', async () => {
    const run = await runPlan({ fails: 'plan aiuteur/dev' })
    expect(run.conclusion).toBe('failure')
    expect(outcomes(run)).toEqual(planned({ 'aiuteur/dev': 'failure' }))
    expect(run.commented).toBeDefined()
  })

  test("a target without credentials is never planned with the other's", async () => {
    const run = await runPlan({ roles: { ...ALL, 'aiuteur/prod': undefined } })
    expect(run.conclusion).toBe('failure')
    expect(outcomes(run)).toEqual(planned({ 'aiuteur/prod': 'skipped' }))
    expect(run.commented).toBeDefined()
  })

  test('a configuration that is wrong ends it before any credentials', async () => {
    const run = await runPlan({ fails: 'config check' })
    expect(run.jobs.map(({ result }) => result)).toEqual(['failure', 'skipped'])
  })
})
