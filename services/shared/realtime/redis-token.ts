import { createHash, createHmac } from 'node:crypto'

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface RedisTokenInput {
  readonly credentials: AwsCredentials
  readonly region: string
  readonly replicationGroup: string
  /** User of ElastiCache; its id and name are the same, as IAM asks for. */
  readonly user: string
  readonly now: Date
}

/** Longest that ElastiCache accepts. It is asked for when a connection is made; the connection itself lasts 12 hours. */
const TOKEN_SECONDS = 900
const SERVICE = 'elasticache'

/**
 * What ElastiCache takes for a password: a request to connect, signed with the program's role (Signature Version 4 in the
 * query string), without its scheme. Made here by hand: the SDK's signer is no client of any service.
 */
export function redisToken({ credentials, region, replicationGroup, user, now }: RedisTokenInput): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const scope = `${stamp.slice(0, 8)}/${region}/${SERVICE}/aws4_request`
  const query = canonicalQuery({
    Action: 'connect',
    User: user,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': stamp,
    'X-Amz-Expires': String(TOKEN_SECONDS),
    'X-Amz-SignedHeaders': 'host',
    ...(credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken }),
  })
  const request = ['GET', '/', query, `host:${replicationGroup}`, '', 'host', sha256('')].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(request)].join('\n')
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`)
  return `${replicationGroup}/?${query}&X-Amz-Signature=${Buffer.from(hmac(key, toSign)).toString('hex')}`
}

function canonicalQuery(values: Readonly<Record<string, string>>): string {
  return Object.keys(values)
    .sort()
    .map((name) => `${name}=${escaped(values[name] ?? '')}`)
    .join('&')
}

/** RFC 3986, which encodeURIComponent is not quite. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
