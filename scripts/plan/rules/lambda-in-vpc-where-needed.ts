import { absent, mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { asValues, block, valueAt } from '../resources/resource'

const NEEDS_VPC = /^(?:REDIS_URL|DATABASE_|SECRET_(?:\w+_)?DATABASE_)/

export const lambdaInVpcWhereNeeded: Rule = {
  id: 'lambda-in-vpc-where-needed',
  title: 'Functions that speak to the database or to Redis are inside the VPC',
  row: 'own',
  checkov: 'CKV_AWS_117',
  severity: 'medium',
  appliesTo: ['aws_lambda_function'],
  fix: 'Set vpc_config with private subnets and security groups.',
  check: (fn) => {
    const variables = Object.keys(asValues(valueAt(fn.values, 'environment.variables')) ?? {})
    const inside = block(fn.values, 'vpc_config')
    if (inside.length === 0)
      return variables.some((name) => NEEDS_VPC.test(name))
        ? absent('vpc_config', 'private subnets and security groups')
        : []
    return [
      ...mustBeSet(fn, 'vpc_config.subnet_ids', 'private subnets'),
      ...mustBeSet(fn, 'vpc_config.security_group_ids', 'security groups'),
    ]
  },
}
