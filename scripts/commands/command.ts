import type { ExitCode } from '../engine/exit-codes'
import type { Holder } from '../engine/lease'
import type { Progress } from '../engine/progress'
import type { Settings } from '../settings'

/** What every command is given. Nothing else reaches it from outside. */
export interface CommandContext {
  settings: Settings
  /** The environment for programs we start (Terraform, pg_dump) and for the AWS SDK's own settings. */
  env: Readonly<Record<string, string | undefined>>
  progress: Progress
  holder: Holder
  runId: string
  isAlive: (pid: number) => boolean
  sleep: (milliseconds: number) => Promise<void>
  /** All of standard input. @throws MigrateError USAGE where that is a terminal. */
  readInput: () => Promise<string>
}

export interface ArgumentSpec {
  name: string
  description: string
  /** None, one or several may be given; `arguments` then has them in one text, with a blank between. @default exactly one */
  isMany?: boolean
}

export interface OptionSpec {
  /** As commander spells it: `--confirm-cutover <target>`. */
  flags: string
  description: string
}

export interface CommandInput {
  /** `aiuteur/dev`; empty for commands without one. */
  target: string
  dryRun: boolean
  /** Values of the command's own arguments, which all have to be given where they do not say otherwise. */
  arguments: Readonly<Record<string, string | undefined>>
  /** Values of the command's own options by long name without dashes. */
  options: Readonly<Record<string, string | undefined>>
}

export interface Outcome {
  /** Printed by --json, exactly one value. */
  json: object
  /** The same, drawn for a person. */
  text: string[]
  exit: ExitCode
}

/** A command as one value; the command line, the help and the docs are built from these. */
export interface Command {
  /** `['storage', 'cutover']`. */
  words: readonly string[]
  summary: string
  example: string
  takesTarget: boolean
  /** True where `--dry-run` prints what would be done. */
  canDryRun: boolean
  /** What follows the target. */
  arguments?: readonly ArgumentSpec[]
  /** True where a mistyped command line may hold a secret: an error then repeats nothing of it. */
  repeatsNoArguments?: boolean
  options?: readonly OptionSpec[]
  run(context: CommandContext, input: CommandInput): Promise<Outcome>
}
