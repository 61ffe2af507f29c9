import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Double } from '../../../scripts/rehearsal/workflow/doubles'
import { runWorkflow } from '../../../scripts/rehearsal/workflow/run-workflow'
import type { WorkflowResult } from '../../../scripts/rehearsal/workflow/run-types'
import { withFolder } from '../../actions/run-action'
import { ROOT } from '../../helpers/source-files'

// In the place of npm: writes down what it is asked for and which secrets it sees, and fails where it is told to.
const NPM = `#!/bin/sh
echo "$*\${SUPABASE_DB_URL:+ [with secrets]}" >> "$CALLS"
case "$*" in *"$FAILS"*) exit 5 ;; esac
`

interface Run extends WorkflowResult {
  calls: string[]
  log: string
}

interface Given {
  inputs?: Record<string, string | boolean>
  /** A part of the command line that fails. */
  fails?: string
  health?: Double
  approve?: boolean
}

const healthy: Double = async () => ({ outputs: { outcome: 'promoted', report: '' } })

async function runPhase({
  inputs,
  fails = 'nothing fails',
  health = healthy,
  approve = true,
}: Given): Promise<Run> {
  return withFolder(async (folder) => {
    const [bin, calls] = [join(folder, 'bin'), join(folder, 'calls')]
    mkdirSync(bin)
    writeFileSync(join(bin, 'npm'), NPM)
    writeFileSync(calls, '')
    chmodSync(join(bin, 'npm'), 0o755)
    const lines: string[] = []
    const result = await runWorkflow({
      file: join(ROOT, '.github/workflows/phase-1-storage.yml'),
      cwd: ROOT,
      workDir: join(folder, 'work'),
      env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, CALLS: calls, FAILS: fails },
      inputs: { system: 'aiuteur', environment: 'dev', ...inputs },
      vars: { PLAN_ROLE_ARNS: JSON.stringify({ 'aiuteur/dev': 'arn:plan' }) },
      environments: {
        'aiuteur-dev': {
          vars: { APPLY_ROLE_ARN: 'arn:apply', SUPABASE_URL: 'https://project.example' },
          secrets: { SUPABASE_DB_URL: 'postgresql://secret-url', SUPABASE_SERVICE_ROLE_KEY: 'secret-key' },
        },
      },
      doubles: { './.github/actions/health-check': health, 'hashicorp/setup-terraform': async () => ({}) },
      approve: async () => approve,
      onLine: (line) => lines.push(line),
    })
    const asked = readFileSync(calls, 'utf8').trim().split('\n')
    return {
      ...result,
      calls: asked.map((call) => call.replace('run --silent migrate -- ', '')),
      log: lines.join('\n'),
    }
  })
}

const forReal = { 'dry-run': false, confirmation: 'aiuteur/dev' }

describe('phase-1-storage.yml', () => {
  test('takes every step in order, with secrets only where they are needed', async () => {
    const run = await runPhase({ inputs: forReal })
    expect(run.conclusion).toBe('success')
    expect(run.calls).toEqual([
      'storage plan aiuteur/dev',
      'backup take aiuteur/dev [with secrets]',
      'storage apply aiuteur/dev',
      'storage copy aiuteur/dev [with secrets]',
      'storage verify aiuteur/dev [with secrets]',
      'storage cutover aiuteur/dev --confirm-cutover aiuteur/dev [with secrets]',
      'status aiuteur/dev',
    ])
  })

  test('says before the approval how to take it back', async () => {
    const [plan] = (await runPhase({})).jobs
    expect(plan?.summary).toContain(
      'npm run migrate -- storage revert aiuteur/dev --confirm-revert aiuteur/dev',
    )
  })

  test('only plans in a dry run, which is the default', async () => {
    const run = await runPhase({})
    expect([run.conclusion, run.calls]).toEqual(['success', ['storage plan aiuteur/dev']])
    expect(run.jobs.map(({ result }) => result)).toEqual(['success', 'skipped'])
  })

  test.each(['', 'aiuteur/prod', 'aiuteur/dev"; touch /tmp/x; "'])(
    'does nothing confirmed as "%s"',
    async (confirmation) => {
      const run = await runPhase({ inputs: { 'dry-run': false, confirmation } })
      expect([run.conclusion, run.calls]).toEqual(['failure', ['']])
      expect(run.log).toContain(`expected 'aiuteur/dev'`)
    },
  )

  test('changes nothing where the approval is refused', async () => {
    const run = await runPhase({ inputs: forReal, approve: false })
    expect([run.conclusion, run.calls]).toEqual(['failure', ['storage plan aiuteur/dev']])
  })

  test.each(['backup take', 'storage apply', 'storage copy', 'storage verify', 'storage cutover'])(
    'stops where "%s" fails',
    async (fails) => {
      const run = await runPhase({ inputs: forReal, fails })
      const failed = run.calls.findIndex((call) => call.startsWith(fails))
      expect(run.conclusion).toBe('failure')
      expect(run.calls.slice(failed + 1)).toEqual(['status aiuteur/dev'])
    },
  )

  test('does not revert a second time what the health check has reverted', async () => {
    const health: Double = async () => ({ exitCode: 7, outputs: { outcome: 'reverted', report: '' } })
    const run = await runPhase({ inputs: forReal, health })
    expect(run.conclusion).toBe('failure')
    expect(run.calls.filter((call) => call.includes('revert'))).toEqual([])
  })

  test('reverts where the health check ended without an outcome: nobody watched', async () => {
    const run = await runPhase({
      inputs: forReal,
      health: async () => Promise.reject(new Error('it crashed')),
    })
    expect(run.conclusion).toBe('failure')
    expect(run.calls.slice(-2)).toEqual([
      'storage revert aiuteur/dev --confirm-revert aiuteur/dev [with secrets]',
      'status aiuteur/dev',
    ])
  })

  test('no secret is in the log', async () => {
    const health: Double = async ({ env, print }) => {
      print(`url ${env['SUPABASE_DB_URL'] ?? ''} key ${env['SUPABASE_SERVICE_ROLE_KEY'] ?? ''}`)
      return { outputs: { outcome: 'promoted' } }
    }
    const run = await runPhase({ inputs: forReal, health })
    expect(run.log).toContain('url *** key ***')
    expect(run.log).not.toContain('secret-')
  })
})
