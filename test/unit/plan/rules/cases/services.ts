import { policy, type RuleCase, type Written } from '../case'

const key = (values: object): Written => ({ aws_kms_key: { k: values } })
const queue = (values: object): Written => ({ aws_sqs_queue: { q: values } })
const redis = (values: object): Written => ({ aws_elasticache_replication_group: { g: values } })
const stage = (values: object): Written => ({ aws_apigatewayv2_stage: { s: values } })
const secret = (values: object): Written => ({ aws_secretsmanager_secret: { s: values } })
const group = (values: object): Written => ({ aws_cloudwatch_log_group: { g: values } })
const topic = (values: object): Written => ({ aws_sns_topic: { t: values } })

function route(values: object, protocol = 'HTTP'): Written {
  return {
    aws_apigatewayv2_api: { a: { protocol_type: protocol } },
    aws_apigatewayv2_route: { r: { api_id: '${aws_apigatewayv2_api.a.id}', route_key: 'GET /', ...values } },
  }
}

const ROOT = { Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'kms:*', Resource: '*' }
const provider = (values: object): Written => ({ provider: { aws: [values] } })
const TAGS = { system: 'aiuteur', environment: 'dev', 'managed-by': 'supabase-to-aws' }
const user = (values: object): Written => ({ aws_elasticache_user: { u: values } })

const ENCRYPTION_CASES: readonly RuleCase[] = [
  {
    rule: 'kms-key-rotates',
    fails: { 'AWS default': key({}) },
    passes: {
      yearly: key({ enable_key_rotation: true }),
      asymmetric: key({ customer_master_key_spec: 'RSA_2048' }),
    },
  },
  {
    rule: 'kms-key-policy',
    fails: {
      none: key({}),
      everybody: key({ policy: policy({ Principal: '*', Action: 'kms:Decrypt', Resource: '*' }) }),
    },
    passes: {
      named: key({ policy: policy(ROOT) }),
      beside: {
        ...key({}),
        aws_kms_key_policy: { p: { key_id: '${aws_kms_key.k.key_id}', policy: policy(ROOT) } },
      },
    },
  },
  {
    rule: 'secret-under-own-key',
    fails: { 'the key of AWS': secret({}) },
    passes: { own: secret({ kms_key_id: 'arn:k' }) },
  },
  {
    rule: 'secret-rotates',
    fails: { never: secret({}) },
    passes: {
      rotated: {
        ...secret({}),
        aws_secretsmanager_secret_rotation: { r: { secret_id: '${aws_secretsmanager_secret.s.id}' } },
      },
    },
  },
  {
    rule: 'log-group-under-own-key',
    fails: { 'the key of AWS': group({}) },
    passes: { own: group({ kms_key_id: '${aws_kms_key.k.arn}' }) },
  },
  {
    rule: 'log-group-kept-a-year',
    fails: { 'a month': group({ retention_in_days: 30 }), 'not said': group({}) },
    passes: { 'a year': group({ retention_in_days: 365 }), 'for ever': group({ retention_in_days: 0 }) },
  },
  {
    rule: 'topic-encrypted',
    fails: { plain: topic({}), 'the key of AWS': topic({ kms_master_key_id: 'alias/aws/sns' }) },
    passes: { own: topic({ kms_master_key_id: 'arn:k' }) },
  },
  {
    rule: 'queue-encrypted',
    fails: { plain: queue({ sqs_managed_sse_enabled: false }), 'not said': queue({}) },
    passes: { KMS: queue({ kms_master_key_id: 'arn:k' }), SQS: queue({ sqs_managed_sse_enabled: true }) },
  },
  {
    rule: 'topic-policy-names-principals',
    fails: {
      everybody: {
        aws_sns_topic_policy: { p: { policy: policy({ Principal: '*', Action: 'sns:Publish' }) } },
      },
      'every action': {
        aws_sns_topic_policy: {
          p: { policy: policy({ Principal: { AWS: 'arn:aws:iam::1:root' }, Action: 'sns:*' }) },
        },
      },
    },
    passes: {
      'a service': {
        aws_sns_topic_policy: {
          p: {
            policy: policy({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish' }),
          },
        },
      },
    },
  },
  {
    rule: 'queue-policy-names-principals',
    fails: {
      everybody: {
        aws_sqs_queue_policy: { p: { policy: policy({ Principal: '*', Action: 'sqs:SendMessage' }) } },
      },
    },
    passes: {
      'one source': {
        aws_sqs_queue_policy: {
          p: {
            policy: policy({
              Principal: '*',
              Action: 'sqs:SendMessage',
              Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:1:t' } },
            }),
          },
        },
      },
    },
  },
]

const REDIS_CASES: readonly RuleCase[] = [
  {
    rule: 'redis-encrypted-at-rest',
    fails: {
      off: redis({ at_rest_encryption_enabled: 'false', kms_key_id: 'arn:k' }),
      'the key of AWS': redis({ at_rest_encryption_enabled: 'true' }),
      'a cluster of its own': { aws_elasticache_cluster: { c: { engine: 'redis' } } },
    },
    passes: { on: redis({ at_rest_encryption_enabled: 'true', kms_key_id: 'arn:k' }) },
  },
  {
    rule: 'redis-encrypted-in-transit',
    fails: {
      off: redis({}),
      'if the client likes': redis({
        transit_encryption_enabled: true,
        transit_encryption_mode: 'preferred',
      }),
    },
    passes: { on: redis({ transit_encryption_enabled: true }) },
  },
  {
    rule: 'redis-asks-who',
    fails: {
      nobody: redis({}),
      'a user without password': user({ access_string: 'on ~* +@all', no_password_required: true }),
    },
    passes: {
      users: redis({ user_group_ids: ['${aws_elasticache_user_group.g.user_group_id}'] }),
      'a user that is off': user({
        access_string: 'off -@all',
        authentication_mode: { type: 'no-password-required' },
      }),
      IAM: user({ access_string: 'on ~* +@all', authentication_mode: { type: 'iam' } }),
    },
  },
  {
    rule: 'redis-fails-over',
    stack: 'system-prod-realtime',
    fails: { 'one node': redis({ automatic_failover_enabled: false }) },
    passes: { 'two nodes': redis({ automatic_failover_enabled: true, multi_az_enabled: true }) },
  },
  {
    rule: 'redis-snapshots',
    fails: { none: redis({}), off: redis({ snapshot_retention_limit: 0 }) },
    passes: { daily: redis({ snapshot_retention_limit: 1 }) },
  },
]

const API_CASES: readonly RuleCase[] = [
  {
    rule: 'api-logs-requests',
    fails: { none: stage({}) },
    passes: { logged: stage({ access_log_settings: { destination_arn: 'arn:g', format: '{}' } }) },
  },
  {
    rule: 'api-limits-requests',
    fails: {
      'AWS default': stage({}),
      'no burst': stage({ default_route_settings: { throttling_rate_limit: 10 } }),
    },
    passes: {
      limited: stage({ default_route_settings: { throttling_rate_limit: 10, throttling_burst_limit: 20 } }),
    },
  },
  {
    rule: 'api-routes-authorized',
    fails: {
      'AWS default': route({}),
      'who opens a WebSocket': route({ route_key: '$connect', authorization_type: 'NONE' }, 'WEBSOCKET'),
      'every other path': route({ route_key: '$default', authorization_type: 'NONE' }),
    },
    passes: {
      authorized: route({ authorization_type: 'CUSTOM' }),
      'messages of an open WebSocket': route(
        { route_key: '$default', authorization_type: 'NONE' },
        'WEBSOCKET',
      ),
      'what a browser asks first': route({ route_key: 'OPTIONS /{path+}' }),
    },
  },
  {
    rule: 'api-domain-strong-tls',
    fails: {
      'TLS 1.0': {
        aws_apigatewayv2_domain_name: { d: { domain_name_configuration: { security_policy: 'TLS_1_0' } } },
      },
    },
    passes: {
      'TLS 1.2': {
        aws_apigatewayv2_domain_name: { d: { domain_name_configuration: { security_policy: 'TLS_1_2' } } },
      },
    },
  },
]

const ACCOUNT_CASES: readonly RuleCase[] = [
  {
    rule: 'no-secret-values',
    fails: {
      'the password of the master': { aws_db_instance: { db: { password: 'hunter2' } } },
      'a version of a secret': { aws_secretsmanager_secret_version: { v: { secret_string: 'hunter2' } } },
      'a parameter': { aws_ssm_parameter: { p: { type: 'SecureString', value: 'hunter2' } } },
      'a user of Redis': user({ authentication_mode: { type: 'password', passwords: ['hunter2'] } }),
      'made by Terraform': { random_password: { p: { length: 32 } } },
    },
    passes: {
      'a setting': { aws_ssm_parameter: { p: { type: 'String', insecure_value: '{}' } } },
      'made by RDS': { aws_db_instance: { db: { manage_master_user_password: true } } },
      'an empty secret': secret({ name: 'x' }),
    },
  },
  {
    rule: 'everything-tagged',
    fails: {
      'no tags': provider({}),
      'one is missing': provider({ default_tags: [{ tags: { ...TAGS, environment: undefined } }] }),
    },
    passes: { tagged: provider({ default_tags: [{ tags: TAGS }] }) },
  },
  {
    rule: 'provider-pins-account',
    fails: { 'any account': provider({ region: 'us-east-1' }) },
    passes: { pinned: provider({ allowed_account_ids: ['123456789012'] }) },
  },
  {
    rule: 'once-per-account',
    fails: {
      two: {
        aws_guardduty_detector: { a: {}, b: {} },
        ...provider({ allowed_account_ids: ['1'], region: 'r' }),
      },
    },
    passes: {
      one: { aws_guardduty_detector: { a: {} } },
      'two providers of tokens': {
        aws_iam_openid_connect_provider: { a: { url: 'https://a' }, b: { url: 'https://b' } },
      },
    },
  },
  {
    rule: 'alarm-tells-somebody',
    fails: {
      nobody: { aws_cloudwatch_metric_alarm: { a: {} } },
      muted: { aws_cloudwatch_metric_alarm: { a: { alarm_actions: ['arn:t'], actions_enabled: false } } },
    },
    passes: {
      'a topic': { aws_cloudwatch_metric_alarm: { a: { alarm_actions: ['${aws_sns_topic.t.arn}'] } } },
    },
  },
  {
    rule: 'policy-readable',
    fails: {
      'from elsewhere': { aws_iam_role_policy: { p: { policy: '${data.aws_iam_policy_document.d.json}' } } },
      'no JSON': { aws_sqs_queue_policy: { p: { policy: '{"Statement":' } } },
    },
    passes: {
      JSON: { aws_iam_role_policy: { p: { policy: policy(ROOT) } } },
      'with an expression inside': {
        aws_iam_role_policy: {
          p: {
            policy: '{"Statement":[{"Action":"s3:GetObject","Resource":"${lookup(local.map, "key", "")}"}]}',
          },
        },
      },
    },
  },
]

export const SERVICE_CASES: readonly RuleCase[] = [
  ...ENCRYPTION_CASES,
  ...REDIS_CASES,
  ...API_CASES,
  ...ACCOUNT_CASES,
]
