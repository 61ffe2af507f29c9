import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withClient, withTransaction } from '../postgres/with-client'

const PLATFORM_DIRECTORY = join(__dirname, 'platform')

/** Roles that log in. Here they share the cluster's password; on the platform each has its own. */
const LOGIN_ROLES = ['postgres', 'authenticator', 'supabase_auth_admin', 'supabase_storage_admin']

/** What Supabase sets for the whole server and a tool that connects to it can trip over. */
export const SUPABASE_SETTINGS = {
  max_wal_senders: '10',
  max_replication_slots: '10',
  extra_float_digits: '0',
  statement_timeout: '120000',
} as const

/**
 * Turns the empty database behind a superuser's URL into one of Supabase's: roles, schemas auth, storage and
 * extensions, grants. The roles that log in get the password of that URL.
 */
export async function preparePlatform(superuserUrl: string): Promise<void> {
  const password = decodeURIComponent(new URL(superuserUrl).password)
  const files = readdirSync(PLATFORM_DIRECTORY).filter((name) => name.endsWith('.sql'))
  await withClient(superuserUrl, (client) =>
    withTransaction(client, async () => {
      for (const file of files.sort())
        await client.query(readFileSync(join(PLATFORM_DIRECTORY, file), 'utf8'))
      for (const role of LOGIN_ROLES) {
        await client.query(`alter role ${role} with password ${client.escapeLiteral(password)}`)
      }
    }),
  )
}
