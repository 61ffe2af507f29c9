import { mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const queueEncrypted: Rule = {
  id: 'queue-encrypted',
  title: 'Queues are encrypted',
  row: 80,
  checkov: 'CKV_AWS_27, CKV2_AWS_73',
  trivy: 'AWS-0096, AWS-0135',
  severity: 'high',
  appliesTo: ['aws_sqs_queue'],
  fix: 'Set kms_master_key_id, or sqs_managed_sse_enabled where a sender cannot use the key.',
  check: (queue) =>
    queue.values['sqs_managed_sse_enabled'] === true
      ? []
      : mustBeSet(queue, 'kms_master_key_id', 'a KMS key'),
}
