import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { nodeHealthCommand } from '../../../cdktf/constructs/node-health-command'

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Exit code of the command, run as ECS runs it: without a shell. */
async function exitCodeFor(port: number, path = '/health'): Promise<unknown> {
  const [kind, program, ...args] = nodeHealthCommand(port, path)
  expect([kind, program]).toEqual(['CMD', 'node'])
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const [code] = (await once(child, 'exit')) as unknown[]
  return code
}

describe('the health command of a container', () => {
  let server: Server
  let port: number
  beforeAll(async () => {
    server = createServer(({ url }, answer) => {
      answer.statusCode = url === '/health?full="yes"' ? 200 : url === '/health' ? 200 : 503
      answer.end()
    })
    port = await listen(server)
  })
  afterAll(() => server.close())

  it('ends with 0 for an answer with status 200', async () => {
    expect(await exitCodeFor(port)).toBe(0)
  })

  it('takes the path as it is', async () => {
    expect(await exitCodeFor(port, '/health?full="yes"')).toBe(0)
  })

  it('fails for another status', async () => {
    expect(await exitCodeFor(port, '/draining')).toBe(1)
  })

  it('fails where nobody listens', async () => {
    const closed = createServer()
    const free = await listen(closed)
    closed.close()
    await once(closed, 'close')
    expect(await exitCodeFor(free)).toBe(1)
  })

  it('fails where the answer does not come', async () => {
    const silent = createServer(() => undefined)
    try {
      expect(await exitCodeFor(await listen(silent))).toBe(1)
    } finally {
      silent.closeAllConnections()
      silent.close()
    }
  })
})
