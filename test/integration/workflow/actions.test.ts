import { WorkflowError } from '../../../scripts/rehearsal/workflow/model'
import { runText } from './run-text'

const job = (steps: string, more = ''): string =>
  `on: { workflow_dispatch: { inputs: { name: { type: string, required: true }, where: { type: choice, options: [dev, prod], default: dev }, sure: { type: boolean } } } }\n` +
  `permissions: { contents: read }\njobs:\n  a:\n    runs-on: ubuntu-24.04\n${more}    steps:\n${steps}`

const inputs = { name: 'n' }

const ECHO_ACTION = {
  'own/action.yml': `name: echo
description: Prints its inputs
inputs:
  text: { description: t, required: true }
  with-default: { description: d, default: "from action.yml" }
  token: { description: k, default: "\${{ github.token }}" }
outputs:
  said: { description: s }
runs: { using: node24, main: dist/index.js }
`,
  'own/dist/index.js': `
const { INPUT_TEXT, INPUT_TOKEN, GITHUB_OUTPUT } = process.env
console.log([INPUT_TEXT, process.env['INPUT_WITH-DEFAULT'], INPUT_TOKEN].join('|'))
require('node:fs').appendFileSync(GITHUB_OUTPUT, 'said=' + INPUT_TEXT + '\\n')
process.exitCode = INPUT_TEXT === 'fail' ? 7 : 0
`,
}

describe('local actions', () => {
  test('are run by their built file, with inputs and defaults as GitHub gives them', async () => {
    const steps = `      - { id: own, uses: ./own, with: { text: "\${{ inputs.name }}" } }\n      - { run: "echo \${{ steps.own.outputs.said }}" }\n`
    const run = await runText(job(steps), { inputs, secrets: { GITHUB_TOKEN: 'gh-token' } }, ECHO_ACTION)
    expect(run.lines).toEqual(['n|from action.yml|***', 'n'])
  })

  test('fail the step with the exit code of their process', async () => {
    const run = await runText(
      job('      - { id: own, uses: ./own, with: { text: fail } }\n'),
      { inputs },
      ECHO_ACTION,
    )
    expect(run.step('own')).toMatchObject({ outcome: 'failure', exitCode: 7 })
  })

  test.each([
    ['a required input that is missing', 'uses: ./own', /Input required and not supplied: text/],
    ['an input they do not have', 'uses: ./own, with: { text: a, txt: b }', /Unexpected input\(s\) 'txt'/],
    ['a folder without action.yml', 'uses: ./nowhere', /there is no action.yml/],
  ])('fail on %s', async (_name, step, message) => {
    const run = await runText(job(`      - { id: own, ${step} }\n`), { inputs }, ECHO_ACTION)
    expect(run.step('own').outcome).toBe('failure')
    expect(run.step('own').error).toMatch(message)
  })
})

describe('foreign actions', () => {
  test('are replaced by a stand-in of their name, which can fail, give outputs and set the environment', async () => {
    const steps = `      - { id: one, uses: some/action@v1, with: { who: "\${{ inputs.name }}" } }\n      - { run: "echo $SET \${{ steps.one.outputs.answer }}" }\n      - { id: two, uses: some/other@v1 }\n`
    const run = await runText(job(steps), {
      inputs,
      doubles: {
        'some/action': async (call) => ({
          outputs: { answer: `for ${call.inputs['who'] ?? ''}` },
          env: { SET: 'set' },
        }),
        'some/other': async () => Promise.reject(new Error('refused by the other side')),
      },
    })
    expect(run.lines[0]).toBe('set for n')
    expect(run.step('two')).toMatchObject({ outcome: 'failure', error: 'refused by the other side' })
  })

  test('an unknown one fails', async () => {
    const run = await runText(job('      - { id: one, uses: some/action@v1 }\n'), { inputs })
    expect(run.step('one').error).toBe('some/action has no stand-in here: register one by its name')
  })

  const aws = 'aws-actions/configure-aws-credentials@v6'
  const allowed = '    permissions: { id-token: write }\n'
  test.each([
    { lacks: 'permission', permissions: '', given: 'role-to-assume: arn, aws-region: us-east-1' },
    { lacks: 'role-to-assume', permissions: allowed, given: 'role-to-assume: "", aws-region: us-east-1' },
    { lacks: 'aws-region', permissions: allowed, given: 'role-to-assume: arn' },
  ])('credentials fail without $lacks', async ({ lacks, permissions, given }) => {
    const run = await runText(job(`      - { id: one, uses: "${aws}", with: { ${given} } }\n`, permissions), {
      inputs,
    })
    expect(run.step('one').error).toContain(lacks)
  })

  test('credentials and tools are there for the steps after them', async () => {
    const steps = `      - { uses: "${aws}", with: { role-to-assume: arn, aws-region: eu-west-1 } }\n      - { uses: actions/setup-node@v7 }\n      - { run: echo $AWS_REGION }\n`
    const run = await runText(job(steps, '    permissions: { id-token: write }\n'), { inputs })
    expect([run.conclusion, run.lines.at(-1)]).toEqual(['success', 'eu-west-1'])
  })
})

describe('what GitHub would refuse, or we cannot run', () => {
  test.each([
    ['a key that does not exist', job('      - { rum: echo }\n'), /rum/],
    [
      'a job that is not there',
      `${job('      - { run: echo }\n')}  b: { needs: [a, nobody], runs-on: x, steps: [{ run: echo }] }\n`,
      /nobody/,
    ],
    [
      'an expression that does not parse',
      job('      - { run: "echo ${{ inputs.name == }}" }\n'),
      /expression/i,
    ],
    [
      'a matrix',
      job('      - { run: echo }\n', '    strategy: { matrix: { x: [1, 2] } }\n'),
      /cannot run "strategy"/,
    ],
    ['a container', job('      - { run: echo }\n', '    container: node:24\n'), /cannot run "container"/],
    ['another shell', job('      - { run: echo, shell: pwsh }\n'), /cannot run shell "pwsh"/],
  ])('%s', async (_name, text, message) => {
    const run = runText(text, { inputs })
    await expect(run).rejects.toThrow(WorkflowError)
    await expect(run).rejects.toThrow(message)
  })

  test('inputs, all of them together', async () => {
    const bad = runText(job('      - { run: echo }\n'), {
      inputs: { where: 'moon', sure: 'maybe', extra: 1 },
    })
    const error: unknown = await bad.catch((reason: unknown) => reason)
    if (!(error instanceof WorkflowError)) throw new Error('it was not refused')
    expect(error.faults).toEqual([
      'unknown input: extra',
      'input name is required',
      'input where: "moon" is none of dev, prod',
      'input sure: "maybe" is not a boolean',
    ])
  })
})
