import { mustBeSet } from '../judge/faults'
import { githubStatements } from '../judge/github'
import type { Rule } from '../judge/rule'

export const roleHasBoundary: Rule = {
  id: 'role-has-boundary',
  title: 'No role may do more than its system',
  row: 'own',
  severity: 'high',
  appliesTo: ['aws_iam_role'],
  fix: 'Set permissions_boundary.',
  exception:
    'The roles of workflows, which trust GitHub alone: an administrator made them (`migrate bootstrap`), and they cannot change themselves.',
  check: (role) =>
    githubStatements(role).length > 0
      ? []
      : mustBeSet(role, 'permissions_boundary', 'the boundary of the target'),
}
