import { createHmac } from 'node:crypto'

/**
 * The token that passes the fence on storage.objects. Derived from the service key, which everyone who may carry
 * objects home holds already: there is no further secret to hand out, and none that could be lost.
 */
export function relayToken(serviceKey: string): string {
  return createHmac('sha256', serviceKey).update('supabase-to-aws relay').digest('hex')
}
