import { commentBody } from './body'
import type { Settings } from './inputs'

const PAGE = 100

interface Comment {
  id: number
  html_url: string
  body: string
}

/** Writes the comment, over the one that has the marker if there is one. Returns its address and its text. */
export async function run(settings: Settings): Promise<{ url: string; body: string }> {
  const body = commentBody(settings.marker, settings.files)
  const before = await findComment(settings)
  const issues = `/repos/${settings.repository}/issues`
  const comment = before
    ? await request(settings, `${issues}/comments/${before.id}`, { method: 'PATCH', body: { body } })
    : await request(settings, `${issues}/${settings.pullRequest}/comments`, {
        method: 'POST',
        body: { body },
      })
  return { url: asComment(comment)?.html_url ?? '', body }
}

/** Only a bot's comment is taken over: anyone can write a comment that begins with the marker. */
async function findComment(settings: Settings): Promise<Comment | undefined> {
  for (let page = 1; ; page += 1) {
    const path = `/repos/${settings.repository}/issues/${settings.pullRequest}/comments?per_page=${PAGE}&page=${page}`
    const comments = await request(settings, path, { method: 'GET' })
    if (!Array.isArray(comments)) throw new Error('GitHub did not answer with a list of comments')
    const ours = comments
      .filter(isBot)
      .map(asComment)
      .find((comment) => comment?.body.startsWith(settings.marker))
    if (ours) return ours
    if (comments.length < PAGE) return undefined
  }
}

function isBot(comment: unknown): boolean {
  if (typeof comment !== 'object' || comment === null || !('user' in comment)) return false
  const { user } = comment
  return typeof user === 'object' && user !== null && 'type' in user && user.type === 'Bot'
}

function asComment(value: unknown): Comment | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (!('id' in value) || typeof value.id !== 'number') return undefined
  if (!('body' in value) || typeof value.body !== 'string') return undefined
  const url = 'html_url' in value && typeof value.html_url === 'string' ? value.html_url : ''
  return { id: value.id, html_url: url, body: value.body }
}

interface Request {
  method: 'GET' | 'POST' | 'PATCH'
  body?: unknown
}

async function request(settings: Settings, path: string, { method, body }: Request): Promise<unknown> {
  const response = await fetch(`${settings.apiUrl}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${settings.token}`,
      'x-github-api-version': '2022-11-28',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(settings.timeoutSeconds * 1000),
  })
  const text = await response.text()
  if (!response.ok)
    throw new Error(`GitHub answered ${response.status} to ${method} ${path}: ${text.slice(0, 300)}`)
  return JSON.parse(text) as unknown
}
