import type { AttributeChange } from './attributes'
import type { ChangeKind } from './kinds'
import { oneLine } from './markdown'

/** Beyond this many lines a fold is not read any more; the plan file has the rest. */
const MAX_LINES = 60
/** A destroyed resource is recognised by its first attributes; the rest is gone anyway. */
const MAX_LINES_DELETE = 12

/** The attributes of a change as the lines of a diff. */
export function attributeLines(kind: ChangeKind, attributes: readonly AttributeChange[]): string[] {
  const lines = attributes.flatMap((attribute) => linesOf(attribute))
  const limit = kind === 'delete' ? MAX_LINES_DELETE : MAX_LINES
  if (lines.length <= limit) return lines
  return [...lines.slice(0, limit), `  … and ${lines.length - limit} more lines`]
}

function linesOf({ path, before, after, forcesReplacement }: AttributeChange): string[] {
  const note = forcesReplacement ? '  # forces replacement' : ''
  return [
    ...(before === undefined ? [] : [`- ${path} = ${oneLine(before)}${after === undefined ? note : ''}`]),
    ...(after === undefined ? [] : [`+ ${path} = ${oneLine(after)}${note}`]),
  ]
}
