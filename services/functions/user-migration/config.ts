import { z } from 'zod'
import { filled, parseEnvironment } from '../../shared/lambda/environment'

const schema = z.object({ SUPABASE_URL: z.url(), SECRET_SUPABASE_SERVICE_ROLE_KEY: filled })

export interface UserMigrationConfig {
  /** `https://<ref>.supabase.co` */
  supabaseUrl: string
  /** Reference of the secret. */
  keySecret: string
}

/** The program's settings, from its environment. */
export function readConfig(environment = process.env): UserMigrationConfig {
  const { SUPABASE_URL, SECRET_SUPABASE_SERVICE_ROLE_KEY } = parseEnvironment(schema, environment)
  return { supabaseUrl: SUPABASE_URL, keySecret: SECRET_SUPABASE_SERVICE_ROLE_KEY }
}
