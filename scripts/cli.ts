import { Command as Program, CommanderError } from 'commander'
import type { Command, CommandInput } from './commands/command'
import { ERROR_CODES } from './engine/error-codes'
import { MigrateError } from './engine/errors'
import { EXIT_MEANINGS } from './engine/exit-codes'
import { SETTING_VARIABLES } from './settings'

/** What the command line asks for: a command with its input, or a text to print (help, version). */
export type Asked = { command: Command; input: CommandInput; json: boolean } | { text: string }

const DESCRIPTION =
  'Moves a live Supabase application to AWS, one phase at a time, and back without losing anything.'

/** Reads a command line. @throws MigrateError USAGE for one we do not know. */
export async function readCommandLine(argv: readonly string[], commands: readonly Command[]): Promise<Asked> {
  let asked: Asked | undefined
  let text = ''
  const program = build(
    commands,
    (found) => (asked = found),
    (written) => (text += written),
  )
  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return { text }
    throw silentUsage(argv, commands) ?? usage(text.trim() || error.message, argv)
  }
  if (asked) return asked
  if (argv.length === 0) return { text: program.helpInformation() }
  throw silentUsage(argv, commands) ?? usage(`"${argv.join(' ')}" is not a command`, argv)
}

/** For a command whose arguments must not be repeated. */
function silentUsage(argv: readonly string[], commands: readonly Command[]): MigrateError | undefined {
  // The first word is enough: the second may be the mistyped one.
  const command = commands.find(
    ({ repeatsNoArguments, words }) => repeatsNoArguments === true && words[0] === argv[0],
  )
  if (command === undefined) return undefined
  const words = command.words.join(' ')
  return new MigrateError('USAGE', `that is not how "${words}" is used`, {
    data: { given: command.words.slice(0, 1) },
    suggestion: `npm run migrate -- ${words} --help`,
  })
}

function usage(message: string, argv: readonly string[]): MigrateError {
  return new MigrateError('USAGE', message.replace(/^error: /, ''), {
    data: { given: [...argv] },
    suggestion: 'npm run migrate -- --help',
  })
}

function build(
  commands: readonly Command[],
  found: (asked: Asked) => void,
  write: (text: string) => void,
): Program {
  const program = new Program('migrate')
  const output = { writeOut: write, writeErr: write }
  program.description(DESCRIPTION).exitOverride().configureOutput(output)
  program.addHelpText('after', afterHelp())
  for (const command of commands) add(program, command, { found, output })
  return program
}

interface Sinks {
  found: (asked: Asked) => void
  output: { writeOut: (text: string) => void; writeErr: (text: string) => void }
}

function add(program: Program, command: Command, sinks: Sinks): void {
  const name = command.words.at(-1) ?? ''
  const parent = command.words.slice(0, -1).reduce((group, word) => groupOf(group, word, sinks), program)
  const leaf = parent.command(name).description(command.summary).exitOverride().configureOutput(sinks.output)
  if (command.takesTarget) leaf.argument('<target>', 'system/environment, for example aiuteur/dev')
  for (const { name, description, isMany } of command.arguments ?? [])
    leaf.argument(isMany === true ? `[${name}...]` : `<${name}>`, description)
  leaf.option('--json', 'print exactly one JSON value on standard output')
  if (command.canDryRun) leaf.option('--dry-run', 'print what would be done and change nothing')
  for (const option of command.options ?? []) leaf.option(option.flags, option.description)
  leaf.addHelpText('after', `\nExample:\n  ${command.example}`)
  leaf.action(() => {
    const { json, dryRun, ...own } = leaf.opts<Record<string, string | boolean | undefined>>()
    const [target = ''] = command.takesTarget ? leaf.args : []
    const input = {
      target,
      dryRun: dryRun === true,
      arguments: ownArguments(command, leaf.args),
      options: longNames(own),
    }
    sinks.found({ command, input, json: json === true })
  })
}

function groupOf(parent: Program, word: string, sinks: Sinks): Program {
  const there = parent.commands.find((candidate) => candidate.name() === word)
  if (there) return there
  return parent.command(word).description(`commands of ${word}`).exitOverride().configureOutput(sinks.output)
}

function ownArguments(command: Command, given: readonly string[]): Record<string, string | undefined> {
  const own = given.slice(command.takesTarget ? 1 : 0)
  return Object.fromEntries(
    (command.arguments ?? []).map(({ name, isMany }, i) => [
      name,
      isMany === true ? own.slice(i).join(' ') : own[i],
    ]),
  )
}

/** commander answers `confirmCutover` for `--confirm-cutover`. */
function longNames(
  options: Record<string, string | boolean | undefined>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      value === undefined ? undefined : String(value),
    ]),
  )
}

function afterHelp(): string {
  const variables = Object.entries(SETTING_VARIABLES).map(([name, use]) => `  ${name.padEnd(28)}${use}`)
  const exits = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => `  ${code}  ${meaning}`)
  return [
    '',
    'Environment:',
    ...variables,
    '',
    'Exit codes:',
    ...exits,
    '',
    `${Object.keys(ERROR_CODES).length} error codes: docs/errors.md`,
  ].join('\n')
}
