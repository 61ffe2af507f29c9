import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, runAction, withFolder, type ActionRun } from './run-action'

// A scripted target: each run takes the next word of its script, the last one for ever, and counts itself.
const PROBE = `
const fs = require('node:fs')
const { spawn } = require('node:child_process')
const [, , script, counter] = process.argv
const runs = fs.existsSync(counter) ? Number(fs.readFileSync(counter, 'utf8')) : 0
fs.writeFileSync(counter, String(runs + 1))
const words = script.split(' ')
const word = words[Math.min(runs, words.length - 1)]
const answer = (verdict, code) => {
  const outcome = { id: 'x', outcome: verdict, detail: 'the probe says ' + verdict }
  process.stdout.write(JSON.stringify({ verdict, findings: [outcome] }))
  process.exitCode = code
}
if (word === 'pass') answer('pass', 0)
if (word === 'fail') answer('fail', 4)
if (word === 'open') answer('inconclusive', 9)
if (word === 'lies') answer('pass', 1)
if (word === 'mute') process.exitCode = 0
if (word === 'ok') process.exitCode = 0
if (word === 'bad') process.exitCode = 5
if (word === 'hang') {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
  fs.writeFileSync(counter + '.child', String(child.pid))
  setInterval(() => {}, 1000)
}
`

/** Fast enough for a test; the rules are the same. */
const FAST = {
  phase: 'storage',
  target: 'aiuteur/dev',
  'warm-up-seconds': '0',
  'interval-seconds': '0.02',
  'minimum-samples': '3',
  'consecutive-successes': '2',
  'failure-budget': '1',
  'error-budget': '1',
  'probe-timeout-seconds': '5',
  'deadline-seconds': '60',
  'revert-deadline-seconds': '10',
  'revert-timeout-seconds': '5',
}

/** A deadline that is waited for; without a budget it may be this short. */
const SHORT = {
  'deadline-seconds': '2.5',
  'probe-timeout-seconds': '2',
  'failure-budget': '0',
  'error-budget': '0',
}

interface Watched extends ActionRun {
  report: { watched: { samples: { verdict: string }[] }; revert?: { attempts: unknown[] } }
  runsOf: (name: 'probe' | 'revert' | 'after') => number
  childOf: (name: 'probe') => number
}

/** Runs the action with a script for the target, one for the revert, and one for the target after it. */
async function watch(
  scripts: { probe: string; revert?: string; after?: string },
  inputs: Record<string, string> = {},
): Promise<Watched> {
  return withFolder(async (folder) => {
    const program = join(folder, 'target.js')
    writeFileSync(program, PROBE)
    const counter = (name: string): string => join(folder, name)
    const command = (name: string, script: string): string =>
      JSON.stringify([process.execPath, program, script, counter(name)])
    const run = await runAction(folder, {
      name: 'health-check',
      inputs: {
        ...FAST,
        'probe-command': command('probe', scripts.probe),
        'revert-command': command('revert', scripts.revert ?? 'ok'),
        'revert-probe-command': command('after', scripts.after ?? 'pass'),
        ...inputs,
      },
    })
    const read = (name: string): number =>
      existsSync(counter(name)) ? Number(readFileSync(counter(name), 'utf8')) : 0
    const path = run.outputs['report']
    const report = (path === undefined ? {} : JSON.parse(readFileSync(path, 'utf8'))) as Watched['report']
    const counts = {
      probe: read('probe'),
      revert: read('revert'),
      after: read('after'),
      child: read('probe.child'),
    }
    return { ...run, report, runsOf: (name) => counts[name], childOf: () => counts.child }
  })
}

function verdicts({ report }: Watched): string {
  return report.watched.samples.map(({ verdict }) => verdict).join(' ')
}

describe('health-check', () => {
  test('promotes a healthy target and reverts nothing', async () => {
    const run = await watch({ probe: 'pass' })
    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({
      verdict: 'pass',
      outcome: 'promoted',
      reverted: 'false',
      samples: '3',
    })
    expect(run.runsOf('revert')).toBe(0)
    expect(run.summary).toContain('Health of storage aiuteur/dev: pass')
  })

  test('reverts a dead target, verifies the side that serves again, and ends with 7', async () => {
    const run = await watch({ probe: 'fail' })
    expect(run.exitCode).toBe(7)
    expect(run.outputs).toMatchObject({
      verdict: 'fail',
      outcome: 'reverted',
      reverted: 'true',
      samples: '2',
    })
    expect([run.runsOf('probe'), run.runsOf('revert'), run.runsOf('after')]).toEqual([2, 1, 3])
    expect(run.summary).toContain('the probe says fail')
  })

  test('promotes a target that recovers within the failure budget', async () => {
    const run = await watch({ probe: 'fail pass pass' })
    expect([run.exitCode, verdicts(run)]).toEqual([0, 'fail pass pass'])
  })

  test('a target that flaps is reverted as soon as its budget is used up', async () => {
    const run = await watch({ probe: 'fail pass fail pass' })
    expect([run.exitCode, verdicts(run)]).toEqual([7, 'fail pass fail'])
  })

  test('a target that never steadies is inconclusive and held', async () => {
    const run = await watch({ probe: 'pass open pass open pass open' }, SHORT)
    expect(run.exitCode).toBe(9)
    expect(run.outputs).toMatchObject({ verdict: 'inconclusive', outcome: 'held', reverted: 'false' })
    expect(run.runsOf('revert')).toBe(0)
  })

  test('no traffic is inconclusive, and reverted where the policy says so', async () => {
    const run = await watch({ probe: 'open' }, { ...SHORT, 'on-inconclusive': 'revert' })
    expect(run.exitCode).toBe(7)
    expect(run.outputs).toMatchObject({ verdict: 'inconclusive', outcome: 'reverted' })
  })

  test('a probe that hangs is an error and is killed with what it started', async () => {
    const run = await watch({ probe: 'hang' }, { 'probe-timeout-seconds': '0.5' })
    expect(run.exitCode).toBe(7)
    expect([run.outputs['verdict'], verdicts(run)]).toEqual(['error', 'error error'])
    expect(run.childOf('probe')).toBeGreaterThan(0)
    expect(isAlive(run.childOf('probe'))).toBe(false)
  })

  test('a target that cannot be measured is held where the policy says so', async () => {
    const run = await watch({ probe: 'mute' }, { 'on-error': 'hold' })
    expect(run.exitCode).toBe(9)
    expect(run.outputs).toMatchObject({ verdict: 'error', outcome: 'held' })
  })

  test('a pass with the exit code of a crash is no pass', async () => {
    const run = await watch({ probe: 'lies' }, { 'on-error': 'hold' })
    expect(verdicts(run)).toBe('error error')
  })

  test('a program that does not exist is an error', async () => {
    const run = await watch(
      { probe: 'pass' },
      { 'probe-command': '["/nonexistent/program"]', 'on-error': 'hold' },
    )
    expect([run.exitCode, verdicts(run)]).toEqual([9, 'error error'])
  })

  test('a revert that fails is tried again', async () => {
    const run = await watch({ probe: 'fail', revert: 'bad ok' })
    expect([run.exitCode, run.runsOf('revert')]).toEqual([7, 2])
  })

  test('a revert that goes on failing ends with 8', async () => {
    const run = await watch({ probe: 'fail', revert: 'bad' })
    expect(run.exitCode).toBe(8)
    expect(run.outputs).toMatchObject({ outcome: 'revert-failed', reverted: 'false' })
    expect([run.runsOf('revert'), run.runsOf('after')]).toEqual([2, 0])
  })

  test('a revert after which the other side is not healthy ends with 8', async () => {
    const run = await watch({ probe: 'fail', after: 'fail' })
    expect([run.exitCode, run.runsOf('revert')]).toEqual([8, 1])
  })

  test('a revert that hangs is killed and ends with 8', async () => {
    const run = await watch({ probe: 'fail', revert: 'hang' }, { 'revert-timeout-seconds': '0.5' })
    expect([run.exitCode, run.report.revert?.attempts.length]).toEqual([8, 2])
  })

  test('refuses inputs that make no sense, all of them together, and runs nothing', async () => {
    const run = await watch(
      { probe: 'pass' },
      {
        phase: 'x y',
        target: '--json',
        'minimum-samples': '1.5',
        'on-error': 'maybe',
        'revert-command': 'rm -rf',
      },
    )
    expect(run.exitCode).toBe(2)
    for (const name of ['phase', 'target', 'minimum-samples', 'on-error', 'revert-command']) {
      expect(run.log).toMatch(new RegExp(`^- ${name}: `, 'm'))
    }
    expect(run.runsOf('probe')).toBe(0)
  })

  test('refuses a deadline within which no verdict can be found', async () => {
    const run = await watch({ probe: 'pass' }, { 'deadline-seconds': '10' })
    expect(run.exitCode).toBe(2)
    expect(run.log).toContain('a dead target may take 15 s to be found')
  })

  test('the slowest dead target, whose probes hang and fail by turns, takes every tolerated sample and one more', async () => {
    const run = await watch(
      { probe: 'hang fail hang' },
      { 'probe-timeout-seconds': '0.5', 'on-error': 'hold' },
    )
    expect(run.log).toContain('a dead target is found after at most 1.5 s')
    expect(verdicts(run)).toBe('error fail error')
  })

  test('no shell sees a command: what a shell would act on is text', async () => {
    const script =
      'process.exitCode = process.argv[1] === \'$(false); exit 3 #storage\' ? 0 : 1; console.log(\'{"verdict":"pass"}\')'
    const command = JSON.stringify([process.execPath, '-e', script, '$(false); exit 3 #{phase}'])
    const run = await watch({ probe: 'pass' }, { 'probe-command': command })
    expect(run.exitCode).toBe(0)
  })

  test('cancelling ends the probe and reverts nothing', async () => {
    await withFolder(async (folder) => {
      const program = join(folder, 'target.js')
      writeFileSync(program, PROBE)
      const stop = new AbortController()
      const counter = join(folder, 'probe')
      const poll = setInterval(() => existsSync(`${counter}.child`) && stop.abort(), 20)
      const command = (script: string, name: string): string =>
        JSON.stringify([process.execPath, program, script, name])
      const inputs = {
        ...FAST,
        'probe-command': command('hang', counter),
        'revert-command': command('ok', join(folder, 'revert')),
      }
      const run = await runAction(folder, { name: 'health-check', inputs, signal: stop.signal })
      clearInterval(poll)
      expect(run.outcome).toBe('cancelled')
      expect(existsSync(join(folder, 'revert'))).toBe(false)
      expect(isAlive(Number(readFileSync(`${counter}.child`, 'utf8')))).toBe(false)
    })
  })
})
