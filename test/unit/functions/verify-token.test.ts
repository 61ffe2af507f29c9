import { generateKeyPair, importJWK, exportSPKI, UnsecuredJWT } from 'jose'
import { tokenVerifier, TokenRefused, type TokenVerifier } from '../../../services/shared/auth/verify-token'
import { startTokenIssuer, type TokenIssuer } from '../../helpers/token-issuer'

const SECRET = 'a shared secret of at least 32 bytes'
const USER = '6a3f2c1e-0c1d-4a53-9a43-0f8a4c8f5b11'
const access = { sub: 'cognito-sub', token_use: 'access', client_id: 'web', username: USER }
const id = { sub: 'cognito-sub', token_use: 'id', aud: 'web', 'cognito:username': USER }
const supabaseUser = { sub: USER, aud: 'authenticated', role: 'authenticated' }

describe('a token', () => {
  let cognito: TokenIssuer
  let supabase: TokenIssuer
  let verify: TokenVerifier

  beforeAll(async () => {
    cognito = await startTokenIssuer('RS256')
    supabase = await startTokenIssuer('ES256')
    verify = tokenVerifier({
      issuers: [
        { kind: 'cognito', issuer: cognito.issuer, clientIds: ['web', 'mobile'] },
        { kind: 'supabase', issuer: supabase.issuer, sharedSecret: () => Promise.resolve(SECRET) },
      ],
    })
  })

  afterAll(async () => {
    await cognito.close()
    await supabase.close()
  })

  const refused = (token: string, reason: string) =>
    expect(verify(token)).rejects.toMatchObject({ name: 'TokenRefused', message: reason })

  it('of either issuer names the same user', async () => {
    const tokens = [
      await cognito.sign(access),
      await cognito.sign(id),
      await supabase.sign(supabaseUser),
      await supabase.signWith(new TextEncoder().encode(SECRET), supabaseUser, 'HS256'),
    ]
    const users = await Promise.all(tokens.map(async (token) => (await verify(token)).userId))
    expect(users).toEqual([USER, USER, USER, USER])
  })

  it('of the same issuer does not cause its keys to be read again', async () => {
    await verify(await cognito.sign(access))
    const before = cognito.keyReads()
    await verify(await cognito.sign(id))
    expect(cognito.keyReads()).toBe(before)
  })

  it('fails without a signature', async () => {
    const claims = { ...supabaseUser, iss: supabase.issuer, exp: Math.floor(Date.now() / 1000) + 60 }
    await refused(new UnsecuredJWT(claims).encode(), 'ERR_JOSE_ALG_NOT_ALLOWED')
  })

  it('fails where the public key is used as an HS256 secret, in every form a forger has it', async () => {
    const publicKey = await importJWK(cognito.publicKey, 'RS256', { extractable: true })
    if (publicKey instanceof Uint8Array) throw new Error('no RSA key')
    const pem = await exportSPKI(publicKey)
    for (const secret of [pem, pem.trim(), JSON.stringify(cognito.publicKey), cognito.publicKey.n ?? '']) {
      const key = new TextEncoder().encode(secret)
      await refused(await cognito.signWith(key, access, 'HS256'), 'ERR_JOSE_ALG_NOT_ALLOWED')
      await refused(
        await supabase.signWith(key, supabaseUser, 'HS256'),
        'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
      )
    }
  })

  it('fails by HS256 where no shared secret is configured', async () => {
    const strict = tokenVerifier({ issuers: [{ kind: 'supabase', issuer: supabase.issuer }] })
    const token = await supabase.signWith(new TextEncoder().encode(SECRET), supabaseUser, 'HS256')
    await expect(strict(token)).rejects.toMatchObject({ message: 'ERR_JOSE_ALG_NOT_ALLOWED' })
  })

  it('fails where another algorithm of the same kind of key is named', async () => {
    const { privateKey } = await generateKeyPair('RS512')
    await refused(await cognito.signWith(privateKey, access, 'RS512'), 'ERR_JOSE_ALG_NOT_ALLOWED')
    const other = await generateKeyPair('ES256')
    await refused(await cognito.signWith(other.privateKey, access, 'ES256'), 'ERR_JOSE_ALG_NOT_ALLOWED')
  })

  it('fails where a stranger has signed it', async () => {
    const { privateKey } = await generateKeyPair('RS256')
    await refused(
      await cognito.signWith(privateKey, access, 'RS256'),
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    )
  })

  it('fails from an issuer that is not ours, also where its signature is good', async () => {
    const stranger = await startTokenIssuer('RS256')
    try {
      await refused(await stranger.sign(access), 'an issuer that is not ours')
      expect(stranger.keyReads()).toBe(0)
    } finally {
      await stranger.close()
    }
  })

  it('fails where one of our issuers signs in the name of the other', async () => {
    await refused(await cognito.sign({ ...supabaseUser, iss: supabase.issuer }), 'ERR_JWKS_NO_MATCHING_KEY')
  })

  it('fails once it has expired, or before it begins, or where it never ends', async () => {
    const now = Math.floor(Date.now() / 1000)
    await refused(await cognito.sign({ ...access, exp: now - 60 }), 'ERR_JWT_EXPIRED')
    await refused(await cognito.sign({ ...access, nbf: now + 60 }), 'ERR_JWT_CLAIM_VALIDATION_FAILED')
    await refused(await cognito.sign({ ...access, exp: undefined }), 'ERR_JWT_CLAIM_VALIDATION_FAILED')
  })

  it('fails for another client or audience', async () => {
    await refused(await cognito.sign({ ...access, client_id: 'other' }), 'a client that is not ours')
    await refused(await cognito.sign({ ...id, aud: 'other' }), 'a client that is not ours')
    await refused(await cognito.sign({ ...access, token_use: 'refresh' }), 'a client that is not ours')
    // An access token's `aud` says nothing.
    await refused(
      await cognito.sign({ ...access, client_id: undefined, aud: 'web' }),
      'a client that is not ours',
    )
    await refused(await supabase.sign({ ...supabaseUser, aud: 'anon' }), 'ERR_JWT_CLAIM_VALIDATION_FAILED')
  })

  it('fails without a user', async () => {
    await refused(await cognito.sign({ ...access, username: undefined }), 'no username')
    await refused(await supabase.sign({ ...supabaseUser, sub: undefined }), 'ERR_JWT_CLAIM_VALIDATION_FAILED')
  })

  it('fails where it is none', async () => {
    for (const text of ['', 'a', 'a.b', 'a.b.c', '..', `${'x'.repeat(10_000)}.y.z`]) {
      await refused(text, 'not a token')
    }
  })

  it('is not called bad where its keys cannot be read', async () => {
    const gone = await startTokenIssuer('RS256')
    const token = await gone.sign(supabaseUser)
    await gone.close()
    const verifier = tokenVerifier({ issuers: [{ kind: 'supabase', issuer: gone.issuer }] })
    await expect(verifier(token)).rejects.not.toBeInstanceOf(TokenRefused)
  })
})
