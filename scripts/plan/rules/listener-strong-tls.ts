import { requires } from '../judge/faults'
import { LISTENER_TYPES } from '../judge/listeners'
import type { Rule } from '../judge/rule'

/** Not `-Ext1` and `-Ext2`, which add ciphers without forward secrecy. */
const STRONG = /^ELBSecurityPolicy-TLS13-1-[23](?:-Res)?(?:-FIPS)?(?:-PQ)?-\d{4}-\d{2}$/

export const listenerStrongTls: Rule = {
  id: 'listener-strong-tls',
  title: 'Load balancers speak TLS 1.2 with forward secrecy, and 1.3',
  row: 48,
  checkov: 'CKV_AWS_103, CKV2_AWS_74',
  trivy: 'AWS-0047',
  severity: 'high',
  appliesTo: LISTENER_TYPES,
  fix: 'Set ssl_policy to ELBSecurityPolicy-TLS13-1-2-Res-2021-06 or a stricter one.',
  check: (listener) =>
    listener.values['protocol'] === 'HTTPS' || listener.values['protocol'] === 'TLS'
      ? requires(listener, 'ssl_policy', {
          expected: 'a TLS13-1-2 or TLS13-1-3 policy without weaker ciphers',
          holds: (policy) => typeof policy === 'string' && STRONG.test(policy),
        })
      : [],
}
