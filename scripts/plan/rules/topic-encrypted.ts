import { mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'

/** Services such as CloudWatch cannot send to a topic under this key. */
const AWS_KEY = 'alias/aws/sns'

export const topicEncrypted: Rule = {
  id: 'topic-encrypted',
  title: 'Topics are under a key of our own',
  row: 80,
  checkov: 'CKV_AWS_26',
  trivy: 'AWS-0095, AWS-0136',
  severity: 'high',
  appliesTo: ['aws_sns_topic'],
  fix: 'Set kms_master_key_id.',
  check: (topic) => [
    ...mustBeSet(topic, 'kms_master_key_id', 'a KMS key'),
    ...(topic.values['kms_master_key_id'] === AWS_KEY
      ? [{ attribute: 'kms_master_key_id', found: AWS_KEY, expected: 'a key of our own' }]
      : []),
  ],
}
