import { MigrateError } from './engine/errors'

/** What the commands need from outside, parsed from the environment once in bin.ts. */
export interface Settings {
  supabaseDbUrl: string | undefined
  supabaseUrl: string | undefined
  supabaseServiceRoleKey: string | undefined
  /** Host -> base URL to connect to instead, as with curl's --connect-to: a distribution before its DNS points there. */
  connectTo: ReadonlyMap<string, string>
  /** Where the synthesised stacks are. */
  outdir: string
}

/** The variables of this tool, with what each is for; printed by `migrate --help` and in the docs. */
export const SETTING_VARIABLES = {
  SUPABASE_DB_URL: 'postgresql:// URL of the Supabase database, direct connection, user postgres',
  SUPABASE_URL: 'https:// URL of the Supabase project',
  SUPABASE_SERVICE_ROLE_KEY: 'service role key of the Supabase project',
  MIGRATE_CONNECT_TO: 'host=url,… : probe a host (or *.domain) at another address, as curl --connect-to',
  CDKTF_OUT: 'folder of the synthesised stacks (default cdktf.out)',
} as const

export type SettingVariable = keyof typeof SETTING_VARIABLES

/** @throws MigrateError USAGE where MIGRATE_CONNECT_TO cannot be read. */
export function parseSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  return {
    supabaseDbUrl: emptyToUndefined(env.SUPABASE_DB_URL),
    supabaseUrl: emptyToUndefined(env.SUPABASE_URL),
    supabaseServiceRoleKey: emptyToUndefined(env.SUPABASE_SERVICE_ROLE_KEY),
    connectTo: parseConnectTo(env.MIGRATE_CONNECT_TO ?? ''),
    outdir: emptyToUndefined(env.CDKTF_OUT) ?? 'cdktf.out',
  }
}

/** @throws MigrateError SETTING_MISSING naming the variable and what it is for. */
export function required(value: string | undefined, variable: SettingVariable): string {
  if (value !== undefined) return value
  throw new MigrateError('SETTING_MISSING', `${variable} is not set: ${SETTING_VARIABLES[variable]}`, {
    data: { variable },
    suggestion: `export ${variable}=…`,
  })
}

function parseConnectTo(text: string): ReadonlyMap<string, string> {
  const entries = text.split(',').filter((entry) => entry !== '')
  return new Map(
    entries.map((entry) => {
      const [host, url] = entry.split(/=(.*)/s)
      if (host && url !== undefined && URL.canParse(url)) return [host, url] as const
      throw new MigrateError('USAGE', `MIGRATE_CONNECT_TO has "${entry}", expected host=url`, {
        data: { entry },
        suggestion: 'export MIGRATE_CONNECT_TO=d111111abcdef8.cloudfront.net=https://staging.example.com',
      })
    }),
  )
}

function emptyToUndefined(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}
