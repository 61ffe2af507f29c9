import { isAlive } from '../../actions/run-action'
import { runText } from './run-text'

/** Jobs in the short form: a line for each step's shell. */
function job(id: string, steps: string, more = ''): string {
  return `  ${id}:\n    runs-on: ubuntu-24.04\n${more}    steps:\n${steps}`
}

const HEAD =
  'on:\n  workflow_dispatch:\n    inputs:\n      name: { type: string, default: x }\n      sure: { type: boolean, default: false }\n      where: { type: choice, options: [dev, prod], default: dev }\n'
const BASH = 'defaults: { run: { shell: bash } }\n'

describe('steps', () => {
  test('a step that fails ends the job; only conditions that ask for it run after it', async () => {
    const run = await runText(
      `${HEAD}jobs:\n${job(
        'a',
        `      - { id: one, run: exit 3 }
      - { id: two, run: echo never }
      - { id: three, if: failure(), run: echo failed }
      - { id: four, if: always(), run: echo always }
      - { id: five, if: "\${{ failure() && steps.one.outcome == 'failure' && steps.three.outcome == 'success' }}", run: echo five }
`,
      )}`,
    )
    expect(run.conclusion).toBe('failure')
    expect(run.step('one')).toMatchObject({ outcome: 'failure', exitCode: 3 })
    expect(['two', 'three', 'four', 'five'].map((id) => run.step(id).conclusion)).toEqual([
      'skipped',
      'success',
      'success',
      'success',
    ])
    expect(run.lines).toEqual(['failed', 'always', 'five'])
  })

  test('continue-on-error forgives a failure', async () => {
    const run = await runText(
      `${HEAD}jobs:\n${job('a', '      - { id: one, run: exit 1, continue-on-error: true }\n      - { id: two, run: echo on }\n')}`,
    )
    expect(run.conclusion).toBe('success')
    expect(run.step('one')).toMatchObject({ outcome: 'failure', conclusion: 'success' })
  })

  test('a pipe fails with its first program only where the shell is named, as on GitHub', async () => {
    const steps = '      - { id: one, run: false | cat }\n'.replace('false | cat', '"false | cat"')
    expect((await runText(`${HEAD}${BASH}jobs:\n${job('a', steps)}`)).conclusion).toBe('failure')
    expect((await runText(`${HEAD}jobs:\n${job('a', steps)}`)).conclusion).toBe('success')
  })

  test('outputs, environment and path go from step to step, the summary to the job', async () => {
    const run = await runText(
      `${HEAD}env: { TOP: top }\njobs:\n${job(
        'a',
        `      - id: one
        run: |
          echo "plain=a=b" >> "$GITHUB_OUTPUT"
          printf 'long<<END\\nx\\ny\\nEND\\n' >> "$GITHUB_OUTPUT"
          echo "FROM_ONE=\${{ inputs.name }}" >> "$GITHUB_ENV"
          mkdir tools && printf '#!/bin/sh\\necho tool' > tools/mytool && chmod +x tools/mytool
          echo "$PWD/tools" >> "$GITHUB_PATH"
          echo "# Summary" >> "$GITHUB_STEP_SUMMARY"
      - run: echo "$FROM_ONE $TOP $JOB $OWN $GITHUB_REF_NAME"; mytool
        env: { OWN: "\${{ env.FROM_ONE }}-\${{ steps.one.outputs.plain }}" }
`,
        '    env: { JOB: "job-${{ inputs.where }}" }\n    outputs: { long: "${{ steps.one.outputs.long }}" }\n',
      )}`,
      { inputs: { name: 'given' } },
    )
    expect(run.lines).toEqual(['given top job-dev given-a=b main', 'tool'])
    expect(run.jobs[0]).toMatchObject({ outputs: { long: 'x\ny' }, summary: '# Summary\n' })
  })

  test('text around an expression stays as it is: quotes, braces, and the lines of a block', async () => {
    const run = await runText(
      `${HEAD}jobs:\n${job(
        'a',
        `      - run: |
          cat <<'END'
          it's \${{ inputs.name }}'s {a} 'b' 'c'
            indented
          END
      - run: printf '%s|' "$FOLDED" "$KEPT"
        env:
          FOLDED: >-
            one \${{ inputs.name }}
            two
          KEPT: |
            one \${{ inputs.name }}
            two
`,
      )}`,
    )
    expect(run.lines).toEqual(["it's x's {a} 'b' 'c'", '  indented', 'one x two|one x', 'two', '|'])
  })

  test('a step that takes too long is ended with everything it started', async () => {
    const run = await runText(
      `${HEAD}jobs:\n${job('a', '      - { id: slow, run: "sleep 600 & echo $!; wait", timeout-minutes: 0.01 }\n      - { id: after, if: failure(), run: echo after }\n')}`,
    )
    expect(run.step('slow')).toMatchObject({ outcome: 'failure', exitCode: null })
    expect(run.step('after').outcome).toBe('success')
    expect(isAlive(Number(run.lines[0]))).toBe(false)
  })

  test('what a step leaves in the background lives until the job ends, and no longer', async () => {
    const run = await runText(
      `${HEAD}jobs:\n${job('a', '      - { run: "sleep 600 > /dev/null 2>&1 & echo $!" }\n      - { run: "kill -0 $(pgrep -n sleep) && echo alive" }\n')}`,
    )
    expect(run.lines[1]).toBe('alive')
    expect(isAlive(Number(run.lines[0]))).toBe(false)
  })

  test('aborting ends the running step and the run', async () => {
    const stop = new AbortController()
    const run = await runText(
      `${HEAD}jobs:\n${job('a', '      - { id: slow, run: "echo $$; sleep 600" }\n      - { id: after, if: always(), run: echo after }\n')}${job('b', '      - { run: echo b }\n', '    needs: a\n')}`,
      { signal: stop.signal, onLine: () => stop.abort() },
    )
    expect(run.conclusion).toBe('cancelled')
    expect(run.results()).toEqual({ a: 'cancelled', b: 'cancelled' })
    expect(run.step('after').conclusion).toBe('cancelled')
  })

  test('a hook sees each step that runs begin and end, and is waited for', async () => {
    const seen: string[] = []
    await runText(
      `${HEAD}jobs:\n${job('a', '      - { id: one, name: "First ${{ inputs.name }}", run: echo 1 }\n      - { id: two, if: failure(), run: echo 2 }\n')}`,
      {
        onLine: (line) => seen.push(`line ${line}`),
        onStep: async (jobId, step, at) => {
          await new Promise((resolve) => setTimeout(resolve, 20))
          seen.push(
            `${at} ${jobId} ${step.id} ${step.name}${'conclusion' in step ? ` ${step.conclusion}` : ''}`,
          )
        },
      },
    )
    expect(seen).toEqual(['start a one First x', 'line 1', 'end a one First x success'])
  })
})

describe('jobs', () => {
  test('hand their outputs to the ones that need them, which run after them', async () => {
    const run = await runText(
      `${HEAD}jobs:\n${job('last', '      - { run: "echo got ${{ needs.first.outputs.x }} ${{ needs.first.result }}" }\n', '    needs: [first]\n')}${job(
        'first',
        '      - { id: s, run: echo x=42 >> $GITHUB_OUTPUT }\n',
        '    outputs: { x: "${{ steps.s.outputs.x }}" }\n',
      )}`,
    )
    expect(run.lines).toEqual(['got 42 success'])
    expect(run.jobs.map(({ id }) => id)).toEqual(['last', 'first'])
  })

  test('are skipped after one that failed, near or far, unless their condition says otherwise', async () => {
    const run = await runText(
      `${HEAD}jobs:\n${job('a', '      - { run: exit 1 }\n')}${job('b', '      - { run: echo b }\n', '    needs: a\n')}${job('c', '      - { run: echo c }\n', '    needs: b\n    if: failure()\n')}${job('d', '      - { run: echo d }\n', "    needs: b\n    if: ${{ always() && needs.b.result == 'skipped' }}\n")}${job('e', '      - { run: echo e }\n', '    if: ${{ inputs.sure }}\n')}`,
    )
    expect(run.results()).toEqual({ a: 'failure', b: 'skipped', c: 'success', d: 'success', e: 'skipped' })
    expect(run.lines).toEqual(['c', 'd'])
  })

  test('wait for the approval of their environment, and fail where it is refused', async () => {
    const asked: string[] = []
    const text = `${HEAD}jobs:\n${job('a', '      - { run: echo ran }\n', '    environment: "${{ inputs.where }}-gate"\n')}`
    const approve = (answer: boolean) => async (environment: string) => {
      asked.push(environment)
      return answer
    }
    const yes = await runText(text, { approve: approve(true), inputs: { where: 'prod' } })
    expect(yes.jobs[0]).toMatchObject({
      result: 'success',
      approval: { environment: 'prod-gate', approved: true },
    })
    const no = await runText(text, { approve: approve(false) })
    expect(no.jobs[0]).toMatchObject({ result: 'failure', approval: { approved: false } })
    expect([no.lines, asked]).toEqual([[], ['prod-gate', 'dev-gate']])
  })

  test("see an environment's variables and secrets only inside it", async () => {
    const steps =
      '      - { run: \'echo "[${{ vars.REGION }}] [$KEY]"\', env: { KEY: "${{ secrets.KEY }}" } }\n'
    const run = await runText(
      `${HEAD}jobs:\n${job('out', steps)}${job('in', steps, '    environment: dev\n')}`,
      {
        vars: { REGION: 'everywhere' },
        environments: { dev: { vars: { REGION: 'here' }, secrets: { KEY: 'sesame-open' } } },
      },
    )
    expect(run.lines).toEqual(['[everywhere] []', '[here] [***]'])
  })
})

describe('secrets', () => {
  test('are masked in the log, the summary and errors, line by line, and dropped from outputs', async () => {
    const run = await runText(
      `${HEAD}jobs:\n${job(
        'a',
        `      - id: leak
        env: { KEY: "\${{ secrets.KEY }}", LONG: "\${{ secrets.LONG }}" }
        run: |
          echo "key $KEY and again $KEY"; echo "$LONG" >&2; echo "$KEY" >> "$GITHUB_STEP_SUMMARY"
          echo "x=$KEY" >> "$GITHUB_OUTPUT"; echo "y=fine" >> "$GITHUB_OUTPUT"
          echo "::add-mask::made-up-later"; echo "made-up-later"; echo "::error::bad $KEY"
`,
        '    outputs: { x: "${{ steps.leak.outputs.x }}", y: "${{ steps.leak.outputs.y }}" }\n',
      )}`,
      { secrets: { KEY: 'top-secret', LONG: 'first-line\nsecond-line' } },
    )
    const log = run.lines.join('\n')
    expect(log).not.toMatch(/top-secret|first-line|second-line|made-up-later/)
    expect(run.lines).toEqual(expect.arrayContaining(['key *** and again ***', '***', 'error: bad ***']))
    expect(run.jobs[0]).toMatchObject({ outputs: { y: 'fine' }, summary: '***\n' })
  })
})
