import type { RuleCase, Written } from '../case'

const DIGEST = 'a'.repeat(64)

function task(container: object, definition: object = {}): Written {
  const container_definitions = JSON.stringify([{ name: 'api', essential: true, ...container }])
  return { aws_ecs_task_definition: { t: { family: 'api', container_definitions, ...definition } } }
}

const service = (values: object): Written => ({ aws_ecs_service: { s: values } })

/** A service behind a load balancer, with the container that it starts. */
function served(values: object, container: object): Written {
  return {
    ...task(container),
    ...service({
      task_definition: '${aws_ecs_task_definition.t.arn}',
      load_balancer: [{ container_name: 'api', container_port: 3001 }],
      ...values,
    }),
  }
}

const STARTS_IN_60 = { healthCheck: { command: ['CMD', 'true'], startPeriod: 60 } }
const insights = (value: string): Written => ({
  aws_ecs_cluster: { c: { setting: [{ name: 'containerInsights', value }] } },
})
const repository = (values: object): Written => ({ aws_ecr_repository: { r: values } })

const EXEC = {
  kms_key_id: 'arn:k',
  logging: 'OVERRIDE',
  log_configuration: { cloud_watch_encryption_enabled: true, cloud_watch_log_group_name: 'exec' },
}

function exec(cluster: object): Written {
  return {
    aws_ecs_cluster: { c: cluster },
    ...service({ cluster: '${aws_ecs_cluster.c.id}', enable_execute_command: true }),
  }
}

const variables = (environment: object): Written => ({
  aws_lambda_function: { f: { environment: { variables: environment } } },
})
const fn = (values: object): Written => ({ aws_lambda_function: { f: { function_name: 'f', ...values } } })

export const COMPUTE_CASES: readonly RuleCase[] = [
  {
    rule: 'ecs-container-insights',
    fails: { 'AWS default': { aws_ecs_cluster: { c: {} } }, off: insights('disabled') },
    passes: { on: insights('enabled'), enhanced: insights('enhanced') },
  },
  {
    rule: 'ecs-exec-logged',
    fails: {
      'used without': exec({}),
      'without a key': exec({
        configuration: { execute_command_configuration: { ...EXEC, kms_key_id: undefined } },
      }),
      'not logged': exec({ configuration: { execute_command_configuration: { ...EXEC, logging: 'NONE' } } }),
    },
    passes: {
      'not used': { aws_ecs_cluster: { c: {} } },
      logged: exec({ configuration: { execute_command_configuration: EXEC } }),
    },
  },
  {
    rule: 'ecs-roles-differ',
    fails: {
      'one for both': task(
        {},
        { execution_role_arn: '${aws_iam_role.a.arn}', task_role_arn: '${aws_iam_role.a.arn}' },
      ),
      'no role for the program': task({}, { execution_role_arn: '${aws_iam_role.a.arn}' }),
    },
    passes: {
      two: task({}, { execution_role_arn: '${aws_iam_role.a.arn}', task_role_arn: '${aws_iam_role.b.arn}' }),
    },
  },
  {
    rule: 'ecs-no-public-address',
    fails: { public: service({ network_configuration: { assign_public_ip: true } }) },
    passes: {
      private: service({ network_configuration: { assign_public_ip: false } }),
      'AWS default': service({}),
    },
  },
  {
    rule: 'ecs-latest-platform',
    fails: { old: service({ platform_version: '1.3.0' }) },
    passes: { latest: service({ platform_version: 'LATEST' }), 'AWS default': service({}) },
  },
  {
    rule: 'container-not-privileged',
    fails: { privileged: task({ privileged: true }), 'sees its host': task({}, { pid_mode: 'host' }) },
    passes: { neither: task({ privileged: false }) },
  },
  {
    rule: 'container-read-only',
    fails: { writes: task({ readonlyRootFilesystem: false }), 'AWS default': task({}) },
    passes: { reads: task({ readonlyRootFilesystem: true }) },
  },
  {
    rule: 'no-secrets-in-environment',
    fails: {
      'by its name': task({ environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }),
      'by its look': task({
        environment: [{ name: 'DATABASE', value: 'postgres://app:hunter2@db:5432/app' }],
      }),
      'an access key': variables({ KEY: 'AKIAIOSFODNN7EXAMPLE' }),
      'a token of a function': variables({ API_TOKEN: 'abcdef' }),
    },
    passes: {
      'where it is': task({
        environment: [
          { name: 'SECRET_DATABASE_URL', value: 'arn:aws:secretsmanager:us-east-1:1:secret:x' },
          { name: 'SECRET_AUDIUS', value: '/studio/dev/secret/AUDIUS' },
          { name: 'ACCESS_TOKEN_MINUTES', value: '60' },
        ],
      }),
      'a URL without password': variables({
        SUPABASE_URL: 'https://abc.supabase.co',
        TOKEN_TABLE: '${aws_dynamodb_table.t.name}',
      }),
    },
  },
  {
    rule: 'image-by-digest',
    fails: {
      'a tag': task({ image: '${aws_ecr_repository.r.repository_url}:latest' }),
      'no image': task({}),
    },
    passes: { 'a digest': task({ image: '${aws_ecr_repository.r.repository_url}@sha256:' + DIGEST }) },
  },
  {
    rule: 'ecs-circuit-breaker',
    fails: {
      none: service({}),
      'without rollback': service({ deployment_circuit_breaker: { enable: true, rollback: false } }),
    },
    passes: { 'with rollback': service({ deployment_circuit_breaker: { enable: true, rollback: true } }) },
  },
  {
    rule: 'ecs-deployment-alarms',
    fails: {
      none: service({}),
      'no names': service({ alarms: { enable: true, rollback: true, alarm_names: [] } }),
      'without rollback': service({ alarms: { enable: true, rollback: false, alarm_names: ['5xx'] } }),
    },
    passes: { set: service({ alarms: { enable: true, rollback: true, alarm_names: ['5xx'] } }) },
  },
  {
    rule: 'ecs-grace-period-covers-start',
    fails: {
      'too short': served({ health_check_grace_period_seconds: 30 }, STARTS_IN_60),
      'not set': served({}, STARTS_IN_60),
    },
    passes: {
      'long enough': served({ health_check_grace_period_seconds: 80 }, STARTS_IN_60),
      'no load balancer': service({}),
    },
  },
  {
    rule: 'container-health-check',
    fails: { none: served({}, {}), 'no start': served({}, { healthCheck: { command: ['CMD', 'true'] } }) },
    passes: { both: served({}, STARTS_IN_60), 'no load balancer': { ...task({}), ...service({}) } },
  },
  {
    rule: 'ecr-immutable-tags',
    fails: { 'AWS default': repository({}), mutable: repository({ image_tag_mutability: 'MUTABLE' }) },
    passes: { immutable: repository({ image_tag_mutability: 'IMMUTABLE' }) },
  },
  {
    rule: 'ecr-scan-on-push',
    fails: { off: repository({}) },
    passes: { on: repository({ image_scanning_configuration: { scan_on_push: true } }) },
  },
  {
    rule: 'ecr-encrypted-and-private',
    fails: {
      'the key of AWS': repository({}),
      everybody: {
        aws_ecr_repository_policy: {
          p: { policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage"}]}' },
        },
      },
      public: { aws_ecrpublic_repository: { r: {} } },
    },
    passes: {
      private: repository({ encryption_configuration: [{ encryption_type: 'KMS', kms_key: 'arn:k' }] }),
    },
  },
  {
    rule: 'lambda-runtime-supported',
    fails: { 'past its end': fn({ runtime: 'nodejs18.x' }) },
    passes: { current: fn({ runtime: 'nodejs22.x' }), 'an image': fn({ package_type: 'Image' }) },
  },
  {
    rule: 'lambda-in-vpc-where-needed',
    fails: {
      'Redis from outside': variables({ REDIS_URL: 'rediss://r:6379' }),
      'no subnets': fn({ vpc_config: { subnet_ids: [], security_group_ids: ['sg-1'] } }),
    },
    passes: {
      inside: fn({
        environment: { variables: { REDIS_URL: 'rediss://r:6379' } },
        vpc_config: { subnet_ids: ['subnet-1'], security_group_ids: ['sg-1'] },
      }),
      'needs none': variables({ TABLE_JOBS: 'jobs' }),
    },
  },
  {
    rule: 'lambda-traced',
    fails: { 'AWS default': fn({}), 'if asked': fn({ tracing_config: { mode: 'PassThrough' } }) },
    passes: { active: fn({ tracing_config: { mode: 'Active' } }) },
  },
  {
    rule: 'lambda-has-log-group',
    fails: {
      none: fn({}),
      'of another': { ...fn({}), aws_cloudwatch_log_group: { g: { name: '/aws/lambda/other' } } },
    },
    passes: { own: { ...fn({}), aws_cloudwatch_log_group: { g: { name: '/aws/lambda/f' } } } },
  },
  {
    rule: 'lambda-url-authorized',
    fails: { open: { aws_lambda_function_url: { u: { authorization_type: 'NONE' } } } },
    passes: { IAM: { aws_lambda_function_url: { u: { authorization_type: 'AWS_IAM' } } } },
  },
  {
    rule: 'lambda-permission-names-source',
    fails: {
      'any source': { aws_lambda_permission: { p: { principal: 's3.amazonaws.com' } } },
      everybody: { aws_lambda_permission: { p: { principal: '*', source_arn: 'arn:x' } } },
    },
    passes: {
      'one source': {
        aws_lambda_permission: { p: { principal: 's3.amazonaws.com', source_arn: 'arn:aws:s3:::b' } },
      },
      'an account': { aws_lambda_permission: { p: { principal: '123456789012' } } },
    },
  },
]
