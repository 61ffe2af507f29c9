import { admits, OPENING_TYPES, openingFaults } from '../judge/openings'
import type { Rule } from '../judge/rule'

export const noSshFromWorld: Rule = {
  id: 'no-ssh-from-world',
  title: 'Nobody reaches SSH from any address',
  row: 4,
  checkov: 'CKV_AWS_24',
  trivy: 'AWS-0107',
  severity: 'critical',
  appliesTo: OPENING_TYPES,
  fix: 'Open the port to chosen addresses or not at all.',
  check: (resource) =>
    openingFaults(
      resource,
      'port 22 open to chosen addresses at most',
      (opening) => opening.direction === 'in' && opening.world === true && admits(opening, 22),
    ),
}
