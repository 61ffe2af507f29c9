import type { APIGatewayRequestAuthorizerEvent, APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda'
import { authorize } from '../../../services/functions/authorizer/authorize'
import { issuersOf } from '../../../services/shared/auth/issuers'
import { tokenVerifier, type TokenVerifier } from '../../../services/shared/auth/verify-token'
import { jsonLog } from '../../../services/shared/lambda/log'
import { startTokenIssuer, type TokenIssuer } from '../../helpers/token-issuer'

const ARN = 'arn:aws:execute-api:us-east-1:111111111111:api/prod/$connect'

/** As API Gateway sends them, without what the program does not read. */
function http(headers: Record<string, string>): APIGatewayRequestAuthorizerEventV2 {
  const event: unknown = { version: '2.0', type: 'REQUEST', routeArn: ARN, headers }
  return event as APIGatewayRequestAuthorizerEventV2
}

function socket(
  headers: Record<string, string> | null,
  queryStringParameters: Record<string, string> | null = null,
): APIGatewayRequestAuthorizerEvent {
  const event: unknown = { type: 'REQUEST', methodArn: ARN, headers, queryStringParameters }
  return event as APIGatewayRequestAuthorizerEvent
}

describe('the authorizer', () => {
  let issuer: TokenIssuer
  let verify: TokenVerifier
  let token: string
  let lines: string[]
  const ask = (event: Parameters<typeof authorize>[0]) =>
    authorize(event, { verify, log: jsonLog('authorizer', (line) => lines.push(line)) })

  beforeAll(async () => {
    issuer = await startTokenIssuer('ES256')
    verify = tokenVerifier({ issuers: [{ kind: 'supabase', issuer: issuer.issuer }] })
    token = await issuer.sign({ sub: 'user-1', aud: 'authenticated', role: 'authenticated' })
  })
  beforeEach(() => {
    lines = []
  })
  afterAll(() => issuer.close())

  const allowed = { userId: 'user-1', issuer: 'supabase', role: 'authenticated' }

  it('lets a request with a good token in and says who it is', async () => {
    const answer = await ask(http({ authorization: `Bearer ${token}` }))
    expect(answer).toEqual({ isAuthorized: true, context: allowed })
  })

  it('takes the header in any case', async () => {
    expect(await ask(http({ Authorization: `bearer ${token}` }))).toMatchObject({ isAuthorized: true })
  })

  it('fails a request without a token, with a bad one, or with another scheme', async () => {
    for (const headers of [
      {},
      { authorization: token },
      { authorization: `Basic ${token}` },
      { authorization: 'Bearer x' },
    ]) {
      expect(await ask(http(headers))).toEqual({ isAuthorized: false })
    }
  })

  it('lets a connection in by query or by subprotocol', async () => {
    const policy = {
      principalId: 'user-1',
      context: allowed,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: ARN }],
      },
    }
    expect(await ask(socket(null, { token }))).toEqual(policy)
    expect(await ask(socket({ 'Sec-WebSocket-Protocol': `bearer, ${token}` }))).toEqual(policy)
  })

  it('fails a connection without a good token', async () => {
    for (const event of [
      socket({}),
      socket(null, { token: '' }),
      socket({ 'sec-websocket-protocol': 'chat' }, { token: 'x' }),
    ]) {
      expect(await ask(event)).toMatchObject({ policyDocument: { Statement: [{ Effect: 'Deny' }] } })
    }
  })

  it('fails with an error, not with a refusal, where it cannot judge', async () => {
    const broken: TokenVerifier = () => Promise.reject(new Error('no keys'))
    const event = http({ authorization: `Bearer ${token}` })
    await expect(authorize(event, { verify: broken, log: jsonLog('x', () => undefined) })).rejects.toThrow(
      'no keys',
    )
  })

  it('logs why it refused, and never a token', async () => {
    const expired = await issuer.sign({ sub: 'user-1', aud: 'authenticated', exp: 1 })
    await ask(http({ authorization: `Bearer ${expired}` }))
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { level: 'info', program: 'authorizer', event: 'refused', reason: 'ERR_JWT_EXPIRED' },
    ])
  })
})

describe('the configured issuers', () => {
  const secrets = { read: (reference: string) => Promise.resolve(`value of ${reference}`) }

  it('are those that the environment names', async () => {
    const [pool, supabase] = issuersOf(
      {
        USER_POOL_ISSUER: 'https://pool',
        USER_POOL_CLIENT_IDS: ['web'],
        SUPABASE_ISSUER: 'https://project/auth/v1',
        SECRET_SUPABASE_JWT_SECRET: '/name',
      },
      secrets,
    )
    expect(pool).toEqual({ kind: 'cognito', issuer: 'https://pool', clientIds: ['web'] })
    expect(supabase?.kind === 'supabase' && (await supabase.sharedSecret?.())).toBe('value of /name')
  })

  it('fails without any issuer, and for a pool without clients', () => {
    expect(() => issuersOf({}, secrets)).toThrow('Neither USER_POOL_ISSUER nor SUPABASE_ISSUER')
    expect(() => issuersOf({ USER_POOL_ISSUER: 'x' }, secrets)).toThrow('without USER_POOL_CLIENT_IDS')
  })
})
