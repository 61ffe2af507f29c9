import type { Estimator } from './item'
import { COMPUTE_KINDS } from './kinds-compute'
import { DATA_KINDS } from './kinds-data'
import { NETWORK_KINDS } from './kinds-network'

/** How each kind of resource is priced. */
export const KINDS: Readonly<Record<string, Estimator>> = {
  ...NETWORK_KINDS,
  ...DATA_KINDS,
  ...COMPUTE_KINDS,
}

/** Kinds that AWS does not bill by themselves, or only through something priced elsewhere. */
export const FREE_KINDS: readonly RegExp[] = [
  /^aws_acm_certificate(?:_validation)?$/,
  /^aws_api_gateway_account$/,
  /^aws_apigatewayv2_(?:api_mapping|authorizer|deployment|domain_name|integration|route|stage)$/,
  /^aws_appautoscaling_/,
  // The first two of an account, and those without actions always.
  /^aws_budgets_budget$/,
  /^aws_ce_cost_allocation_tag$/,
  /^aws_cloudfront_(?:cache_policy|origin_access_control|origin_request_policy|response_headers_policy)$/,
  /^aws_cloudwatch_(?:event_|log_delivery|log_resource_policy|log_metric_filter|query_definition)/,
  /^aws_cognito_(?:user_group|user_pool_client|user_pool_domain|resource_server)$/,
  /^aws_db_(?:parameter_group|subnet_group)$/,
  /^aws_default_/,
  /^aws_ecr_(?:lifecycle_policy|repository_policy)$/,
  // Billed by the tasks that run in them.
  /^aws_ecs_(?:cluster_capacity_providers|service)$/,
  /^aws_egress_only_internet_gateway$/,
  /^aws_elasticache_(?:parameter_group|subnet_group|user|user_group)$/,
  // Billed by the logs that they write.
  /^aws_flow_log$/,
  /^aws_iam_/,
  /^aws_internet_gateway$/,
  /^aws_kms_alias$/,
  /^aws_lambda_(?:alias|event_source_mapping|function_event_invoke_config|permission)$/,
  /^aws_lb_(?:listener|listener_certificate|listener_rule|target_group)$/,
  /^aws_network_acl/,
  /^aws_route(?:_table|_table_association)?$/,
  /^aws_route53_record$/,
  // Requests of a lifecycle are too few to count; inventories, metrics and analytics are billed by the object.
  /^aws_s3_bucket_(?!inventory|metric|analytics)/,
  /^aws_scheduler_schedule(?:_group)?$/,
  /^aws_secretsmanager_secret_policy$/,
  /^aws_security_group$/,
  /^aws_sesv2_(?:configuration_set|email_identity_)/,
  /^aws_sns_/,
  /^aws_sqs_queue_(?:policy|redrive)/,
  // Standard parameters.
  /^aws_ssm_parameter$/,
  /^aws_subnet$/,
  /^aws_vpc(?:$|_security_group_|_endpoint_|_dhcp|_ipv)/,
  /^aws_wafv2_web_acl_(?:association|logging_configuration)$/,
  /^aws_xray_(?:group|encryption_config)$/,
  /^terraform_data$/,
]
