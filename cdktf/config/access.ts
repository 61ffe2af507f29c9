import {
  queueArn,
  queueUrl,
  redisGroupName,
  redisUserName,
  secretParameterName,
  tableArn,
  tableName,
  targetBucketName,
  WEBSOCKET_STAGE,
} from './names'
import { arnOf } from './permissions/scope'
import type { FunctionOfApp, Service } from './schema'
import type { Target } from './target'

// What `access` and `secrets` of a function or service mean: statements of its role, and environment variables. Values
// may be references to other resources; nothing here looks into them.

type Program = Pick<FunctionOfApp | Service, 'access' | 'secrets'>

/** One statement of a role, as constructs/service-role.ts takes it. */
export interface AccessStatement {
  readonly sid: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

export interface AccessReferences {
  /** Key of buckets, tables, queues and secrets. */
  readonly dataKeyArn: string
  /** ARN of a secret in Secrets Manager, by its name in the system's file. */
  readonly secretArn: (name: string) => string
  /** Needed where `access.connections` is on. */
  readonly webSocket?: { readonly apiId: string; readonly endpoint: string }
  /** Needed where `access.redis` is on. */
  readonly redisUrl?: string
}

/** What the program's role allows: the resources in its `access`, and no other of the same app. */
export function accessStatements(
  t: Target,
  app: string,
  { access, ...refs }: Program & AccessReferences,
): AccessStatement[] {
  return [
    ...bucketStatements(t, app, access.buckets),
    ...tableStatements(t, app, access.tables),
    ...queueStatements(t, app, access.queues),
    ...(access.redis ? [redisStatement(t)] : []),
    ...(access.email ? [mailStatement(t)] : []),
    ...(access.connections ? [connectionsStatement(t, required(refs.webSocket, app, 'WebSocket API'))] : []),
    ...dataKeyStatements(t, refs.dataKeyArn, [
      ...(access.buckets.length > 0 ? ['s3'] : []),
      ...(access.tables.length > 0 ? ['dynamodb'] : []),
      ...(access.queues.length > 0 ? ['sqs'] : []),
    ]),
  ]
}

/** Reading the values of `secrets`: for a function's own role, or for the execution role of a service. */
export function secretStatements(
  t: Target,
  secrets: readonly string[],
  { secretArn, dataKeyArn }: AccessReferences,
): AccessStatement[] {
  if (secrets.length === 0) return []
  const managed = secrets.filter((name) => !isParameter(t, name))
  const parameters = secrets.filter((name) => isParameter(t, name))
  return [
    ...statementFor('Secrets', ['secretsmanager:GetSecretValue'], managed.map(secretArn)),
    ...statementFor(
      'SecretParameters',
      ['ssm:GetParameter', 'ssm:GetParameters'],
      parameters.map((name) => arnOf(t, 'ssm', `parameter${secretParameterName(t, name)}`)),
    ),
    {
      sid: 'SecretsKey',
      actions: ['kms:Decrypt'],
      resources: [dataKeyArn],
      conditions: viaServices(t, [
        ...(managed.length > 0 ? ['secretsmanager'] : []),
        ...(parameters.length > 0 ? ['ssm'] : []),
      ]),
    },
  ]
}

/** Names of tables, buckets and queues, and where Redis and the WebSocket's connections are. */
export function accessVariables(
  t: Target,
  app: string,
  { access, redisUrl, webSocket }: Program & AccessReferences,
): Record<string, string> {
  return {
    ...variables('TABLE', access.tables, (table) => tableName(t, app, table)),
    ...variables('BUCKET', access.buckets, (bucket) => targetBucketName(t, app, bucket)),
    ...variables('QUEUE', access.queues, (queue) => queueUrl(t, app, queue)),
    ...(access.redis ? { REDIS_URL: required(redisUrl, app, 'Redis') } : {}),
    ...(access.connections ? { WEBSOCKET_ENDPOINT: required(webSocket, app, 'WebSocket API').endpoint } : {}),
  }
}

/** Where a function finds each secret: it fetches the value itself. */
export function secretVariables(
  t: Target,
  secrets: readonly string[],
  refs: Pick<AccessReferences, 'secretArn'>,
): Record<string, string> {
  return variables('SECRET', secrets, (name) => secretPlaceOf(t, name, refs))
}

/** Name in Parameter Store, or ARN in Secrets Manager. */
export function secretPlaceOf(
  t: Target,
  name: string,
  { secretArn }: Pick<AccessReferences, 'secretArn'>,
): string {
  return isParameter(t, name) ? secretParameterName(t, name) : secretArn(name)
}

/** The app's project on Supabase, whose tokens are accepted as long as it signs them. Empty without a source. */
export function sourceVariables(
  { environment }: Target,
  app: string,
): { SUPABASE_URL?: string; SUPABASE_ISSUER?: string } {
  const source = environment.source[app]
  if (source === undefined) return {}
  const url = `https://${source.supabase.projectRef}.supabase.co`
  return { SUPABASE_URL: url, SUPABASE_ISSUER: `${url}/auth/v1` }
}

/** Where an app signs its users in on AWS. */
export interface SignIn {
  readonly issuer: string
  readonly clientId: string
}

/** Empty for an app that does not. */
export function signInVariables(signIn: SignIn | undefined): Record<string, string> {
  return signIn === undefined
    ? {}
    : { USER_POOL_ISSUER: signIn.issuer, USER_POOL_CLIENT_IDS: signIn.clientId }
}

function bucketStatements(t: Target, app: string, buckets: readonly string[]): AccessStatement[] {
  const arns = buckets.map((bucket) => `arn:aws:s3:::${targetBucketName(t, app, bucket)}`)
  return [
    // Without it S3 answers 403 instead of 404 for an object that is not there.
    ...statementFor('Buckets', ['s3:ListBucket'], arns),
    ...statementFor(
      'Objects',
      [
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:GetObject',
        's3:ListMultipartUploadParts',
        's3:PutObject',
      ],
      arns.map((bucket) => `${bucket}/*`),
    ),
  ]
}

function tableStatements(t: Target, app: string, tables: readonly string[]): AccessStatement[] {
  const arns = tables.map((table) => tableArn(t, app, table))
  return statementFor(
    'Tables',
    [
      'dynamodb:BatchGetItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ],
    arns.flatMap((table) => [table, `${table}/index/*`]),
  )
}

function queueStatements(t: Target, app: string, queues: readonly string[]): AccessStatement[] {
  return statementFor(
    'Queues',
    ['sqs:GetQueueAttributes', 'sqs:SendMessage'],
    queues.map((queue) => queueArn(t, app, queue)),
  )
}

/** ElastiCache asks for both: the group of nodes, and the user as whom one signs in. */
function redisStatement(t: Target): AccessStatement {
  return {
    sid: 'Redis',
    actions: ['elasticache:Connect'],
    resources: [
      arnOf(t, 'elasticache', `replicationgroup:${redisGroupName(t)}`),
      arnOf(t, 'elasticache', `user:${redisUserName(t)}`),
    ],
  }
}

function mailStatement(t: Target): AccessStatement {
  return {
    sid: 'Mail',
    actions: ['ses:SendEmail', 'ses:SendRawEmail'],
    resources: [arnOf(t, 'ses', `identity/${t.environment.dns.zone}`)],
  }
}

function connectionsStatement(t: Target, { apiId }: { readonly apiId: string }): AccessStatement {
  return {
    sid: 'Connections',
    actions: ['execute-api:ManageConnections'],
    resources: [arnOf(t, 'execute-api', `${apiId}/${WEBSOCKET_STAGE}/*/@connections/*`)],
  }
}

/** The data key, as far as these services use it on the program's behalf. */
export function dataKeyStatements(
  t: Target,
  dataKeyArn: string,
  services: readonly string[],
): AccessStatement[] {
  if (services.length === 0) return []
  return [
    {
      sid: 'DataKey',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [dataKeyArn],
      conditions: viaServices(t, services),
    },
  ]
}

function viaServices(
  { environment }: Target,
  services: readonly string[],
): AccessStatement['conditions'] & {} {
  return {
    StringEquals: {
      'kms:ViaService': services.map((service) => `${service}.${environment.region}.amazonaws.com`),
    },
  }
}

function statementFor(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
): AccessStatement[] {
  return resources.length === 0 ? [] : [{ sid, actions, resources }]
}

function variables(
  kind: string,
  names: readonly string[],
  value: (name: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [`${kind}_${name.toUpperCase().replaceAll('-', '_')}`, value(name)]),
  )
}

function isParameter({ system }: Target, name: string): boolean {
  return system.secrets[name]?.store === 'parameter-store'
}

function required<T>(value: T | undefined, app: string, what: string): T {
  if (value === undefined) throw new Error(`${app} has a program that uses the ${what}, which is not there`)
  return value
}
