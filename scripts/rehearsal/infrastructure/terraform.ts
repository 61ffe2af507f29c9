import { runTerraform } from '../../adapters/terraform/run-terraform'

/** Operations on resources of one stack at once. The provider waits most of the time. */
const PARALLELISM = '-parallelism=20'
/** Exit codes that are looked at here: done, failed, and `plan -detailed-exitcode` with something to do. */
const LOOKED_AT = [0, 1, 2]
export const EXIT_CHANGES = 2

export interface TerraformRun {
  code: number
  lines: readonly string[]
  seconds: number
}

export interface StackTerraformOptions {
  program: string
  env: Readonly<Record<string, string | undefined>>
  signal: AbortSignal
  /** Takes each line, with the folder's name before it. */
  log: (line: string) => void
}

/** Terraform as this rehearsal calls it: a failure is a result to report, not an exception. */
export interface StackTerraform {
  init: (directory: string) => Promise<TerraformRun>
  apply: (directory: string) => Promise<TerraformRun>
  /** `changes` is what `EXIT_CHANGES` says. */
  plan: (directory: string) => Promise<TerraformRun>
  planDestroy: (directory: string) => Promise<TerraformRun>
  /** After an apply or a plan: what AWS holds is known. */
  destroy: (directory: string) => Promise<TerraformRun>
  /** The state as text. */
  pull: (directory: string) => Promise<string>
}

export function stackTerraform(options: StackTerraformOptions): StackTerraform {
  const { program, env, signal, log } = options
  const run = async (directory: string, args: readonly string[]): Promise<TerraformRun> => {
    const lines: string[] = []
    const began = Date.now()
    const keep = (line: string): void => {
      lines.push(line)
      log(`${directory.split('/').at(-1) ?? ''}: ${line}`)
    }
    const { code } = await runTerraform({
      program,
      stackDir: directory,
      args,
      env,
      signal,
      log: keep,
      goodCodes: LOOKED_AT,
    })
    return { code, lines, seconds: (Date.now() - began) / 1_000 }
  }
  return {
    init: (directory) => run(directory, ['init']),
    apply: (directory) => run(directory, ['apply', '-auto-approve', PARALLELISM]),
    plan: (directory) => run(directory, ['plan', '-detailed-exitcode', '-lock=false', PARALLELISM]),
    planDestroy: (directory) => run(directory, ['plan', '-destroy', '-refresh=false', '-lock=false']),
    destroy: (directory) => run(directory, ['destroy', '-auto-approve', '-refresh=false', PARALLELISM]),
    async pull(directory) {
      const args = ['state', 'pull']
      const { output } = await runTerraform({ program, stackDir: directory, args, env, signal, quiet: true })
      return output
    },
  }
}
