import { requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const redisSnapshots: Rule = {
  id: 'redis-snapshots',
  title: 'Redis takes a snapshot every day',
  row: 81,
  trivy: 'AWS-0050',
  severity: 'low',
  appliesTo: ['aws_elasticache_replication_group'],
  fix: 'Set snapshot_retention_limit.',
  check: (group) =>
    requires(group, 'snapshot_retention_limit', {
      expected: '1 day or more',
      holds: (days) => typeof days === 'number' && days >= 1,
    }),
}
