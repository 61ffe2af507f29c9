import { createHash } from 'node:crypto'
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2'
import { LINK_SECONDS, Links, SENDS_MAX } from '../../../services/functions/magic-link/links'
import { createMagicLink } from '../../../services/functions/magic-link/magic-link'
import { jsonLog } from '../../../services/shared/lambda/log'
import type { Emulator } from '../../../scripts/rehearsal/emulator/emulator'
import { createEmulator } from '../../helpers/emulator'

const ANNA = '3b241101-e2bb-4255-8caf-4136c566a962'
const BOB = '9c858901-8a57-4791-81fe-4c455b099bc9'
const START = Date.parse('2026-01-05T10:00:00Z')
const PAGE = 'https://community.example/auth/callback'

let emulator: Emulator
let dynamodb: DynamoDBClient
let ses: SESv2Client
let table: string
let lines: string[]
let now: number
let tables = 0

beforeAll(async () => {
  emulator = await createEmulator()
  const settings = {
    endpoint: emulator.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  dynamodb = new DynamoDBClient(settings)
  ses = new SESv2Client(settings)
  await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'community.example' }))
})
afterAll(() => emulator.stop())

beforeEach(async () => {
  lines = []
  now = START
  tables += 1
  table = `magic-links-${tables}`
  await dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'tokenHash', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'tokenHash', KeyType: 'HASH' }],
    }),
  )
})

interface Mail {
  to: string[]
  link: URL
}

/** Filled by a middleware: what went to SES, and was accepted. */
const taken: Mail[] = []
const mails = (): Mail[] => taken.splice(0)

beforeAll(() => {
  ses.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args)
      const input = args.input as {
        Destination?: { ToAddresses?: string[] }
        Content?: { Simple?: { Body?: { Text?: { Data?: string } } } }
      }
      const link = /https:\S+/.exec(input.Content?.Simple?.Body?.Text?.Data ?? '')?.[0]
      if (link !== undefined) taken.push({ to: input.Destination?.ToAddresses ?? [], link: new URL(link) })
      return answer
    },
    { step: 'initialize' },
  )
})

const run = (of: object): Promise<unknown> =>
  createMagicLink({
    links: new Links({ dynamodb, table, now: () => new Date(now) }),
    mail: { ses, sender: 'no-reply@community.example', page: PAGE },
    log: jsonLog('magic-link', (line) => lines.push(line)),
  })(of)

interface Who {
  userName?: string
  clientId?: string
  userNotFound?: boolean
  attributes?: Record<string, string>
}

function event(
  trigger: string,
  request: object,
  { userName = ANNA, clientId = 'web', userNotFound, attributes }: Who,
): object {
  return {
    version: '1',
    triggerSource: `${trigger}_Authentication`,
    userName,
    callerContext: { awsSdkVersion: '3', clientId },
    request: {
      userAttributes: attributes ?? { email: 'anna@example.com', email_verified: 'true' },
      ...(userNotFound === undefined ? {} : { userNotFound }),
      ...request,
    },
    response: {},
  }
}

const answerOf = async (of: object) =>
  Reflect.get(Object(await run(of)), 'response') as Record<string, unknown>
const define = (results: readonly boolean[], who: Who = {}, challengeName = 'CUSTOM_CHALLENGE') =>
  answerOf(
    event(
      'DefineAuthChallenge',
      { session: results.map((challengeResult) => ({ challengeName, challengeResult })) },
      who,
    ),
  )
const create = (who: Who = {}, clientMetadata: object = { action: 'send' }) =>
  answerOf(
    event('CreateAuthChallenge', { challengeName: 'CUSTOM_CHALLENGE', session: [], clientMetadata }, who),
  )
const verify = async (challengeAnswer: string, who: Who = {}, clientMetadata?: object): Promise<unknown> =>
  (
    await answerOf(
      event(
        'VerifyAuthChallengeResponse',
        { challengeAnswer, privateChallengeParameters: {}, clientMetadata },
        who,
      ),
    )
  )['answerCorrect']

const tokenIn = (mail: Mail | undefined): string =>
  new URLSearchParams(mail?.link.hash.slice(1)).get('token') ?? ''

async function freshToken(who: Who = {}): Promise<string> {
  await create(who)
  return tokenIn(mails()[0])
}

describe('the way of somebody who signs in', () => {
  it('leads from a challenge by a mail to tokens', async () => {
    expect(await define([])).toEqual({
      issueTokens: false,
      failAuthentication: false,
      challengeName: 'CUSTOM_CHALLENGE',
    })
    await create({}, {})
    expect(mails()).toEqual([])
    expect(await verify('send', {}, { action: 'send' })).toBe(false)
    await create()
    const [mail, ...more] = mails()
    expect(more).toEqual([])
    expect(mail?.to).toEqual(['anna@example.com'])
    expect(mail?.link.href).toMatch(new RegExp(`^${PAGE}#user=${ANNA}&token=[\\w-]{43}$`))
    expect(await verify(tokenIn(mail))).toBe(true)
    expect(await define([false, true])).toEqual({ issueTokens: true, failAuthentication: false })
  })

  it('ends after three wrong answers', async () => {
    expect(await define([false, false])).toMatchObject({ challengeName: 'CUSTOM_CHALLENGE' })
    expect(await define([false, false, false])).toEqual({ issueTokens: false, failAuthentication: true })
  })

  it('is none by another kind of challenge, and none for an unknown user, whatever is claimed', async () => {
    expect(await define([true], {}, 'PASSWORD_VERIFIER')).toEqual({
      issueTokens: false,
      failAuthentication: true,
    })
    expect(await define([true], { userNotFound: true })).toMatchObject({ issueTokens: false })
  })
})

describe('a token', () => {
  it('works once', async () => {
    const token = await freshToken()
    expect(await verify(token)).toBe(true)
    expect(await verify(token)).toBe(false)
  })

  it('works for one of many who bring it at the same time', async () => {
    const token = await freshToken()
    const answers = await Promise.all(Array.from({ length: 10 }, () => verify(token)))
    expect(answers.filter((right) => right === true)).toHaveLength(1)
  })

  it('is no use after ten minutes', async () => {
    const token = await freshToken()
    now = START + LINK_SECONDS * 1000
    expect(await verify(token)).toBe(false)
    now -= 1000
    expect(await verify(token)).toBe(true)
  })

  it('is no use to another user or for another client, who cannot use it up either', async () => {
    const token = await freshToken()
    expect(await verify(token, { userName: BOB })).toBe(false)
    expect(await verify(token, { clientId: 'other' })).toBe(false)
    expect(await verify(token, { userNotFound: true })).toBe(false)
    expect(await verify(token)).toBe(true)
  })

  it('cannot be guessed, nor stand in for it what the table holds', async () => {
    const token = await freshToken()
    const hash = createHash('sha256').update(token).digest('hex')
    const guesses = ['', 'a'.repeat(43), token.slice(0, -1), `${token}A`, hash, `sends:${hash}`, '{"S":"x"}']
    expect(await Promise.all(guesses.map((guess) => verify(guess)))).toEqual(guesses.map(() => false))
    expect(await verify(token)).toBe(true)
  })

  it('is nowhere in the table, which holds hashes', async () => {
    const token = await freshToken()
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: table }))
    const text = JSON.stringify(Items)
    expect(text).toContain(createHash('sha256').update(token).digest('hex'))
    expect(text).not.toContain(token)
    expect(text).not.toContain(ANNA)
    expect(Items.every(({ expiresAt }) => Number(expiresAt?.N) > START / 1000)).toBe(true)
  })
})

describe('a mail', () => {
  it('is sent a few times in a quarter of an hour and then no more; another user is not kept from it', async () => {
    for (let n = 0; n < SENDS_MAX + 2; n += 1) await create()
    expect(mails()).toHaveLength(SENDS_MAX)
    await create({ userName: BOB, attributes: { email: 'bob@example.com', email_verified: 'true' } })
    expect(mails()).toHaveLength(1)
    now += 15 * 60_000
    await create()
    expect(mails()).toHaveLength(1)
  })

  it('goes to nobody unknown and to no unconfirmed address, and the answer does not tell', async () => {
    const answers = [
      await create(),
      await create({ userName: BOB, userNotFound: true, attributes: {} }),
      await create({ userName: BOB, attributes: { email: 'bob@example.com', email_verified: 'false' } }),
    ]
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(mails().map(({ to }) => to)).toEqual([['anna@example.com']])
  })

  it('that SES refuses leaves the answer as it is', async () => {
    const refused = createMagicLink({
      links: new Links({ dynamodb, table }),
      mail: { ses, sender: 'no-reply@not-verified.example', page: PAGE },
      log: jsonLog('magic-link', (line) => lines.push(line)),
    })
    const of = event(
      'CreateAuthChallenge',
      { challengeName: 'CUSTOM_CHALLENGE', session: [], clientMetadata: { action: 'send' } },
      {},
    )
    expect(Reflect.get(Object(await refused(of)), 'response')).toEqual(await create({ userNotFound: true }))
    expect(lines.join()).toContain('link not sent')
  })
})

describe('the log', () => {
  it('has neither token nor address', async () => {
    const token = await freshToken()
    await verify(token)
    await verify(token)
    await expect(run(event('VerifyAuthChallengeResponse', { challengeAnswer: [token] }, {}))).rejects.toThrow(
      /^not an event/,
    )
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.join('\n')).not.toContain(token)
    expect(lines.join('\n')).not.toContain('@')
  })
})
