import { z } from 'zod'
import { errorFields, type Log } from '../../shared/lambda/log'
import type { Links } from './links'
import { sendLink, type MailOptions } from './mail'

// How somebody signs in, in Cognito's words:
//   InitiateAuth CUSTOM_AUTH                       -> challenge; nothing is sent yet
//   RespondToAuthChallenge ClientMetadata          -> wrong on purpose, a mail is sent, the next challenge; the page may
//     {action: 'send'}, any answer                    forget its session: the link works in every browser
//   (link) InitiateAuth CUSTOM_AUTH, then
//   RespondToAuthChallenge with the token          -> tokens
// A session of Cognito lives for minutes in one tab only, so a link that needed it would fail on another device.

const SEND = 'send'
const ROUNDS_MAX = 3

const common = {
  userName: z.string().min(1),
  callerContext: z.looseObject({ clientId: z.string().min(1) }),
}
const requestFields = {
  userNotFound: z.boolean().nullish(),
  clientMetadata: z.record(z.string(), z.string()).nullish(),
}

const eventSchema = z.discriminatedUnion('triggerSource', [
  z.looseObject({
    ...common,
    triggerSource: z.literal('DefineAuthChallenge_Authentication'),
    request: z.looseObject({
      ...requestFields,
      session: z.array(z.looseObject({ challengeName: z.string(), challengeResult: z.boolean() })),
    }),
  }),
  z.looseObject({
    ...common,
    triggerSource: z.literal('CreateAuthChallenge_Authentication'),
    request: z.looseObject({ ...requestFields, userAttributes: z.record(z.string(), z.string()) }),
  }),
  z.looseObject({
    ...common,
    triggerSource: z.literal('VerifyAuthChallengeResponse_Authentication'),
    request: z.looseObject({ ...requestFields, challengeAnswer: z.string() }),
  }),
])

type Event = z.output<typeof eventSchema>
type EventOf<T extends Event['triggerSource']> = Extract<Event, { triggerSource: T }>

export interface MagicLinkOptions {
  links: Links
  mail: MailOptions
  log: Log
}

/** The three triggers of Cognito's custom challenge, in one program. Unknown users are answered like known ones. */
export function createMagicLink(options: MagicLinkOptions) {
  return async (event: unknown): Promise<unknown> => {
    const parsed = eventSchema.safeParse(event)
    // The faults would name values, and one may be a token.
    if (!parsed.success) throw new Error('not an event of a custom challenge')
    return { ...parsed.data, response: await respond(options, parsed.data) }
  }
}

async function respond(options: MagicLinkOptions, event: Event): Promise<Record<string, unknown>> {
  switch (event.triggerSource) {
    case 'DefineAuthChallenge_Authentication':
      return define(event)
    case 'CreateAuthChallenge_Authentication':
      return create(options, event)
    case 'VerifyAuthChallengeResponse_Authentication':
      return verify(options, event)
  }
}

/** Tokens for a right answer, another challenge for a wrong one, and an end after three. */
function define({ request }: EventOf<'DefineAuthChallenge_Authentication'>): Record<string, unknown> {
  const { session, userNotFound } = request
  const last = session.at(-1)
  const custom = session.every(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE')
  if (userNotFound !== true && custom && last?.challengeResult === true) {
    return { issueTokens: true, failAuthentication: false }
  }
  if (!custom || session.length >= ROUNDS_MAX) return { issueTokens: false, failAuthentication: true }
  return { issueTokens: false, failAuthentication: false, challengeName: 'CUSTOM_CHALLENGE' }
}

/** Sends a mail when asked to. What the caller gets is the same for every user and every reason not to send. */
async function create(
  options: MagicLinkOptions,
  event: EventOf<'CreateAuthChallenge_Authentication'>,
): Promise<Record<string, unknown>> {
  if (event.request.clientMetadata?.['action'] === SEND) await send(options, event)
  return {
    publicChallengeParameters: { challenge: 'MAGIC_LINK' },
    // The answer is looked up by its hash; nothing has to be kept here.
    privateChallengeParameters: {},
    challengeMetadata: 'MAGIC_LINK',
  }
}

async function send(
  { links, mail, log }: MagicLinkOptions,
  { userName, callerContext, request }: EventOf<'CreateAuthChallenge_Authentication'>,
): Promise<void> {
  const { email, email_verified: verified } = request.userAttributes
  if (request.userNotFound === true || email === undefined || verified !== 'true') return
  try {
    const token = await links.create({ userName, clientId: callerContext.clientId })
    if (token === undefined) {
      log.warn('too many links', { userName })
      return
    }
    await sendLink(mail, { to: email, token, userName })
    log.info('link sent', { userName })
  } catch (error) {
    // SES names the address in some messages; the kind of failure is enough, and its cause is in the metrics.
    log.error('link not sent', { userName, error: errorFields(error)['error'] })
  }
}

async function verify(
  { links, log }: MagicLinkOptions,
  { userName, callerContext, request }: EventOf<'VerifyAuthChallengeResponse_Authentication'>,
): Promise<Record<string, unknown>> {
  const asksForMail = request.clientMetadata?.['action'] === SEND
  const right =
    request.userNotFound !== true &&
    !asksForMail &&
    (await links.redeem(request.challengeAnswer, { userName, clientId: callerContext.clientId }))
  log.info('answer', { userName, right })
  return { answerCorrect: right }
}
