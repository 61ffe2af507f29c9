import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose'

type KeyAlgorithm = 'RS256' | 'ES256'

/** Also what no honest issuer would sign; an undefined claim is left out. */
type Claims = Readonly<Record<string, unknown>>

/** Signs tokens and serves its public keys, as Cognito and Supabase do. */
export interface TokenIssuer {
  readonly issuer: string
  readonly publicKey: JWK
  /** Requests for the keys so far. */
  keyReads(): number
  sign(claims: Claims): Promise<string>
  /** Signs with anything: what a forger would do. */
  signWith(key: Parameters<SignJWT['sign']>[0], claims: Claims, alg: string): Promise<string>
  close(): Promise<void>
}

const KID = 'key-1'

export async function startTokenIssuer(algorithm: KeyAlgorithm = 'RS256'): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm)
  const jwk = { ...(await exportJWK(publicKey)), kid: KID, alg: algorithm, use: 'sig' }
  let reads = 0
  const server: Server = createServer((request, response) => {
    if (request.url !== '/auth/v1/.well-known/jwks.json') {
      response.writeHead(404).end()
      return
    }
    reads += 1
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/auth/v1`
  const token = (claims: Claims, alg: string) =>
    new SignJWT({
      iss: issuer,
      exp: Math.floor(Date.now() / 1000) + 300,
      ...claims,
    }).setProtectedHeader({
      alg,
      kid: KID,
    })
  return {
    issuer,
    publicKey: jwk,
    keyReads: () => reads,
    sign: (claims) => token(claims, algorithm).sign(privateKey),
    signWith: (key, claims, alg) => token(claims, alg).sign(key),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
