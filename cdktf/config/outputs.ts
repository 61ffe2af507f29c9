// Names of what a stack tells the stacks after it (by remote state) and the engine (by `terraform output`).
// Maps are keyed as in the system's file: by app, or by `<app>/<part>`.

export const FOUNDATION_OUTPUTS = {
  dataKeyArn: 'data_key_arn',
  alarmTopicArn: 'alarm_topic_arn',
  logBucketName: 'log_bucket_name',
  backupBucketName: 'backup_bucket_name',
  journalTableName: 'journal_table_name',
  planRoleArn: 'plan_role_arn',
  applyRoleArn: 'apply_role_arn',
  /** Map: name of the secret -> ARN. Those of Parameter Store are not in it. */
  secretArns: 'secret_arns',
  /** Web ACL (scope CLOUDFRONT) that stands before every distribution. */
  edgeWebAclArn: 'edge_web_acl_arn',
  /** Route 53 zone of the environment. */
  zoneId: 'zone_id',
  /** List: what the domain's registrar has to name, where the zone is ours. */
  nameServers: 'name_servers',
} as const

export const NETWORK_OUTPUTS = {
  vpcId: 'vpc_id',
  /** Lists, one subnet for each zone. */
  publicSubnetIds: 'public_subnet_ids',
  privateSubnetIds: 'private_subnet_ids',
  /** Worn by ECS tasks: out to 443 anywhere, and into the VPC to PostgreSQL and Redis. */
  taskSecurityGroupId: 'task_security_group_id',
  /** Worn by Lambda functions inside the VPC: the same ways out, no way in. */
  functionSecurityGroupId: 'function_security_group_id',
} as const

export const STORAGE_OUTPUTS = {
  /** Map: app -> name of its storage settings parameter. */
  settingsParameterNames: 'storage_settings_parameter_names',
} as const

/** Variables of the storage stack, set by the engine from the journal. */
export const STORAGE_VARIABLES = {
  /** CloudFront falls back to the Supabase public URL. `complete` turns it off. */
  fallback: 'storage_fallback',
  /** Bucket policies deny writes: on while storage is reverted. */
  fence: 'storage_fence',
} as const

export const DATABASE_OUTPUTS = {
  instanceIdentifier: 'instance_identifier',
  /** `dbi-resource-id`, as IAM authentication names it. */
  instanceResourceId: 'instance_resource_id',
  address: 'address',
  port: 'port',
  /** Made and rotated by RDS; nobody's plan or state holds it. */
  masterSecretArn: 'master_secret_arn',
  securityGroupId: 'database_security_group_id',
  /** Empty text once the phase is complete. */
  migrationSecurityGroupId: 'migration_security_group_id',
} as const

/** Variables of the database stack, set by the engine from the journal. */
export const DATABASE_VARIABLES = {
  /** The security group through which the migration reaches the database exists. `complete` turns it off. */
  migrationAccess: 'database_migration_access',
} as const

export const AUTH_OUTPUTS = {
  userPoolId: 'user_pool_id',
  userPoolArn: 'user_pool_arn',
  /** `https://cognito-idp.<region>.amazonaws.com/<pool>`: the `iss` of its tokens. */
  issuer: 'issuer',
  /** Map: app -> id of its client. */
  clientIds: 'client_ids',
} as const

/** Variables of the auth stack, set by the engine from the journal. */
export const AUTH_VARIABLES = {
  /** A user who is not in the pool yet is asked of Supabase, with the password given. `complete` turns it off. */
  userMigration: 'auth_user_migration',
} as const

export const REALTIME_OUTPUTS = {
  redisAddress: 'redis_address',
  redisPort: 'redis_port',
  /** `REDIS_URL` of programs, see `redisUrl` in names.ts. Holds no secret: Redis asks for a token signed with IAM. */
  redisUrl: 'redis_url',
  /** Map: app -> `wss://…`, and the https endpoint that sends to a connection. */
  webSocketUrls: 'websocket_urls',
  webSocketEndpoints: 'websocket_endpoints',
  /** Map: app -> id of its WebSocket API. */
  webSocketApiIds: 'websocket_api_ids',
} as const

export const BACKEND_OUTPUTS = {
  clusterName: 'cluster_name',
  /** Map: `<app>/<service>` -> ECR repository. */
  repositoryUrls: 'repository_urls',
  /** Absent where no service takes requests. */
  loadBalancerDomain: 'load_balancer_domain',
  loadBalancerZoneId: 'load_balancer_zone_id',
  /** `app/<name>/<id>`, as CloudWatch names it. */
  loadBalancerArnSuffix: 'load_balancer_arn_suffix',
  listenerArn: 'listener_arn',
  /** Map: `<app>/<service>` -> the listener rule whose weights the deploy tool moves. */
  listenerRuleArns: 'listener_rule_arns',
  /** Map: `<app>/<service>/blue` and `…/green` -> target group. */
  targetGroupArns: 'target_group_arns',
} as const

/** Variables of the backend and of the functions stack. */
export const API_VARIABLES = {
  /** The API domains of apps that have a source point at AWS. The cutover of the backend turns it on. */
  dns: 'api_dns',
} as const

export const FUNCTIONS_OUTPUTS = {
  /** Map: `<app>/<function>` -> name in Lambda. */
  functionNames: 'function_names',
  /** Map: app -> endpoint of its HTTP API. */
  apiEndpoints: 'api_endpoints',
  /** Map: app -> id of its HTTP API. */
  apiIds: 'api_ids',
} as const

export const FRONTEND_OUTPUTS = {
  /** Maps by app. */
  bucketNames: 'frontend_bucket_names',
  distributionIds: 'frontend_distribution_ids',
  distributionDomains: 'frontend_distribution_domains',
  /** Stores whose key RELEASE_KEY names the release that is served. */
  keyValueStoreArns: 'frontend_key_value_store_arns',
} as const

/** Variables of the frontend stack, set by the engine from the journal. */
export const FRONTEND_VARIABLES = {
  /** The web domains point at the distributions. The cutover turns it on. */
  dns: 'frontend_dns',
} as const

/** Key of the store, written by the deploy tool alone: the id of the release that is served. */
export const RELEASE_KEY = 'release'
/** In the bucket: `releases/<id>/index.html`. What lies there is never changed. */
export const RELEASE_PREFIX = 'releases'
