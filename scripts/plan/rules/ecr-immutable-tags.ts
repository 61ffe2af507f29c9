import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const ecrImmutableTags: Rule = {
  id: 'ecr-immutable-tags',
  title: 'A tag of an image is written once',
  row: 65,
  checkov: 'CKV_AWS_51',
  trivy: 'AWS-0031',
  severity: 'high',
  appliesTo: ['aws_ecr_repository'],
  fix: 'Set image_tag_mutability to IMMUTABLE.',
  check: (repository) => mustBe(repository, 'image_tag_mutability', 'IMMUTABLE'),
}
