import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { z } from 'zod'
import { answer } from '../../../services/shared/lambda/answer'
import { commaSeparated, filled, parseEnvironment } from '../../../services/shared/lambda/environment'
import { bodyBytes, bodyJson, callerId, HttpProblem, json } from '../../../services/shared/lambda/http'
import { jsonLog } from '../../../services/shared/lambda/log'

const lines: string[] = []
const log = jsonLog('program', (line) => lines.push(line))
const last = () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>

function event(parts: object): APIGatewayProxyEventV2 {
  const whole: unknown = { headers: {}, requestContext: {}, isBase64Encoded: false, ...parts }
  return whole as APIGatewayProxyEventV2
}

describe('the environment of a program', () => {
  const schema = z.object({ A: filled, B: commaSeparated, C: filled.optional() })

  it('becomes its settings', () => {
    expect(parseEnvironment(schema, { A: 'x', B: 'a, b,,c', D: 'other' })).toEqual({
      A: 'x',
      B: ['a', 'b', 'c'],
    })
  })

  it('fails naming every variable, and no value', () => {
    const attempt = () => parseEnvironment(schema, { A: '', C: '' })
    expect(attempt).toThrow(/A: .*; B: .*; C: /)
    expect(() => parseEnvironment(z.object({ A: z.url() }), { A: 'a secret' })).not.toThrow(/a secret/)
  })
})

describe('a log line', () => {
  it('is one JSON object', () => {
    log.info('done', { jobId: '1', count: 2 })
    expect(lines.at(-1)).toBe('{"level":"info","program":"program","event":"done","jobId":"1","count":2}')
  })

  it('hides what is named like a secret, however deep', () => {
    log.warn('x', {
      headers: { Authorization: 'Bearer a.b.c', cookie: 'c', accept: 'json' },
      list: [{ accessToken: 't', apiKey: 'k', api_key: 'k', password: 'p', clientSecret: 's' }],
    })
    expect(last()['headers']).toEqual({ Authorization: '(hidden)', cookie: '(hidden)', accept: 'json' })
    expect(new Set(Object.values((last()['list'] as object[])[0] ?? {}))).toEqual(new Set(['(hidden)']))
  })

  it('holds of an error its name, message and code, not what hangs on it', () => {
    const error = Object.assign(new Error('no'), { code: 'X', $response: { body: 'the request' } })
    log.error('failed', { error })
    expect(last()['error']).toEqual({ error: 'Error', message: 'no', code: 'X' })
  })

  it('stays short, and survives what JSON cannot hold', () => {
    const circle: Record<string, unknown> = { big: 1n }
    circle['self'] = circle
    log.info('x', { long: 'y'.repeat(5_000), circle })
    expect((lines.at(-1) ?? '').length).toBeLessThan(2_500)
  })
})

describe('a request', () => {
  it('hands its body over as it was sent', () => {
    const bytes = Buffer.from([0, 255, 1])
    expect(bodyBytes(event({ body: bytes.toString('base64'), isBase64Encoded: true }))).toEqual(bytes)
    expect(bodyJson(event({ body: '{"a":"ü"}' }))).toEqual({ a: 'ü' })
  })

  it('belongs to the user whom the authorizer let in', () => {
    expect(callerId(event({ requestContext: { authorizer: { lambda: { userId: 'u' } } } }))).toBe('u')
  })

  it.each([
    {},
    { authorizer: null },
    { authorizer: { lambda: {} } },
    { authorizer: { lambda: { userId: '' } } },
  ])('fails with 401 without one: %j', (requestContext) => {
    expect(() => callerId(event({ requestContext }))).toThrow('Sign in first.')
  })
})

describe('an answer', () => {
  it('of a problem is application/problem+json', async () => {
    const refuse = () =>
      Promise.reject(new HttpProblem(409, 'Conflict', { detail: 'Taken.', extra: { name: 'a' } }))
    const { statusCode, headers, body } = await answer(log, refuse)
    expect(statusCode).toBe(409)
    expect(headers?.['content-type']).toBe('application/problem+json')
    const expected = { type: 'about:blank', title: 'Conflict', status: 409, detail: 'Taken.', name: 'a' }
    expect(JSON.parse(body ?? '')).toEqual(expected)
  })

  it('of a failure says nothing about it, the log does', async () => {
    const { statusCode, body } = await answer(log, () => Promise.reject(new Error('database at 10.0.0.1')))
    expect(statusCode).toBe(500)
    expect(body).not.toContain('10.0.0.1')
    expect(last()['message']).toBe('database at 10.0.0.1')
  })

  it('is not kept by anybody on the way', () => {
    expect(json(200, {}).headers?.['cache-control']).toBe('no-store')
  })
})
