import { readFile } from 'node:fs/promises'
import { parseSystems } from '../../cdktf/config/parse-systems'
import { targetsOf } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { MigrateError } from '../engine/errors'
import { EXIT } from '../engine/exit-codes'
import type { Command } from './command'

export const configCheck: Command = {
  words: ['config', 'check'],
  summary: 'read every system (or one JSON file) and report all its faults at once',
  example: 'npm run migrate -- config check --file my-system.json',
  takesTarget: false,
  canDryRun: false,
  options: [{ flags: '--file <path>', description: 'a system as JSON, instead of cdktf/systems/' }],
  run: async (_context, input) => {
    const given: unknown[] =
      input.options.file === undefined ? [...systems] : [await readJson(input.options.file)]
    const targets = parseSystems(given)
      .flatMap(targetsOf)
      .map((target) => target.name)
    return { json: { targets }, text: targets.map((name) => `${name}: no faults`), exit: EXIT.done }
  },
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new MigrateError(
      'USAGE',
      `--file ${path} could not be read as JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        data: { path },
        suggestion: 'give the path of a JSON file that holds one system',
        cause,
      },
    )
  }
}
