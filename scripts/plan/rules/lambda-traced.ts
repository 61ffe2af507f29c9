import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const lambdaTraced: Rule = {
  id: 'lambda-traced',
  title: 'Functions can be followed by X-Ray',
  row: 'own',
  checkov: 'CKV_AWS_50',
  trivy: 'AWS-0066',
  severity: 'low',
  appliesTo: ['aws_lambda_function'],
  fix: 'Set tracing_config.mode to Active.',
  check: (fn) => mustBe(fn, 'tracing_config.mode', 'Active'),
}
