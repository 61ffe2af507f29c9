import { isAllPorts, OPENING_TYPES, openingFaults } from '../judge/openings'
import type { Rule } from '../judge/rule'

export const noEgressToWorldOnAllPorts: Rule = {
  id: 'no-egress-to-world-on-all-ports',
  title: 'No rule lets out every port to any address',
  row: 8,
  checkov: 'CKV_AWS_382',
  trivy: 'AWS-0104',
  severity: 'high',
  appliesTo: OPENING_TYPES,
  fix: 'Name the ports that are spoken to: 443 for AWS and the web, those of the database inside the VPC.',
  check: (resource) =>
    openingFaults(
      resource,
      'chosen ports, or chosen addresses',
      (opening) => opening.direction === 'out' && opening.world === true && isAllPorts(opening),
    ),
}
