import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const ecrScanOnPush: Rule = {
  id: 'ecr-scan-on-push',
  title: 'Images are scanned when they arrive',
  row: 66,
  checkov: 'CKV_AWS_163',
  trivy: 'AWS-0030',
  severity: 'medium',
  appliesTo: ['aws_ecr_repository'],
  fix: 'Set image_scanning_configuration.scan_on_push.',
  check: (repository) => mustBe(repository, 'image_scanning_configuration.scan_on_push', true),
}
