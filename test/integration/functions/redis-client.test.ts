import { once } from 'node:events'
import { createServer } from 'node:net'
import { redisClient } from '../../../services/shared/realtime/redis-client'

/** Takes down what clients say when they connect, and hangs up on the first. */
async function heardBy(use: (port: number, heard: string[]) => Promise<void>): Promise<void> {
  const heard: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (data) => {
      heard.push(data.toString())
      if (heard.length === 1) socket.destroy()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  try {
    await use(address.port, heard)
  } finally {
    server.close()
  }
}

describe('a client of Redis that signs in with IAM', () => {
  it('makes a token for every connection, also after credentials could not be had', async () => {
    await heardBy(async (port, heard) => {
      let asked = 0
      const errors: unknown[] = []
      const client = redisClient({
        url: `redis://community-dev-app@127.0.0.1:${port}?replicationGroup=community-dev`,
        aws: {
          credentials: async () => {
            asked += 1
            if (asked === 1) throw new Error('no credentials yet')
            return { accessKeyId: `KEY${asked}`, secretAccessKey: 'secret' }
          },
          region: async () => 'us-east-1',
        },
        onError: (error) => errors.push(error),
      })
      try {
        client.connect().catch(() => undefined)
        while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 20))
      } finally {
        client.disconnect()
      }
      expect(String(errors[0])).toContain('no credentials yet')
      expect(heard[0]).toContain('community-dev-app')
      expect(heard[0]).toContain('community-dev/?Action=connect&User=community-dev-app&')
      expect(heard.map((text) => /X-Amz-Credential=(KEY\d+)/.exec(text)?.[1])).toEqual(['KEY2', 'KEY3'])
    })
  })
})
