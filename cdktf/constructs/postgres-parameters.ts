export interface PostgresParametersProps {
  /** Size of the disk when it is made. */
  readonly allocatedStorageGb: number
  /** Extensions of the server's databases. */
  readonly extensions: readonly string[]
  /** Database in which pg_cron keeps its jobs, where that extension is asked for. */
  readonly dbName: string
}

export interface PostgresParameter {
  readonly name: string
  readonly value: string
  /** Static ones take effect when the server starts, as it does when it is made with this group. */
  readonly applyMethod: 'immediate' | 'pending-reboot'
}

/** Extensions that do nothing unless they are loaded at the start. */
const PRELOADED = ['pg_cron', 'pg_hint_plan', 'pgaudit'] as const

const SLOW_STATEMENT_MS = 1000
const IDLE_IN_TRANSACTION_MS = 600_000
const MB_PER_GB = 1024

/** WAL that a slot may hold back, in MB: half the disk as it is made. */
export function slotWalLimitMb({ allocatedStorageGb }: { readonly allocatedStorageGb: number }): number {
  return (allocatedStorageGb * MB_PER_GB) / 2
}

export function postgresParameters(props: PostgresParametersProps): PostgresParameter[] {
  const preloaded = PRELOADED.filter((extension) => props.extensions.includes(extension))
  return [
    // 1 is RDS's own default since version 15, and AWS then reports the method of a default: `immediate` would show as a
    // change in every plan (terraform-provider-aws#39252).
    atStart('rds.force_ssl', 1),
    // Sets wal_level; RDS then makes room for 20 slots and 35 senders by itself.
    atStart('rds.logical_replication', 1),
    // A relay that stands still holds WAL back until the disk is full and the server stops. With a limit the slot is
    // lost instead, and with it the way back: an alarm rings at 70 %.
    atOnce('max_slot_wal_keep_size', slotWalLimitMb(props)),
    atStart('shared_preload_libraries', ['pg_stat_statements', ...preloaded].join(',')),
    // Schema changes during a migration stop replication: the log says who made one. Data is not logged.
    atOnce('log_statement', 'ddl'),
    atOnce('log_min_duration_statement', SLOW_STATEMENT_MS),
    // Who still comes, and from where: what decides whether a client was forgotten at a cutover.
    atOnce('log_connections', 1),
    atOnce('log_disconnections', 1),
    // A forgotten transaction holds the lock that a fence waits for. Who exports a snapshot sets it to 0 for its session.
    atOnce('idle_in_transaction_session_timeout', IDLE_IN_TRANSACTION_MS),
    ...(props.extensions.includes('pg_cron') ? [atStart('cron.database_name', props.dbName)] : []),
  ]
}

function atStart(name: string, value: string | number): PostgresParameter {
  return { name, value: String(value), applyMethod: 'pending-reboot' }
}

function atOnce(name: string, value: string | number): PostgresParameter {
  return { name, value: String(value), applyMethod: 'immediate' }
}
