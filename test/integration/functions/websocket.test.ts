import { PutItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { Redis } from 'ioredis'
import { ANNA, AWS, BOB, CONVERSATION, EVE, chats, type ChatWorld } from './chat-world'

const withChat = chats()

const MESSAGE = '16fd2706-8baf-433b-82eb-8c7fada847da'
const as = (userId: string) => ({ authorizer: { userId, principalId: userId } })
const hello = { action: 'message', conversationId: CONVERSATION, text: 'Hello', id: MESSAGE }

async function published<T>(world: ChatWorld, use: () => Promise<T>): Promise<Record<string, unknown>[]> {
  const subscriber = new Redis(world.redisUrl)
  const heard: Record<string, unknown>[] = []
  try {
    await subscriber.psubscribe('*')
    subscriber.on('pmessage', (_pattern, channel: string, text: string) => {
      heard.push({ channel, ...(JSON.parse(text) as object) })
    })
    await use()
    await subscriber.ping() // what was published before is heard before
    return heard
  } finally {
    subscriber.disconnect()
  }
}

const storedMessages = async ({ client }: ChatWorld) =>
  (await client.query<Record<string, unknown>>('select * from messages')).rows

describe('a connection', () => {
  it('is kept with its user from $connect to $disconnect', async () => {
    await withChat(async ({ invoke, connections }) => {
      expect(await invoke('$connect', 'c1', as(ANNA))).toEqual({ statusCode: 200 })
      await invoke('$connect', 'c2', as(ANNA))
      expect((await connections.ofUser(ANNA)).sort()).toEqual(['c1', 'c2'])
      await invoke('$disconnect', 'c1')
      expect(await connections.ofUser(ANNA)).toEqual(['c2'])
      expect(await invoke('$disconnect', 'c1')).toEqual({ statusCode: 200 })
    })
  })

  it('is not opened to who was not let in by the authorizer', async () => {
    await withChat(async ({ invoke, connections }) => {
      expect(await invoke('$connect', 'c1')).toEqual({ statusCode: 401 })
      expect(await invoke('$connect', 'c1', as('no user'))).toEqual({ statusCode: 401 })
      expect(await connections.userOf('c1')).toBeUndefined()
    })
  })

  it('accepts the subprotocol by which a browser hands over its token, and never sends the token back', async () => {
    await withChat(async ({ invoke }) => {
      const answer = await invoke('$connect', 'c1', {
        ...as(ANNA),
        headers: { 'Sec-WebSocket-Protocol': 'bearer, a.b.c' },
      })
      expect(answer).toEqual({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'bearer' } })
    })
  })

  it('is no more once it expired, though DynamoDB still has it', async () => {
    await withChat(async ({ awsEndpoint, table, connections, say, frames }) => {
      const dynamodb = new DynamoDBClient({ ...AWS, endpoint: awsEndpoint })
      const Item = { connectionId: { S: 'old' }, userId: { S: ANNA }, expiresAt: { N: '1700000000' } }
      await dynamodb.send(new PutItemCommand({ TableName: table, Item }))
      expect(await connections.ofUser(ANNA)).toEqual([])
      expect(await say('old', { action: 'ping' })).toEqual({ statusCode: 401 })
      expect(frames('old')).toEqual([])
    })
  })
})

describe('a message', () => {
  it('of a participant is stored, acknowledged and published to the participants', async () => {
    await withChat(async (world) => {
      await world.invoke('$connect', 'anna', as(ANNA))
      const heard = await published(world, () => world.say('anna', hello))
      expect(await storedMessages(world)).toMatchObject([
        { id: MESSAGE, conversation_id: CONVERSATION, sender_id: ANNA, text: 'Hello' },
      ])
      const sentAt: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
      expect(world.frames('anna')).toEqual([
        { type: 'stored', id: MESSAGE, conversationId: CONVERSATION, sentAt },
      ])
      expect(heard).toMatchObject([
        {
          channel: `chat:${CONVERSATION}`,
          v: 1,
          except: 'anna',
          frame: { type: 'message', id: MESSAGE, senderId: ANNA, text: 'Hello', sentAt },
        },
      ])
      expect((heard[0]?.['to'] as string[]).sort()).toEqual([ANNA, BOB].sort())
    })
  })

  it('that is sent again is stored once', async () => {
    await withChat(async (world) => {
      await world.invoke('$connect', 'anna', as(ANNA))
      await world.say('anna', hello)
      await world.say('anna', hello)
      expect(await storedMessages(world)).toHaveLength(1)
      expect(world.frames('anna')).toHaveLength(2)
      expect(world.frames('anna')[1]).toEqual(world.frames('anna')[0])
    })
  })

  it('fails for who is not in the conversation, with the same words as for one that does not exist', async () => {
    await withChat(async (world) => {
      await world.invoke('$connect', 'eve', as(EVE))
      const heard = await published(world, async () => {
        await world.say('eve', hello)
        await world.say('eve', { ...hello, conversationId: ANNA })
        await world.say('eve', { action: 'typing', conversationId: CONVERSATION })
      })
      expect(world.frames('eve')).toEqual(Array(3).fill({ type: 'error', error: 'not in this conversation' }))
      expect(heard).toEqual([])
      expect(await storedMessages(world)).toEqual([])
    })
  })

  it('cannot take the id of somebody else’s', async () => {
    await withChat(async (world) => {
      await world.invoke('$connect', 'anna', as(ANNA))
      await world.invoke('$connect', 'bob', as(BOB))
      await world.say('anna', hello)
      await world.say('bob', { ...hello, text: 'forged' })
      expect(world.frames('bob')).toMatchObject([{ type: 'error' }])
      expect(await storedMessages(world)).toMatchObject([{ sender_id: ANNA, text: 'Hello' }])
    })
  })

  it('is stored and acknowledged while Redis is away', async () => {
    await withChat(async (world) => {
      await world.invoke('$connect', 'anna', as(ANNA))
      await world.stopRedis()
      await world.say('anna', hello)
      expect(world.frames('anna')).toMatchObject([{ type: 'stored' }])
      expect(await storedMessages(world)).toHaveLength(1)
      expect(world.lines.join()).toContain('not published')
    })
  })

  it('is in no log', async () => {
    await withChat(async (world) => {
      await world.invoke('$connect', 'anna', as(ANNA))
      await world.say('anna', { ...hello, text: 'a very private matter' })
      expect(world.lines.join()).toContain(MESSAGE)
      expect(world.lines.join()).not.toContain('private')
    })
  })
})

describe('other actions', () => {
  it('typing tells the others, and nobody answers', async () => {
    await withChat(async (world) => {
      await world.invoke('$connect', 'anna', as(ANNA))
      const heard = await published(world, () =>
        world.say('anna', { action: 'typing', conversationId: CONVERSATION }),
      )
      expect(heard).toMatchObject([{ to: [BOB], frame: { type: 'typing', userId: ANNA } }])
      expect(world.frames('anna')).toEqual([])
    })
  })

  it('ping is answered', async () => {
    await withChat(async ({ invoke, say, frames }) => {
      await invoke('$connect', 'anna', as(ANNA))
      await say('anna', { action: 'ping' })
      expect(frames('anna')).toEqual([{ type: 'pong' }])
    })
  })

  it('that are unknown or badly formed are answered with an error', async () => {
    await withChat(async ({ invoke, say, frames }) => {
      await invoke('$connect', 'anna', as(ANNA))
      const wrong = [
        { action: 'delete' },
        { ...hello, text: ' ' },
        { ...hello, text: 'x'.repeat(4001) },
        { ...hello, conversationId: '1' },
        { ...hello, userId: BOB },
        'not json',
        '',
        'null',
      ]
      for (const body of wrong) await say('anna', body)
      expect(frames('anna')).toEqual(wrong.map(() => ({ type: 'error', error: 'unknown action' })))
    })
  })

  it('of a connection that ended meanwhile remove it', async () => {
    await withChat(async ({ invoke, say, connections, drop }) => {
      await invoke('$connect', 'anna', as(ANNA))
      drop('anna')
      await say('anna', { action: 'ping' })
      expect(await connections.userOf('anna')).toBeUndefined()
    })
  })
})
