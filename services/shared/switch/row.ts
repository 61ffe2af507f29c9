import { checkSwitch, type SwitchValue } from './switch'

export interface SwitchRowKey {
  app: string
  phase: string
}

/** The part of a pg pool or client that reading needs. */
export interface RowReader {
  query(sql: string, values: unknown[]): Promise<{ rows: unknown[] }>
}

const SQL = `
  select json_build_object('v', 1, 'epoch', epoch, 'writes', writes, 'reads', reads) as value
  from supabase_to_aws.switch where app = $1 and phase = $2`

/** The switch row, or null when the engine has not written one yet (or not even made the table). */
export async function readSwitchRow(db: RowReader, key: SwitchRowKey): Promise<SwitchValue | null> {
  try {
    const { rows } = await db.query(SQL, [key.app, key.phase])
    const row = rows[0]
    if (typeof row !== 'object' || row === null || !('value' in row)) return null
    return checkSwitch(row.value)
  } catch (error) {
    if (isMissingTable(error)) return null
    throw error
  }
}

/** 42P01 undefined_table, 3F000 invalid_schema_name: the database was never prepared, so it never switched. */
function isMissingTable(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  return error.code === '42P01' || error.code === '3F000'
}
