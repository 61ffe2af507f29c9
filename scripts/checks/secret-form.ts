import type { System } from '../../cdktf/config/schema'

type Form = System['secrets'][string]['form']

export interface SecretRequirements {
  form: Form
  store: System['secrets'][string]['store']
  /** The user that no application may be. */
  masterUsername: string | undefined
}

/** HS256 asks for a key as long as its hash: https://www.rfc-editor.org/rfc/rfc7518#section-3.2 */
const SIGNING_SECRET_BYTES = 32
/** https://docs.aws.amazon.com/general/latest/gr/asm.html, and the standard tier of Parameter Store. */
const LIMIT_BYTES: Readonly<Record<SecretRequirements['store'], number>> = {
  'secrets-manager': 65_536,
  'parameter-store': 4096,
}

/** Modes in which a client may speak without TLS. */
const PLAIN_MODES = ['disable', 'allow', 'prefer']

/** What is wrong with a value; undefined where nothing is. Never says any part of the value. */
export function faultOfSecret(value: string, requirements: SecretRequirements): string | undefined {
  const { form, store } = requirements
  const bytes = Buffer.byteLength(value)
  if (bytes === 0) return 'is empty'
  if (bytes > LIMIT_BYTES[store]) return `has ${bytes} bytes, expected at most ${LIMIT_BYTES[store]}`
  if (value !== value.trim()) return 'begins or ends with white space'
  return FAULT_OF_FORM[form](value, requirements)
}

const FAULT_OF_FORM: Readonly<
  Record<Form, (value: string, requirements: SecretRequirements) => string | undefined>
> = {
  text: () => undefined,
  json: (value) => (jsonObject(value) === undefined ? 'is not a JSON object' : undefined),
  'postgres-url': (value, { masterUsername }) => faultOfPostgresUrl(value, masterUsername),
  'signing-secret': (value) => {
    const bytes = Buffer.byteLength(value)
    return bytes < SIGNING_SECRET_BYTES
      ? `has ${bytes} bytes, expected at least ${SIGNING_SECRET_BYTES}`
      : undefined
  },
  'service-key': faultOfServiceKey,
}

function faultOfPostgresUrl(value: string, masterUsername: string | undefined): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    return 'is not a URL, expected postgresql://user:password@host:port/database (special characters as %40)'
  }
  const missing = [
    ...(url.username === '' ? ['user'] : []),
    ...(url.hostname === '' ? ['host'] : []),
    ...(url.pathname.length < 2 ? ['database'] : []),
  ]
  if (missing.length > 0) return `has no ${missing.join(', no ')}`
  if (masterUsername !== undefined && url.username === masterUsername) {
    return 'is of the master user, expected the role of the application'
  }
  const mode = url.searchParams.get('sslmode')
  return mode !== null && PLAIN_MODES.includes(mode)
    ? `has sslmode=${mode}, expected require, verify-ca or verify-full`
    : undefined
}

/** The new kind begins with sb_secret_; the old one is a JWT that says which role it is for. */
function faultOfServiceKey(value: string): string | undefined {
  if (value.startsWith('sb_secret_')) return undefined
  const [, payload] = value.split('.')
  const claims = payload === undefined ? undefined : jsonObject(Buffer.from(payload, 'base64url').toString())
  if (claims === undefined) return 'is no key of Supabase, expected sb_secret_… or a JWT'
  return claims.role === 'service_role' ? undefined : 'is the key of another role, expected service_role'
}

/** No word of the parser goes on: it quotes the text. */
function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
