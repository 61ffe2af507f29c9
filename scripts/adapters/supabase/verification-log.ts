import type { Sql, VerificationLog } from '../ports'

/** On the source database, beside the copy records: times of two clocks could not be compared. */
export function verificationLog(sql: Sql, app: string): VerificationLog {
  return {
    async now() {
      const { rows } = await sql.query<{ now: Date }>('select clock_timestamp() as now')
      return (rows[0]?.now ?? new Date(0)).toISOString()
    },
    async passed(startedAt) {
      await sql.query(
        `insert into supabase_to_aws.verifications (app, started_at) values ($1, $2)
         on conflict (app) do update set started_at = excluded.started_at`,
        [app, startedAt],
      )
    },
    async lastPassed() {
      const { rows } = await sql.query<{ at: Date }>(
        'select started_at as at from supabase_to_aws.verifications where app = $1',
        [app],
      )
      return rows[0]?.at.toISOString()
    },
  }
}
