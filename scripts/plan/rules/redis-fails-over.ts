import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { isProduction } from '../judge/targets'

export const redisFailsOver: Rule = {
  id: 'redis-fails-over',
  title: 'Redis of production fails over to another zone',
  row: 81,
  checkov: 'CKV2_AWS_50',
  severity: 'medium',
  appliesTo: ['aws_elasticache_replication_group'],
  fix: 'Set automatic_failover_enabled and multi_az_enabled, with two nodes or more.',
  exception: 'Environments other than production, as for databases.',
  check: (group) =>
    isProduction(group)
      ? [...mustBe(group, 'automatic_failover_enabled', true), ...mustBe(group, 'multi_az_enabled', true)]
      : [],
}
