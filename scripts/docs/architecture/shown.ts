import type { PlannedResource } from '../../plan/resources/resource'

/** Kinds that a picture shows, in the words of their labels. Everything else only connects. */
const LABELS: Readonly<Record<string, (resource: PlannedResource) => string | undefined>> = {
  aws_apigatewayv2_api: ({ values }) =>
    values['protocol_type'] === 'WEBSOCKET' ? 'WebSocket API' : 'HTTP API',
  aws_cloudfront_distribution: ({ path }) => `CloudFront: ${appPart(path)}`,
  aws_cognito_user_pool: () => 'Cognito user pool',
  aws_db_instance: ({ values }) =>
    values['replicate_source_db'] === undefined
      ? `RDS PostgreSQL ${text(values['engine_version'])}, ${text(values['instance_class'])}${values['multi_az'] === true ? ', Multi-AZ' : ''}`
      : 'RDS read replica',
  // The journal belongs to the tool, not to the application.
  aws_dynamodb_table: ({ path }) => (path.startsWith('journal') ? undefined : `DynamoDB: ${appPart(path)}`),
  // Blue and green are one service.
  aws_ecs_service: ({ path }) => `Fargate: ${appPart(path)}`,
  aws_elasticache_replication_group: ({ values }) => `ElastiCache Redis ${text(values['engine_version'])}`,
  aws_lambda_function: ({ path }) => `Lambda: ${appPart(path)}`,
  aws_lb: () => 'Application Load Balancer',
  aws_nat_gateway: () => 'NAT gateway',
  aws_s3_bucket: ({ path, stack }) => (stack.endsWith('-foundation') ? undefined : `S3: ${appPart(path)}`),
  aws_scheduler_schedule: ({ values }) => `EventBridge: ${text(values['schedule_expression'])}`,
  aws_sqs_queue: ({ path }) => (/fail|dead/.test(path) ? undefined : `SQS: ${appPart(path)}`),
}

/** The label of a resource that a picture shows; undefined for the others. */
export function labelOf(resource: PlannedResource): string | undefined {
  return LABELS[resource.type]?.(resource)
}

/** What an IAM policy calls a resource whose name it holds. */
export function physicalName({ type, values }: PlannedResource): string | undefined {
  const name = type === 'aws_s3_bucket' ? values['bucket'] : values['name']
  const named = ['aws_s3_bucket', 'aws_dynamodb_table', 'aws_sqs_queue'].includes(type)
  return named && typeof name === 'string' && !name.includes('${') ? name : undefined
}

/** Hidden kinds that lead from one shown thing to another: the argument it comes from, and the one it goes to. */
export const CONNECTORS: Readonly<Record<string, { from: string; to: string }>> = {
  aws_apigatewayv2_authorizer: { from: 'api_id', to: 'authorizer_uri' },
  aws_apigatewayv2_integration: { from: 'api_id', to: 'integration_uri' },
  aws_lambda_event_source_mapping: { from: 'event_source_arn', to: 'function_name' },
  aws_lb_listener_rule: { from: 'listener_arn', to: 'action' },
  aws_s3_bucket_notification: { from: 'bucket', to: 'lambda_function' },
  aws_vpc_security_group_ingress_rule: { from: 'referenced_security_group_id', to: 'security_group_id' },
}

/** Hidden kinds that shown things wear: who names one of these means its wearers. */
export const WORN = ['aws_lb_target_group', 'aws_security_group'] as const

/** Kinds that everything refers to: a line to each would hide the others. */
export const IGNORED = [
  'aws_kms_key',
  'aws_sns_topic',
  'aws_cloudwatch_log_group',
  'aws_iam_role',
  'aws_wafv2_web_acl',
  'aws_cloudwatch_metric_alarm',
] as const

/** `aiuteur-api/blue/service` -> `aiuteur-api`. */
function appPart(path: string): string {
  const part = path.split('/')[0] ?? path
  return part
    .replace(/-cdn$/, '')
    .replace(/^(?:table|queue)-/, '')
    .replace(/^(.+)-\1$/, '$1')
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
