import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const rdsTagsOnSnapshots: Rule = {
  id: 'rds-tags-on-snapshots',
  title: 'Snapshots carry the tags of their database',
  row: 27,
  checkov: 'CKV2_AWS_60',
  severity: 'low',
  appliesTo: ['aws_db_instance'],
  fix: 'Set copy_tags_to_snapshot.',
  check: (instance) => mustBe(instance, 'copy_tags_to_snapshot', true),
}
