import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runWorkflow } from '../../../scripts/rehearsal/workflow/run-workflow'
import type { WorkflowResult } from '../../../scripts/rehearsal/workflow/run-types'
import { withFolder } from '../../actions/run-action'
import { ROOT } from '../../helpers/source-files'

const NPM = `#!/bin/sh
case "$*" in *" synth"*) mkdir -p cdktf.out; touch cdktf.out/manifest.json ;; esac
echo "{ \\"comment\\": \\"$*\\" }"
case "$*" in *"$FAILS"*) exit 5 ;; esac
`
const BOTH = { 'aiuteur/dev': 'arn:dev', 'aiuteur/prod': 'arn:prod' }

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
      vars: { PLAN_ROLE_ARNS: JSON.stringify(given.roles ?? BOTH) },
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

describe('plan.yml', () => {
  test('synthesises, plans every target and comments on the pull request', async () => {
    const run = await runPlan({})
    expect(run.conclusion).toBe('success')
    expect(outcomes(run)).toEqual({ 'Plan aiuteur/dev': 'success', 'Plan aiuteur/prod': 'success' })
    expect(run.commented?.['pull-request']).toBe('7')
    expect(run.commented?.['files']).toMatch(/^\S+\/aiuteur-dev.json\n\S+\/aiuteur-prod.json\n$/)
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

  test('a target that cannot be planned fails the check but does not hide the other', async () => {
    const run = await runPlan({ fails: 'plan aiuteur/dev' })
    expect(run.conclusion).toBe('failure')
    expect(outcomes(run)).toEqual({ 'Plan aiuteur/dev': 'failure', 'Plan aiuteur/prod': 'success' })
    expect(run.commented).toBeDefined()
  })

  test("a target without credentials is never planned with the other's", async () => {
    const run = await runPlan({ roles: { 'aiuteur/dev': 'arn:dev' } })
    expect(run.conclusion).toBe('failure')
    expect(outcomes(run)).toEqual({ 'Plan aiuteur/dev': 'success', 'Plan aiuteur/prod': 'skipped' })
    expect(run.commented).toBeDefined()
  })

  test('a configuration that is wrong ends it before any credentials', async () => {
    const run = await runPlan({ fails: 'config check' })
    expect(run.jobs.map(({ result }) => result)).toEqual(['failure', 'skipped'])
  })
})
