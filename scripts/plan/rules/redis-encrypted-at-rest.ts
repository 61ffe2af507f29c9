import { mustBeSet, requires, textOf } from '../judge/faults'
import type { Fault, Rule } from '../judge/rule'
import type { PlannedResource } from '../resources/resource'

export const redisEncryptedAtRest: Rule = {
  id: 'redis-encrypted-at-rest',
  title: 'Redis is encrypted where it keeps data, under a key of our own',
  row: 81,
  checkov: 'CKV_AWS_29, CKV_AWS_191',
  trivy: 'AWS-0045',
  severity: 'high',
  appliesTo: ['aws_elasticache_replication_group', 'aws_elasticache_cluster'],
  fix: 'Use a replication group; set at_rest_encryption_enabled and kms_key_id.',
  check: (cache) =>
    cache.type === 'aws_elasticache_cluster'
      ? alone(cache)
      : [
          ...requires(cache, 'at_rest_encryption_enabled', {
            expected: 'true',
            holds: (on) => textOf(on) === 'true',
          }),
          ...mustBeSet(cache, 'kms_key_id', 'a KMS key'),
        ],
}

/** A cluster of its own offers no encryption; one inside a replication group takes it from there. */
function alone({ values }: PlannedResource): readonly Fault[] {
  const isAlone = values['engine'] !== 'memcached' && values['replication_group_id'] === undefined
  return isAlone
    ? [{ attribute: 'type', found: 'a cluster of its own', expected: 'a replication group' }]
    : []
}
