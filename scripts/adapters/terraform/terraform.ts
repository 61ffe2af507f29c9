import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrateError } from '../../engine/errors'
import { terraformCliConfig } from './provider-mirror'
import { runTerraform, type RunOptions } from './run-terraform'
import { findTerraform } from './find-terraform'

type Env = Readonly<Record<string, string | undefined>>

export interface TerraformOptions {
  /** Credentials, region and PATH. */
  env: Env
  /** Where the CLI configuration and the provider cache lie. @default `.terraform-cli` beside the folder of the stacks */
  workDir?: string
  /** Takes each line that Terraform prints. @default nobody */
  log?: (line: string) => void
  /** How many resources are worked on at once. @default 20 */
  parallelism?: number
}

interface PlanOptions {
  /** Input variables of the stack. */
  variables?: Readonly<Record<string, string | number | boolean>>
  /** Receives the plan in Terraform's own form. It can hold secrets: keep it out of logs and artifacts. */
  planFile: string
}

export interface PlanResult {
  changes: boolean
  /** `terraform show -json`. Sensitive values stand in it in clear. */
  json: unknown
}

/** Terraform in the folder of one stack (`cdktf.out/stacks/<name>`). Every failure is MigrateError TERRAFORM_FAILED. */
export interface Terraform {
  init(stackDir: string): Promise<void>
  validate(stackDir: string): Promise<void>
  plan(stackDir: string, options: PlanOptions): Promise<PlanResult>
  apply(stackDir: string, options: { planFile: string }): Promise<void>
  output(stackDir: string): Promise<Record<string, unknown>>
  /** Refused by Terraform for whatever is protected by prevent_destroy. */
  destroy(stackDir: string, options?: Pick<PlanOptions, 'variables'>): Promise<void>
}

/** Exit code of `plan -detailed-exitcode` when there is something to do. */
const CHANGES = 2
const DEFAULT_PARALLELISM = 20

/**
 * Finds Terraform on the PATH at the first use and never asks a question.
 * Throws MigrateError TOOL_MISSING where there is none, or one that is too old.
 */
export function createTerraform(options: TerraformOptions): Terraform {
  const parallelism = `-parallelism=${options.parallelism ?? DEFAULT_PARALLELISM}`
  let program: Promise<string> | undefined

  async function run(stackDir: string, args: readonly string[], more: Partial<RunOptions> = {}) {
    program ??= findTerraform(options.env)
    const found = await program
    const directory = options.workDir ?? join(stackDir, '..', '..', '.terraform-cli')
    const version = await providerVersion(stackDir)
    const cliConfig = await terraformCliConfig({ env: options.env, version, directory })
    return runTerraform({
      program: found,
      stackDir,
      args,
      env: {
        ...options.env,
        TF_CLI_CONFIG_FILE: cliConfig,
        TF_IN_AUTOMATION: '1',
        TF_INPUT: '0',
        CHECKPOINT_DISABLE: '1',
      },
      log: options.log,
      ...more,
    })
  }

  return {
    async init(stackDir) {
      await run(stackDir, ['init'])
    },
    async validate(stackDir) {
      await run(stackDir, ['validate'])
    },
    async plan(stackDir, { variables, planFile }) {
      // Without a lock, so that a role that may only read can plan. `apply` locks, and refuses a plan that is out of date.
      const args = [
        'plan',
        '-lock=false',
        '-detailed-exitcode',
        parallelism,
        `-out=${planFile}`,
        ...variableArgs(variables),
      ]
      const { code } = await run(stackDir, args, { goodCodes: [0, CHANGES] })
      const { output } = await run(stackDir, ['show', '-json', planFile], { quiet: true })
      return { changes: code === CHANGES, json: JSON.parse(output) as unknown }
    },
    async apply(stackDir, { planFile }) {
      await run(stackDir, ['apply', parallelism, planFile])
    },
    async output(stackDir) {
      const { output } = await run(stackDir, ['output', '-json'], { quiet: true })
      return values(JSON.parse(output))
    },
    async destroy(stackDir, { variables } = {}) {
      await run(stackDir, ['destroy', '-auto-approve', parallelism, ...variableArgs(variables)])
    },
  }
}

function variableArgs(variables: PlanOptions['variables'] = {}): string[] {
  return Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`)
}

/** `{name: {value, type, sensitive}}` -> `{name: value}` */
function values(outputs: unknown): Record<string, unknown> {
  if (typeof outputs !== 'object' || outputs === null) return {}
  return Object.fromEntries(
    Object.entries(outputs).map(([name, output]: [string, unknown]) => [name, field(output, 'value')]),
  )
}

/** Read from the stack itself, which pins it. */
async function providerVersion(stackDir: string): Promise<string> {
  const path = join(stackDir, 'cdk.tf.json')
  const stack = await readStack(path)
  const version = ['terraform', 'required_providers', 'aws', 'version'].reduce(field, stack)
  if (typeof version === 'string') return version
  throw notSynthesised(path)
}

async function readStack(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw notSynthesised(path, cause)
  }
}

function notSynthesised(path: string, cause?: unknown): MigrateError {
  return new MigrateError('TERRAFORM_FAILED', `${path} is not a synthesised stack`, {
    data: { path },
    suggestion: 'npm run synth',
    cause,
  })
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
