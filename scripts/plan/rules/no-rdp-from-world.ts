import { admits, OPENING_TYPES, openingFaults } from '../judge/openings'
import type { Rule } from '../judge/rule'

export const noRdpFromWorld: Rule = {
  id: 'no-rdp-from-world',
  title: 'Nobody reaches Remote Desktop from any address',
  row: 5,
  checkov: 'CKV_AWS_25',
  trivy: 'AWS-0107',
  severity: 'critical',
  appliesTo: OPENING_TYPES,
  fix: 'Open the port to chosen addresses or not at all.',
  check: (resource) =>
    openingFaults(
      resource,
      'port 3389 open to chosen addresses at most',
      (opening) => opening.direction === 'in' && opening.world === true && admits(opening, 3389),
    ),
}
