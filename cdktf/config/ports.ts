export const HTTPS_PORT = 443
export const REDIS_PORT = 6379
/** Supabase's direct connection, and its pooler. */
export const SUPABASE_POSTGRES_PORTS = { direct: 5432, pooler: 6543 } as const
