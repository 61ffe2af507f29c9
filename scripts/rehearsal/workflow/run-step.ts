import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { makeCommandFiles, readCommandFiles, type CommandResults } from './command-files'
import { DOUBLES, type Double } from './doubles'
import { evaluate, evaluateText, evaluateTexts, type Scope } from './evaluate'
import type { Log } from './log'
import type { ActionStep, RunStep, StepModel, WorkflowModel } from './model'
import { runProcess, type ProcessEnd } from './process'
import { readAction } from './read-action'
import type { RunOptions } from './run-types'
import { sourceText, type Template } from './template'

/** What every step of a job is run with. */
export interface StepSetting {
  job: string
  step: string
  model: WorkflowModel
  options: RunOptions
  permissions: Template
  /** What the step's expressions see. */
  scope: Scope
  /** The whole environment of the step, its own `env` included. */
  env: Readonly<Record<string, string>>
  temporary: string
  artifacts: string
  log: Log
  signal: AbortSignal
}

export interface StepRun {
  exitCode: number | null
  results: CommandResults
  killRest: () => void
}

/** Runs one step. @throws where it could not be run at all; a failing process is an exit code. */
export async function runStep(step: StepModel, setting: StepSetting): Promise<StepRun> {
  if (step.kind === 'run') return runScript(step, setting)
  const name = step.uses.split('@')[0] ?? ''
  const known: Record<string, Double | undefined> = { ...DOUBLES, ...setting.options.doubles }
  const double = known[name]
  if (double) return runDouble(double, step, setting)
  if (step.uses.startsWith('./')) return runLocalAction(step, setting)
  throw new Error(`${name} has no stand-in here: register one by its name`)
}

/** GitHub's own ways to call bash: pipefail only where the shell is named. */
async function runScript(step: RunStep, setting: StepSetting): Promise<StepRun> {
  const { scope, model, options } = setting
  const folder = join(setting.temporary, 'scripts')
  mkdirSync(folder, { recursive: true })
  const script = join(folder, `${step.id}.sh`)
  writeFileSync(script, evaluateText(step.run, scope))
  const shell = sourceText(step.shell ?? model.defaults.shell)
  const args = shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail', script] : ['-e', script]
  const cwd = evaluateText(step.workingDirectory ?? model.defaults.workingDirectory, scope)
  return runWithFiles({ command: 'bash', args, cwd: resolve(options.cwd, cwd) }, setting)
}

async function runLocalAction(step: ActionStep, setting: StepSetting): Promise<StepRun> {
  const { options, scope } = setting
  const action = readAction(resolve(options.cwd, step.uses))
  const given = evaluateTexts(step.with, scope)
  const unknown = Object.keys(given).filter((name) => !action.inputs.some((input) => input.name === name))
  if (unknown.length > 0) throw new Error(`Unexpected input(s) '${unknown.join("', '")}' for ${step.uses}`)
  const inputs = action.inputs.map((input) => {
    const value = given[input.name] ?? evaluateText(input.default, scope)
    if (input.required && value === '') throw new Error(`Input required and not supplied: ${input.name}`)
    return [`INPUT_${input.name.replaceAll(' ', '_').toUpperCase()}`, value] as const
  })
  const command = { command: process.execPath, args: [join(action.directory, action.main)], cwd: options.cwd }
  return runWithFiles(command, { ...setting, env: { ...setting.env, ...Object.fromEntries(inputs) } })
}

type Program = { command: string; args: readonly string[]; cwd: string }

async function runWithFiles(program: Program, setting: StepSetting): Promise<StepRun> {
  const { log, job, step, signal } = setting
  const files = makeCommandFiles(setting.temporary)
  const end: ProcessEnd = await runProcess({
    ...program,
    env: { ...setting.env, ...files.env },
    signal,
    onLine: (line) => log.print(line, { job, step }),
  })
  return { exitCode: end.exitCode, results: readCommandFiles(files), killRest: end.killRest }
}

async function runDouble(double: Double, step: ActionStep, setting: StepSetting): Promise<StepRun> {
  const {
    exitCode = 0,
    outputs = {},
    env = {},
  } = await double({
    inputs: evaluateTexts(step.with, setting.scope),
    env: setting.env,
    cwd: setting.options.cwd,
    artifacts: setting.artifacts,
    permissions: evaluate(setting.permissions, setting.scope),
    print: (line) => setting.log.print(line, { job: setting.job, step: setting.step }),
  })
  return { exitCode, results: { outputs, env, path: [], summary: '' }, killRest: () => undefined }
}
