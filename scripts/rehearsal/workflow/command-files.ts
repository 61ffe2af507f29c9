import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files by which a step talks back, one set a step: https://docs.github.com/actions/reference/workflow-commands */
export interface CommandFiles {
  env: Record<'GITHUB_OUTPUT' | 'GITHUB_ENV' | 'GITHUB_PATH' | 'GITHUB_STEP_SUMMARY' | 'GITHUB_STATE', string>
}

export interface CommandResults {
  outputs: Record<string, string>
  env: Record<string, string>
  /** Folders to put before PATH. */
  path: string[]
  summary: string
}

export function makeCommandFiles(temporary: string): CommandFiles {
  const folder = mkdtempSync(join(temporary, 'commands-'))
  const file = (name: string): string => {
    const path = join(folder, name)
    writeFileSync(path, '')
    return path
  }
  return {
    env: {
      GITHUB_OUTPUT: file('output'),
      GITHUB_ENV: file('env'),
      GITHUB_PATH: file('path'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_STATE: file('state'),
    },
  }
}

/** @throws where a file does not have the form GitHub asks for, which fails the step there too */
export function readCommandFiles({ env }: CommandFiles): CommandResults {
  const read = (path: string): string => readFileSync(path, 'utf8')
  return {
    outputs: parsePairs(read(env.GITHUB_OUTPUT)),
    env: parsePairs(read(env.GITHUB_ENV)),
    path: read(env.GITHUB_PATH)
      .split('\n')
      .filter((line) => line !== ''),
    summary: read(env.GITHUB_STEP_SUMMARY),
  }
}

/** `name=value`, or `name<<END`, lines, `END`. */
function parsePairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {}
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const match = /^(?<name>[^=]*?)(?<sign><<|=)(?<rest>.*)$/.exec(line)?.groups
    const name = match?.['name'] ?? ''
    if (name === '') throw new Error(`Invalid format '${line}'`)
    if (match?.['sign'] === '=') {
      pairs[name] = match['rest'] ?? ''
      continue
    }
    const end = lines.indexOf(match?.['rest'] ?? '', at + 1)
    if (end < 0) throw new Error(`Invalid value for '${name}': its delimiter does not follow`)
    pairs[name] = lines.slice(at + 1, end).join('\n')
    at = end
  }
  return pairs
}
