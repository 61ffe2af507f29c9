import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { issuerVariables, issuersOf } from '../shared/auth/issuers'
import type { TokenIssuer } from '../shared/auth/verify-token'
import { commaSeparated, filled, parseEnvironment } from '../shared/lambda/environment'

const variables = issuerVariables.omit({ SECRET_SUPABASE_JWT_SECRET: true }).extend({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3001),
  EVERLINK_DATABASE_URL: filled,
  /** File with the certificates that sign the database's own, such as those of RDS. @default those of Node.js */
  DATABASE_CA_FILE: filled.optional(),
  /** @default none: only pages of the API's own origin */
  WEB_ORIGINS: commaSeparated.optional(),
  BUILD_ID: filled.default('unknown'),
})

export interface Config {
  readonly port: number
  readonly databaseUrl: string
  readonly databaseCa?: string
  readonly buildId: string
  readonly webOrigins: readonly string[]
  readonly issuers: readonly TokenIssuer[]
}

export function readConfig(): Config {
  const values = parseEnvironment(variables, process.env)
  const noSecrets = { read: () => Promise.reject(new Error('Everlink accepts asymmetric keys only')) }
  return {
    port: values.PORT,
    databaseUrl: values.EVERLINK_DATABASE_URL,
    buildId: values.BUILD_ID,
    webOrigins: values.WEB_ORIGINS ?? [],
    issuers: issuersOf(values, noSecrets),
    ...(values.DATABASE_CA_FILE === undefined
      ? {}
      : { databaseCa: readFileSync(values.DATABASE_CA_FILE, 'utf8') }),
  }
}
