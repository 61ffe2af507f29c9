import { faultOfSecret, type SecretRequirements } from '../../../scripts/checks/secret-form'

function faultOf(form: SecretRequirements['form'], value: string): string | undefined {
  return faultOfSecret(value, { form, store: 'secrets-manager', masterUsername: 'aiuteur_admin' })
}

function jwt(claims: object): string {
  return ['{}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.')
}

describe('a value is taken', () => {
  it.each([
    ['text', 'anything goes'],
    ['json', '{ "type": "service_account" }'],
    ['postgres-url', 'postgresql://app:s3cret@db.example.com:5432/aiuteur?sslmode=verify-full'],
    ['postgres-url', 'postgres://app:with%40sign@[2001:db8::1]/aiuteur'],
    ['signing-secret', 'a'.repeat(32)],
    ['service-key', jwt({ role: 'service_role' })],
    ['service-key', 'sb_secret_abc'],
  ] as const)('as %s: %s', (form, value) => {
    expect(faultOf(form, value)).toBeUndefined()
  })
})

describe('a value fails', () => {
  it.each([
    ['text', '', 'is empty'],
    ['text', ' hunter2', 'begins or ends with white space'],
    ['text', 'hunter2\n', 'begins or ends with white space'],
    ['text', 'x'.repeat(65_537), 'has 65537 bytes, expected at most 65536'],
    ['json', 'hunter2', 'is not a JSON object'],
    ['json', '["hunter2"]', 'is not a JSON object'],
    ['postgres-url', 'hunter2', expect.stringMatching(/^is not a URL, expected postgresql:/)],
    ['postgres-url', 'https://app:hunter2@db.example.com/aiuteur', expect.stringMatching(/^is not a URL/)],
    [
      'postgres-url',
      'postgresql://app:hunt/er2@db.example.com/aiuteur',
      expect.stringMatching(/^is not a URL/),
    ],
    ['postgres-url', 'postgresql://db.example.com', 'has no user, no database'],
    ['postgres-url', 'postgresql:///aiuteur', 'has no user, no host'],
    [
      'postgres-url',
      'postgresql://app:hunter2@h/d?sslmode=disable',
      expect.stringContaining('sslmode=disable'),
    ],
    [
      'postgres-url',
      'postgresql://app:hunter2@h/d?sslmode=prefer',
      expect.stringContaining('sslmode=prefer'),
    ],
    [
      'postgres-url',
      'postgresql://aiuteur_admin:hunter2@h/d',
      expect.stringMatching(/^is of the master user/),
    ],
    ['signing-secret', 'hunter2', 'has 7 bytes, expected at least 32'],
    ['service-key', 'hunter2', 'is no key of Supabase, expected sb_secret_… or a JWT'],
    ['service-key', jwt({ role: 'anon' }), 'is the key of another role, expected service_role'],
    ['service-key', 'a.hunter2.c', 'is no key of Supabase, expected sb_secret_… or a JWT'],
  ] as const)('as %s: %s', (form, value, fault) => {
    const found = faultOf(form, value)
    expect(found).toEqual(fault)
    expect(found).not.toContain('hunter2')
  })

  it('when it is too long for Parameter Store', () => {
    const requirements = { form: 'text', store: 'parameter-store', masterUsername: undefined } as const
    expect(faultOfSecret('ü'.repeat(2049), requirements)).toBe('has 4098 bytes, expected at most 4096')
  })
})
