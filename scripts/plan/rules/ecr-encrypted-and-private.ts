import { mustBe, mustBeSet } from '../judge/faults'
import { eachStatement, faultOf } from '../judge/policies'
import type { Rule } from '../judge/rule'

export const ecrEncryptedAndPrivate: Rule = {
  id: 'ecr-encrypted-and-private',
  title: 'Images are under a key of our own and for nobody else',
  row: 67,
  checkov: 'CKV_AWS_136, CKV_AWS_32',
  trivy: 'AWS-0033, AWS-0032',
  severity: 'high',
  appliesTo: ['aws_ecr_repository', 'aws_ecr_repository_policy', 'aws_ecrpublic_repository'],
  fix: 'Set encryption_configuration with KMS and a key; name principals in the policy.',
  check: (resource) => {
    if (resource.type === 'aws_ecrpublic_repository')
      return [{ attribute: 'type', found: 'a public repository', expected: 'a private one' }]
    if (resource.type === 'aws_ecr_repository')
      return [
        ...mustBe(resource, 'encryption_configuration.encryption_type', 'KMS'),
        ...mustBeSet(resource, 'encryption_configuration.kms_key', 'a KMS key'),
      ]
    return eachStatement(resource, 'policy', (statement) =>
      statement.effect === 'Allow' && statement.principals.includes('*')
        ? [faultOf(statement, 'everybody', 'named principals')]
        : [],
    )
  },
}
