import { mustBe, mustNotBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const redisEncryptedInTransit: Rule = {
  id: 'redis-encrypted-in-transit',
  title: 'Redis speaks TLS alone',
  row: 81,
  checkov: 'CKV_AWS_30',
  trivy: 'AWS-0051',
  severity: 'high',
  appliesTo: ['aws_elasticache_replication_group'],
  fix: 'Set transit_encryption_enabled.',
  check: (group) => [
    ...mustBe(group, 'transit_encryption_enabled', true),
    ...mustNotBe(group, 'transit_encryption_mode', 'preferred'),
  ],
}
