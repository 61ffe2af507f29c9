import { absent } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { block } from '../resources/resource'

const ABORT = 'abort_incomplete_multipart_upload'

export const bucketAbortsFailedUploads: Rule = {
  id: 'bucket-aborts-failed-uploads',
  title: 'Parts of uploads that never finished are removed',
  row: 41,
  checkov: 'CKV_AWS_300',
  severity: 'low',
  appliesTo: ['aws_s3_bucket_lifecycle_configuration'],
  fix: 'Add abort_incomplete_multipart_upload to a rule without a filter.',
  check: ({ values }) =>
    block(values, 'rule').some((rule) => rule['status'] === 'Enabled' && block(rule, ABORT).length > 0)
      ? []
      : absent(ABORT, 'an enabled rule that has it'),
}
