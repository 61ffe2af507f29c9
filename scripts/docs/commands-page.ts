import { readCommandLine } from '../cli'
import { commands } from '../commands'
import type { Command } from '../commands/command'

/** docs/commands.md: the help of every command, as `--help` prints it. */
export async function renderCommandsPage(): Promise<string> {
  const sections = await Promise.all(commands.map(section))
  return `# Commands

\`npm run migrate -- <command>\`. Generated from the commands themselves; \`npm run migrate -- --help\` lists them.

${sections.join('\n')}`
}

async function section(command: Command): Promise<string> {
  const asked = await readCommandLine([...command.words, '--help'], commands)
  if (!('text' in asked)) throw new Error(`${command.words.join(' ')} has no help`)
  return `## ${command.words.join(' ')}\n\n\`\`\`\n${asked.text.trim()}\n\`\`\`\n`
}
