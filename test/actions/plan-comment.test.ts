import { createServer, type IncomingMessage, type Server } from 'node:http'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAction, withFolder, type ActionRun } from './run-action'

interface Comment {
  id: number
  body: string
  user: { type: string }
  html_url: string
}

const MARKER = '<!-- supabase-to-aws:plans -->'

/** GitHub's API as far as the action uses it, over a list of comments. */
function githubDouble(comments: Comment[], refuse = false): Server {
  return createServer((request, response) => {
    void read(request).then((body) => {
      const allowed = !refuse && request.headers.authorization === 'Bearer token-of-the-run'
      const [status, value] = allowed ? answer(comments, request, body) : [403, { message: 'no' }]
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    })
  })
}

function answer(
  comments: Comment[],
  { method, url: path = '/' }: IncomingMessage,
  body: string,
): [number, unknown] {
  const url = new URL(path, 'http://github')
  const page = Number(url.searchParams.get('page'))
  if (method === 'GET') return [200, comments.slice((page - 1) * 100, page * 100)]
  if (method === 'POST') {
    const made = makeComment(comments.length + 1, body, 'Bot')
    comments.push(made)
    return [201, made]
  }
  const found = comments.find(({ id }) => url.pathname.endsWith(`/comments/${id}`))
  return found ? [200, Object.assign(found, { body })] : [404, {}]
}

async function read(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  const value: unknown = text === '' ? {} : JSON.parse(text)
  return typeof value === 'object' && value !== null && 'body' in value ? String(value.body) : ''
}

function makeComment(id: number, body: string, type: string): Comment {
  return { id, body, user: { type }, html_url: `https://github.example/comment/${id}` }
}

interface Given {
  comments: Comment[]
  files: Record<string, string>
  refuse?: boolean
  pullRequest?: string
}

async function comment({ comments, files, refuse, pullRequest = '7' }: Given): Promise<ActionRun> {
  const server = githubDouble(comments, refuse)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    return await withFolder(async (folder) => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
      const paths = [...Object.keys(files), 'missing.json'].map((name) => join(folder, name))
      return runAction(folder, {
        name: 'plan-comment',
        inputs: { 'pull-request': pullRequest, token: 'token-of-the-run', files: paths.join('\n') },
        github: { api_url: `http://127.0.0.1:${port}` },
      })
    })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const plan = (markdown: string): string => JSON.stringify({ comment: markdown })

describe('plan-comment', () => {
  test('writes one comment with each plan, and says which one is missing', async () => {
    const comments: Comment[] = []
    const run = await comment({
      comments,
      files: { 'dev.json': plan('## dev'), 'prod.json': plan('## prod') },
    })
    expect(run.exitCode).toBe(0)
    expect(run.outputs['url']).toBe('https://github.example/comment/1')
    expect(comments).toHaveLength(1)
    expect(comments[0]?.body).toMatch(
      /^<!-- supabase-to-aws:plans -->\n\n## dev\n\n## prod\n\n> \[!WARNING\]/,
    )
    expect(comments[0]?.body).toContain('missing.json`: not planned')
    expect(run.summary).toContain('## prod')
  })

  test('writes over its own comment, on whichever page it is', async () => {
    const comments = Array.from({ length: 150 }, (_, i) => makeComment(i + 1, `talk ${i}`, 'User'))
    const own = comments[120]
    if (own) Object.assign(own, { body: `${MARKER}\n\nold`, user: { type: 'Bot' } })
    await comment({ comments, files: { 'dev.json': plan('new') } })
    expect(comments).toHaveLength(150)
    expect(own?.body).toContain('new')
  })

  test("leaves a person's comment that begins with the marker alone", async () => {
    const comments = [makeComment(1, `${MARKER}\n\nmine`, 'User')]
    await comment({ comments, files: { 'dev.json': plan('new') } })
    expect(comments.map(({ body }) => body.includes('mine'))).toEqual([true, false])
  })

  test('plans that are too long together keep their heads, where lost data stands', async () => {
    const comments: Comment[] = []
    const long = (name: string): string =>
      plan(`## ${name}\n\n> Data would be lost\n\n### stack\n\n${'x'.repeat(40_000)}`)
    await comment({ comments, files: { 'dev.json': long('dev'), 'prod.json': long('prod') } })
    const body = comments[0]?.body ?? ''
    expect(body.length).toBeLessThanOrEqual(65_536)
    expect(body.match(/Data would be lost/g)).toHaveLength(2)
    expect(body.match(/Only the head fits/g)).toHaveLength(1)
  })

  test('fails with what GitHub answered, without the token', async () => {
    const run = await comment({ comments: [], files: { 'dev.json': plan('x') }, refuse: true })
    expect(run.exitCode).toBe(1)
    expect(run.log).toContain('GitHub answered 403')
    expect(run.log).not.toContain('token-of-the-run')
  })

  test('fails on a pull request that is no number', async () => {
    const run = await comment({ comments: [], files: {}, pullRequest: '7; true' })
    expect(run.log).toContain('pull-request: expected a number')
    expect(run.exitCode).toBe(1)
  })
})
