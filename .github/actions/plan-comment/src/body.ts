import { readFileSync } from 'node:fs'

/** GitHub refuses a longer comment ("Body is too long"). */
const COMMENT_LIMIT = 65_536
const CUT = '_Only the head fits beside the other plans; the file of this plan has every change._'

/**
 * The comment: its marker and the Markdown of each plan. Each fits by itself; where they do not fit together, the
 * longest ones are cut to their head, which has lost data, counts and states: what is harmful stays in sight.
 */
export function commentBody(marker: string, files: readonly string[]): string {
  const parts = files.map(planText)
  const body = (): string => [marker, ...parts].join('\n\n')
  const longestFirst = parts
    .map((part, index) => ({ part, index }))
    .sort((a, b) => b.part.length - a.part.length)
  for (const { part, index } of longestFirst) {
    if (body().length <= COMMENT_LIMIT) break
    parts[index] = headOf(part)
  }
  if (body().length > COMMENT_LIMIT) {
    throw new Error(
      `The heads of the plans alone have ${body().length} characters, GitHub takes ${COMMENT_LIMIT}`,
    )
  }
  return body()
}

/** Everything before the changes of the first stack. */
function headOf(markdown: string): string {
  const [head = ''] = markdown.split(/^### /m)
  return `${head.trimEnd()}\n\n${CUT}`
}

function planText(file: string): string {
  try {
    const plan: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof plan === 'object' && plan !== null && 'comment' in plan && typeof plan.comment === 'string') {
      return plan.comment
    }
  } catch {
    // Said below: a plan that failed left no file, or half of one.
  }
  return `> [!WARNING]\n> \`${file.replaceAll('`', '')}\`: not planned. The run's log says why.`
}
