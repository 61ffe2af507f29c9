import { absent, textOf } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { valueAt } from '../resources/resource'

export const lambdaHasLogGroup: Rule = {
  id: 'lambda-has-log-group',
  title: 'The log group of a function is made before the function makes its own',
  row: 'own',
  severity: 'medium',
  appliesTo: ['aws_lambda_function'],
  fix: 'Add an aws_cloudwatch_log_group named /aws/lambda/<function>.',
  check: (fn, all) => {
    const name = `/aws/lambda/${textOf(fn.values['function_name'])}`
    const isThere = all.near(fn, 'aws_cloudwatch_log_group').some(({ values }) => values['name'] === name)
    return isThere || valueAt(fn.values, 'logging_config.log_group') !== undefined
      ? []
      : absent('aws_cloudwatch_log_group', `one named ${name}: AWS would make it without a key and for ever`)
  },
}
