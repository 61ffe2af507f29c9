import { z } from 'zod'
import { always, listOf, oneOf, sentence, slug, text, wholeNumber } from './fields'

// What the apps of a system share.

export const databaseServerSchema = z.strictObject({
  engine: always('postgres'),
  /** Major version; minor ones are taken in the maintenance window. */
  version: oneOf(['15', '16', '17']),
  port: wholeNumber(1150, 65_535).default(5432),
  masterUsername: text('a PostgreSQL name', /^[a-z_][a-z0-9_]{0,62}$/),
  /** Extensions beyond those of PostgreSQL itself, such as postgis: asked for by name, checked by the database phase. */
  extensions: listOf(text('the name of an extension', /^[a-z][a-z0-9_-]*$/), 'a list of extensions').default(
    [],
  ),
  publiclyAccessible: always(false).default(false),
})

export const userPoolSchema = z.strictObject({
  name: slug(64),
  signInWith: always('email').default('email'),
  methods: listOf(oneOf(['password', 'magic-link']), 'a list of methods')
    .min(1)
    .default(['password']),
  mfa: oneOf(['off', 'optional', 'required']).default('optional'),
  /** Life of tokens. */
  accessTokenMinutes: wholeNumber(5, 1440).default(60),
  refreshTokenDays: wholeNumber(1, 3650).default(30),
})

export const realtimeSchema = z.strictObject({
  redisVersion: oneOf(['7.0', '7.1']).default('7.1'),
})

export const secretSchema = z.strictObject({
  description: sentence(),
  /**
   * Secrets Manager costs 0.40 USD a month each and can be rotated; a SecureString in Parameter Store costs nothing.
   * Either is made empty, or not at all, by Terraform: values come by `migrate secrets set`.
   */
  store: oneOf(['secrets-manager', 'parameter-store']).default('secrets-manager'),
  /**
   * What `migrate secrets set` and `check` ask of a value. `service-key`: Supabase's, for the role service_role;
   * `signing-secret`: long enough for HS256.
   */
  form: oneOf(['text', 'json', 'postgres-url', 'signing-secret', 'service-key']).default('text'),
})
