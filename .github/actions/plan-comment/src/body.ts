import { readFileSync } from 'node:fs'

/** GitHub refuses a longer comment. */
const COMMENT_LIMIT = 65_536

/**
 * The comment: its marker and the Markdown of each plan. `migrate plan --comment-limit` keeps each within its share;
 * @throws where they are too long together, since cutting here would not know what is harmful
 */
export function commentBody(marker: string, files: readonly string[]): string {
  const body = [marker, ...files.map(planText)].join('\n\n')
  if (body.length > COMMENT_LIMIT) {
    throw new Error(
      `The plans have ${body.length} characters, GitHub takes ${COMMENT_LIMIT}: lower --comment-limit`,
    )
  }
  return body
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
