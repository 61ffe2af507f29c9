import { z } from 'zod'
import { filled, parseEnvironment } from '../../shared/lambda/environment'

const schema = z.object({ SECRET_DATABASE_URL: filled, DATABASE_CA: filled.optional() })

export interface MatchingConfig {
  /** Reference of the secret with the connection. */
  databaseSecret: string
  /** PEM; see ConnectionInput. */
  databaseCa: string | undefined
}

/** The program's settings, from its environment. */
export function readConfig(environment = process.env): MatchingConfig {
  const { SECRET_DATABASE_URL, DATABASE_CA } = parseEnvironment(schema, environment)
  return { databaseSecret: SECRET_DATABASE_URL, databaseCa: DATABASE_CA }
}
