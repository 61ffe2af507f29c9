/** Text that Markdown and HTML leave alone: a name in a plan must not be able to close a tag or mention a person. */
export function code(text: string): string {
  return `<code>${oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('|', '&#124;').replaceAll('`', '&#96;')}</code>`
}

/** A fenced block whose fence is longer than any in the text. */
export function fenced(language: string, lines: readonly string[]): string {
  const text = lines.join('\n')
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

/** A fold; the blank lines let Markdown work inside it. */
export function fold(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

/** The text on one line, cut at `limit` characters with an ellipsis. */
export function oneLine(text: string, limit = 200): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`
}

/** `3 create, 1 replace`: the counts that are not zero. */
export function countsText(counts: ReadonlyMap<string, number>): string {
  return [...counts].flatMap(([name, count]) => (count === 0 ? [] : [`${count} ${name}`])).join(', ')
}
