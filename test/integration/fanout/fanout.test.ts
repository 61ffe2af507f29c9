import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { ANNA, AWS, BOB, CONVERSATION, EVE, chats, type ChatWorld } from '../functions/chat-world'

const withChat = chats()

const ROOT = join(__dirname, '../../..')
const LIMIT_MS = 30_000
const as = (userId: string) => ({ authorizer: { userId } })
const say = (text: string) => ({ action: 'message', conversationId: CONVERSATION, text })
const texts = (frames: readonly Record<string, unknown>[]) => frames.map(({ text }) => text)

interface Subscriber {
  child: ChildProcess
  lines: Record<string, unknown>[]
  health: () => Promise<number>
  /** SIGTERM, and the exit code. */
  stop: () => Promise<number | null>
}

/** The program itself, as its container runs it. */
async function withFanout(world: ChatWorld, use: (subscriber: Subscriber) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'services/fanout/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      AWS_REGION: AWS.region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: world.awsEndpoint,
      REDIS_URL: world.redisUrl,
      TABLE_CONNECTIONS: world.table,
      WEBSOCKET_ENDPOINT: world.managementUrl,
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit')
  const lines: Record<string, unknown>[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line) as never))
  try {
    await until(() => lines.some(({ event }) => event === 'listening'))
    const port = Number(lines.find(({ event }) => event === 'listening')?.['port'])
    const health = async () => (await fetch(`http://127.0.0.1:${port}/health`)).status
    await until(async () => (await health()) === 200)
    const stop = async () => {
      child.kill('SIGTERM')
      const [code] = (await ended) as [number | null]
      return code
    }
    await use({ child, lines, health, stop })
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LIMIT_MS
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`it did not come to pass: ${condition.toString()}`)
    await sleep(20)
  }
}

async function connectAll(world: ChatWorld): Promise<void> {
  await world.invoke('$connect', 'anna', as(ANNA))
  await world.invoke('$connect', 'anna-2', as(ANNA))
  await world.invoke('$connect', 'bob', as(BOB))
  await world.invoke('$connect', 'eve', as(EVE))
}

describe('a message', () => {
  it('reaches every connection of its participants but the sender’s, in order, and nobody else', async () => {
    await withChat(async (world) => {
      await connectAll(world)
      await withFanout(world, async () => {
        const sent = ['one', 'two', 'three']
        for (const text of sent) await world.say('anna', say(text))
        await until(() => world.frames('bob').length === 3 && world.frames('anna-2').length === 3)
        expect(texts(world.frames('bob'))).toEqual(sent)
        expect(texts(world.frames('anna-2'))).toEqual(sent)
        expect(world.frames('bob')[0]).toMatchObject({
          type: 'message',
          senderId: ANNA,
          conversationId: CONVERSATION,
        })
        expect(world.frames('anna').map(({ type }) => type)).toEqual(['stored', 'stored', 'stored'])
        expect(world.frames('eve')).toEqual([])
      })
    })
  })

  it('is delivered once where two programs listen', async () => {
    await withChat(async (world) => {
      await connectAll(world)
      await withFanout(world, (one) =>
        withFanout(world, async (two) => {
          for (let n = 0; n < 10; n += 1) await world.say('anna', say(String(n)))
          const delivered = () => [...one.lines, ...two.lines].filter(({ event }) => event === 'delivered')
          await until(() => delivered().length === 10)
          expect(await one.stop()).toBe(0)
          expect(await two.stop()).toBe(0)
          expect(delivered()).toHaveLength(10)
          expect(texts(world.frames('bob')).sort()).toEqual(Array.from({ length: 10 }, (_, n) => String(n)))
        }),
      )
    })
  })

  it('removes a connection that is gone and reaches the others', async () => {
    await withChat(async (world) => {
      await connectAll(world)
      await world.invoke('$connect', 'bob-2', as(BOB))
      world.drop('bob')
      await withFanout(world, async () => {
        await world.say('anna', say('hello'))
        await until(() => world.frames('bob-2').length === 1)
        await until(async () => (await world.connections.userOf('bob')) === undefined)
        expect(await world.connections.ofUser(BOB)).toEqual(['bob-2'])
      })
    })
  })
})

describe('the program', () => {
  it('is not healthy while Redis is away, and listens again when it is back', async () => {
    await withChat(async (world) => {
      await connectAll(world)
      await withFanout(world, async ({ health }) => {
        await world.stopRedis()
        await until(async () => (await health()) === 503)
        await world.startRedis()
        await until(async () => (await health()) === 200)
        await until(async () => {
          await world.say('anna', say('again'))
          return world.frames('bob').length > 0
        })
      })
    })
  })

  it('survives what is no envelope', async () => {
    await withChat(async (world) => {
      await connectAll(world)
      await withFanout(world, async ({ lines, child }) => {
        const redis = new Redis(world.redisUrl)
        for (const text of ['', 'null', '{"v":2}', '[]']) await redis.publish(`chat:${CONVERSATION}`, text)
        redis.disconnect()
        await until(() => lines.filter(({ event }) => event === 'not an envelope').length === 4)
        await world.say('anna', say('still here'))
        await until(() => world.frames('bob').length === 1)
        expect(child.exitCode).toBeNull()
      })
    })
  })

  it('ends with 0 when it is told to, and answers nothing but its health', async () => {
    await withChat(async (world) => {
      await withFanout(world, async ({ lines, stop }) => {
        const port = Number(lines.find(({ event }) => event === 'listening')?.['port'])
        expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404)
        expect(await stop()).toBe(0)
        expect(lines.at(-1)).toMatchObject({ event: 'stopped' })
      })
    })
  })
})
