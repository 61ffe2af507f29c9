import { visible } from '../engine/format'

/** Text that is HTML already. Only `html` makes it, so whatever else meets a page is escaped. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text
  }
}

export type Content = Markup | string | number | null | undefined | readonly Content[]

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Template tag for HTML and SVG: every value is escaped unless it is Markup; arrays are joined. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.map((part, index) => part + toText(values[index])).join(''))
}

function toText(content: Content): string {
  if (content === null || content === undefined) return ''
  if (content instanceof Markup) return content.text
  if (typeof content === 'number') return String(content)
  return typeof content === 'string' ? escapeText(content) : content.map(toText).join('')
}

function escapeText(text: string): string {
  // Line breaks stay: long messages and evidence are set in pre-formatted blocks.
  const safe = text.split('\n').map(visible).join('\n')
  return safe.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
}
