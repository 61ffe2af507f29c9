import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'

const START_LIMIT_MS = 10_000
/** Another process may take the port between our look and the server's start. */
const PORT_ATTEMPTS = 5

export interface RedisServer {
  readonly url: string
  readonly port: number
  stop(): Promise<void>
}

/** A Redis of its own, without files, on a free port of the loopback. @param port a certain one */
export async function startRedis(port?: number): Promise<RedisServer> {
  for (let attempt = 1; ; attempt += 1) {
    const chosen = port ?? (await freePort())
    const child = spawn(
      'redis-server',
      ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
      { stdio: 'ignore' },
    )
    const failed = once(child, 'error').then(([error]) => {
      throw missing(error)
    })
    const url = `redis://127.0.0.1:${chosen}`
    if (await Promise.race([answers(url, child), failed])) {
      return { url, port: chosen, stop: () => stop(child) }
    }
    await stop(child)
    if (attempt === PORT_ATTEMPTS) throw new Error('redis-server does not start')
  }
}

function missing(cause: unknown): Error {
  return new Error('These tests need redis-server on the PATH: apt-get install redis-server', { cause })
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 })
  client.on('error', () => undefined)
  try {
    const ended = once(child, 'exit').then(() => false)
    const late = sleep(START_LIMIT_MS, false, { ref: false })
    return await Promise.race([client.ping().then(() => true), ended, late])
  } finally {
    client.disconnect()
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
