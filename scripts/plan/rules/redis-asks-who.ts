import { mustBeSet, textOf } from '../judge/faults'
import type { Fault, Rule } from '../judge/rule'
import { valueAt, type PlannedResource } from '../resources/resource'

export const redisAsksWho: Rule = {
  id: 'redis-asks-who',
  title: 'Redis asks who is there',
  row: 81,
  checkov: 'CKV_AWS_31',
  severity: 'high',
  appliesTo: ['aws_elasticache_replication_group', 'aws_elasticache_user'],
  fix: 'Set user_group_ids (or auth_token, whose value then stands in the state); users have a password or sign in with IAM.',
  exception: 'A user that is switched off (access string `off`): it cannot sign in at all.',
  check: (resource) =>
    resource.type === 'aws_elasticache_user'
      ? user(resource)
      : resource.values['auth_token'] !== undefined
        ? []
        : mustBeSet(resource, 'user_group_ids', 'a group of users'),
}

function user({ values }: PlannedResource): readonly Fault[] {
  const isOff = /^off\b/.test(textOf(values['access_string']).trim())
  const needsNone =
    values['no_password_required'] === true ||
    valueAt(values, 'authentication_mode.type') === 'no-password-required'
  return needsNone && !isOff
    ? [{ attribute: 'authentication_mode', found: 'no password', expected: 'iam or a password' }]
    : []
}
