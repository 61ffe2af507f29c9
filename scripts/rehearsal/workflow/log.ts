/** Where a line of the log comes from. */
export interface LogSource {
  job: string
  step: string
}

export type OnLine = (line: string, source: LogSource) => void

const MASK = '***'
// ::error file=a,line=1::message, as @actions/core writes it.
const COMMAND = /^::(?<name>[a-z-]+)(?<properties> [^:]*)?::(?<message>.*)$/s

/** The log of a run: no secret gets through it, and workflow commands are carried out instead of shown. */
export class Log {
  private readonly secrets = new Set<string>()
  private readonly onLine: OnLine

  constructor(secrets: Iterable<string>, onLine: OnLine) {
    for (const secret of secrets) this.addSecret(secret)
    this.onLine = onLine
  }

  /** GitHub masks a secret of several lines line by line, since the log has no other unit. */
  addSecret(secret: string): void {
    for (const part of [secret, ...secret.split('\n')]) {
      const trimmed = part.trim()
      if (trimmed !== '') this.secrets.add(trimmed)
    }
  }

  mask(text: string): string {
    const longestFirst = [...this.secrets].sort((a, b) => b.length - a.length)
    return longestFirst.reduce((masked, secret) => masked.replaceAll(secret, MASK), text)
  }

  /** One line that a step printed. */
  print(line: string, source: LogSource): void {
    const groups = COMMAND.exec(line)?.groups
    const name = groups?.['name']
    const message = unescape(groups?.['message'] ?? '')
    if (name === 'add-mask') {
      this.addSecret(message)
      return
    }
    const shown = name === undefined || name === 'endgroup' ? line : `${name}: ${message}`
    if (name === 'debug' || name === 'endgroup') return
    for (const part of this.mask(shown).split('\n')) this.onLine(part, source)
  }
}

function unescape(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}
