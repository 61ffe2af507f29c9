import { isAllPorts, OPENING_TYPES, openingFaults } from '../judge/openings'
import type { Rule } from '../judge/rule'

export const noIngressOnAllPorts: Rule = {
  id: 'no-ingress-on-all-ports',
  title: 'No rule lets in every port',
  row: 7,
  checkov: 'CKV_AWS_277',
  severity: 'high',
  appliesTo: OPENING_TYPES,
  fix: 'Name the ports that are listened on.',
  check: (resource) =>
    openingFaults(resource, 'chosen ports', (opening) => opening.direction === 'in' && isAllPorts(opening)),
}
