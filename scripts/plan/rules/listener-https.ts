import { requires } from '../judge/faults'
import { LISTENER_TYPES, redirectsToHttps } from '../judge/listeners'
import type { Rule } from '../judge/rule'

export const listenerHttps: Rule = {
  id: 'listener-https',
  title: 'Load balancers serve by HTTPS',
  row: 46,
  checkov: 'CKV_AWS_2',
  trivy: 'AWS-0054',
  severity: 'critical',
  appliesTo: LISTENER_TYPES,
  fix: 'Set protocol HTTPS, or TLS for a network load balancer.',
  check: (listener) =>
    redirectsToHttps(listener)
      ? []
      : requires(listener, 'protocol', {
          expected: 'HTTPS or TLS, or a redirect to HTTPS',
          holds: (protocol) => protocol === 'HTTPS' || protocol === 'TLS',
        }),
}
