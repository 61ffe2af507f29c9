import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const lambdaUrlAuthorized: Rule = {
  id: 'lambda-url-authorized',
  title: 'No function answers the internet without asking who is there',
  row: 'own',
  checkov: 'CKV_AWS_258',
  severity: 'critical',
  appliesTo: ['aws_lambda_function_url'],
  fix: 'Set authorization_type to AWS_IAM, or put an API before it.',
  check: (url) => mustBe(url, 'authorization_type', 'AWS_IAM'),
}
