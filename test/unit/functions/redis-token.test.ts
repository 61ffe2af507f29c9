import { redisToken } from '../../../services/shared/realtime/redis-token'

const input = {
  // AWS's documentation keys.
  credentials: {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  },
  region: 'us-east-1',
  replicationGroup: 'community-dev',
  user: 'community-dev-app',
  now: new Date('2026-01-05T03:00:00.123Z'),
}

describe('a token for Redis', () => {
  it('is the request that the SDK’s own signer signs', () => {
    expect(redisToken(input)).toBe(
      'community-dev/?Action=connect&User=community-dev-app&X-Amz-Algorithm=AWS4-HMAC-SHA256' +
        '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260105%2Fus-east-1%2Felasticache%2Faws4_request' +
        '&X-Amz-Date=20260105T030000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host' +
        '&X-Amz-Signature=fe216389ed9787457633de1524cc9d1d3fb9709483b577add972bc13899d2b2b',
    )
  })

  it('carries the session token of a role', () => {
    const credentials = { ...input.credentials, sessionToken: "a/b+c='d'" }
    const token = redisToken({ ...input, credentials })
    expect(token).toContain('&X-Amz-Security-Token=a%2Fb%2Bc%3D%27d%27&')
    expect(token).toMatch(
      /&X-Amz-Signature=b1a24b73725e6e1279e2b9edb21c6de3c089ed53c22ed5834c2c833d64cd41bd$/,
    )
  })
})
