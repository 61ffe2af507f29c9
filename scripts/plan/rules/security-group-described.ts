import { judge } from '../judge/faults'
import { OPENING_TYPES, openingsOf } from '../judge/openings'
import type { Rule } from '../judge/rule'

/** What Terraform writes where nobody wrote anything. */
const PLACEHOLDER = 'Managed by Terraform'

const DESCRIBED = {
  expected: 'a description of its own',
  holds: (value: unknown) => typeof value === 'string' && value !== '' && value !== PLACEHOLDER,
}

export const securityGroupDescribed: Rule = {
  id: 'security-group-described',
  title: 'Security groups and their rules say what they are for',
  row: 9,
  checkov: 'CKV_AWS_23',
  trivy: 'AWS-0099, AWS-0124',
  severity: 'low',
  appliesTo: OPENING_TYPES,
  fix: 'Write a description.',
  check: (resource) => [
    ...(resource.type === 'aws_security_group'
      ? judge('description', resource.values['description'], DESCRIBED)
      : []),
    ...openingsOf(resource).flatMap(({ attribute, description }) =>
      judge(`${attribute} description`, description, DESCRIBED),
    ),
  ],
}
