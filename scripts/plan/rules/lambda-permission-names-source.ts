import { mustBeSet, textOf } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const lambdaPermissionNamesSource: Rule = {
  id: 'lambda-permission-names-source',
  title: 'A service may invoke a function for one source only',
  row: 'own',
  checkov: 'CKV_AWS_364',
  trivy: 'AWS-0067',
  severity: 'high',
  appliesTo: ['aws_lambda_permission'],
  fix: 'Set source_arn (and source_account for a bucket).',
  check: ({ values }) => {
    if (values['principal'] === '*')
      return [{ attribute: 'principal', found: '*', expected: 'a service or an account' }]
    return textOf(values['principal']).endsWith('.amazonaws.com')
      ? mustBeSet(values, 'source_arn', 'the source')
      : []
  },
}
