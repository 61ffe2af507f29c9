/** The part of a pg pool that tombstones need. */
export interface TombstoneDatabase {
  query(sql: string, values: unknown[]): Promise<{ rows: unknown[] }>
}

export interface Tombstones {
  add(bucket: string, key: string): Promise<void>
  has(bucket: string, key: string): Promise<boolean>
  clear(bucket: string, key: string): Promise<void>
  /** The copy on Supabase is gone too. */
  markSourceRemoved(bucket: string, key: string): Promise<void>
}

const ADD = `
  insert into supabase_to_aws.storage_tombstones (bucket, name) values ($1, $2)
  on conflict (bucket, name) do update set deleted_at = now(), source_removed_at = null`

const HAS = 'select 1 from supabase_to_aws.storage_tombstones where bucket = $1 and name = $2'

const CLEAR = 'delete from supabase_to_aws.storage_tombstones where bucket = $1 and name = $2'

const MARK =
  'update supabase_to_aws.storage_tombstones set source_removed_at = now() where bucket = $1 and name = $2'

/** Tombstones in the serving database (see schema.ts). */
export function postgresTombstones(db: TombstoneDatabase): Tombstones {
  const matches = async (sql: string, bucket: string, key: string): Promise<boolean> => {
    const { rows } = await db.query(sql, [bucket, key])
    return rows.length > 0
  }
  const write = async (sql: string, bucket: string, key: string): Promise<void> => {
    await db.query(sql, [bucket, key])
  }
  return {
    add: (bucket, key) => write(ADD, bucket, key),
    has: (bucket, key) => matches(HAS, bucket, key),
    clear: (bucket, key) => write(CLEAR, bucket, key),
    markSourceRemoved: (bucket, key) => write(MARK, bucket, key),
  }
}
