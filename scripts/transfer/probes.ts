/** Where health puts its probes. The prefix is ours: what a killed check left there belongs to nobody. */
export const PROBE_PREFIX = 'supabase-to-aws-health/'

/** Probes are neither copied nor compared; the way home sweeps them up. */
export function isProbe(key: string): boolean {
  return key.startsWith(PROBE_PREFIX)
}
