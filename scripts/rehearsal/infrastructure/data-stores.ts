/**
 * Types that hold what nobody can make again: what a plan that destroys them must be refused for. A subset of what a plan's
 * comment warns of (scripts/plan/stateful.ts): a cache, a queue, a log group and a setting may go with their stack.
 */
const DATA_STORES: ReadonlySet<string> = new Set([
  'aws_cognito_user_pool',
  'aws_db_instance',
  'aws_dynamodb_table',
  'aws_ecr_repository',
  'aws_kms_key',
  'aws_route53_zone',
  'aws_s3_bucket',
  'aws_secretsmanager_secret',
])

export function holdsData(type: string): boolean {
  return DATA_STORES.has(type)
}
