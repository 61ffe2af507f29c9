import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy'
import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias'
import { LambdaFunction as AwsLambdaFunction } from '@cdktf/provider-aws/lib/lambda-function'
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission'
import { TerraformAsset } from 'cdktf'
import { Construct } from 'constructs'
import type { FunctionCode } from '../function-code'
import { LogGroup } from './log-group'
import { MetricAlarm } from './metric-alarm'
import { ServiceRole, type RoleStatement } from './service-role'

export interface LambdaFunctionProps {
  readonly functionName: string
  readonly description: string
  readonly code: FunctionCode
  readonly timeoutSeconds: number
  readonly memoryMb: number
  /** Names and values that are not secret; kept under `kmsKeyArn`. */
  readonly environment: Readonly<Record<string, string>>
  /** What the program may do, beyond its own logs and traces. */
  readonly statements: readonly RoleStatement[]
  readonly accountId: string
  readonly region: string
  /** Of log group and environment. */
  readonly kmsKeyArn: string
  /** Most that the function's role may ever do. */
  readonly permissionsBoundary: string
  readonly alarmTopicArn: string
  /** Failed invocations in percent of all that raise the alarm. @default 5 */
  readonly errorAlarmPercent?: number
  /** Most that run at once, taken out of the account's limit. @default no limit of its own */
  readonly reservedConcurrency?: number
  /** @default outside any VPC: the way to AWS and the internet without NAT */
  readonly vpc?: LambdaVpc
}

export interface LambdaVpc {
  readonly subnetIds: string[]
  readonly securityGroupIds: string[]
  /** Way out by IPv6, as Supabase's direct database host needs; all subnets must have IPv6. @default false */
  readonly ipv6AllowedForDualStack?: boolean
}

export interface InvokePermission {
  readonly principal: string
  readonly sourceArn: string
  /** For a source whose ARN names no account, such as a bucket. @default the ARN says it */
  readonly sourceAccount?: string
}

/** Newest that provider 5.100.0 accepts. */
const RUNTIME = 'nodejs22.x'
const ALIAS = 'live'
const ERROR_ALARM_PERCENT = 5
/** One failure among three invocations at night is 33 %, and no reason to wake anybody. */
const ALARM_INVOCATIONS_MIN = 5
const PERIOD_SECONDS = 300

/**
 * A program on Lambda with its own role, log group and alarms. Each change publishes a version; callers use the alias
 * `live`, so an invocation in flight finishes on the code it began with.
 */
export class LambdaFunction extends Construct {
  readonly function: AwsLambdaFunction
  readonly alias: LambdaAlias
  readonly role: ServiceRole

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id)
    const { functionName, vpc, environment, code } = props
    const logs = new LogGroup(this, 'logs', {
      name: `/aws/lambda/${functionName}`,
      kmsKeyArn: props.kmsKeyArn,
    })
    this.role = new ServiceRole(this, 'role', {
      name: functionName,
      description: `Function ${functionName}`,
      service: 'lambda.amazonaws.com',
      accountId: props.accountId,
      // Not documented for the roles of functions. Whoever hands a role to Lambda needs iam:PassRole in its own account.
      namesAccount: false,
      permissionsBoundary: props.permissionsBoundary,
      statements: [...ownStatements(props, logs), ...props.statements],
    })
    const asset = new TerraformAsset(this, 'code', { path: code.path, assetHash: hex(code.sourceCodeHash) })
    this.function = new AwsLambdaFunction(this, 'function', {
      functionName,
      description: props.description,
      role: this.role.role.arn,
      runtime: RUNTIME,
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: asset.path,
      sourceCodeHash: code.sourceCodeHash,
      publish: true,
      timeout: props.timeoutSeconds,
      memorySize: props.memoryMb,
      tracingConfig: { mode: 'Active' },
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
      ...(vpc === undefined ? {} : { vpcConfig: vpc }),
      // Lambda forgets the key of an environment without variables, and the next plan would want it back.
      ...(Object.keys(environment).length === 0
        ? {}
        : { environment: { variables: { ...environment } }, kmsKeyArn: props.kmsKeyArn }),
      // Lambda asks for the role's permissions when it makes the function, and makes a log group that is not there.
      dependsOn: [logs.group, policyOf(this.role)],
    })
    this.alias = new LambdaAlias(this, 'alias', {
      name: ALIAS,
      description: 'What callers invoke',
      functionName: this.function.functionName,
      functionVersion: this.function.version,
    })
    this.addAlarms(props)
  }

  /** Lets a service invoke the alias on behalf of one resource. Returned for what may only be made after it. */
  allow(id: string, { principal, sourceArn, sourceAccount }: InvokePermission): LambdaPermission {
    return new LambdaPermission(this, id, {
      action: 'lambda:InvokeFunction',
      functionName: this.function.functionName,
      qualifier: this.alias.name,
      principal,
      sourceArn,
      ...(sourceAccount === undefined ? {} : { sourceAccount }),
    })
  }

  private addAlarms({ functionName, alarmTopicArn, errorAlarmPercent }: LambdaFunctionProps): void {
    const percent = errorAlarmPercent ?? ERROR_ALARM_PERCENT
    const metric = (metricName: string) => ({
      namespace: 'AWS/Lambda',
      metricName,
      dimensions: { FunctionName: functionName },
      stat: 'Sum',
    })
    new MetricAlarm(this, 'errors', {
      name: `${functionName}-errors`,
      description: `More than ${percent} % of invocations of ${functionName} fail. Look at log group /aws/lambda/${functionName}.`,
      topicArn: alarmTopicArn,
      metrics: { errors: metric('Errors'), invocations: metric('Invocations') },
      expression: `IF(invocations >= ${ALARM_INVOCATIONS_MIN}, 100 * errors / invocations, 0)`,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: percent,
      periodSeconds: PERIOD_SECONDS,
      evaluationPeriods: 1,
    })
    new MetricAlarm(this, 'throttles', {
      name: `${functionName}-throttles`,
      description: `Invocations of ${functionName} are refused: too many at once. Look at its concurrency and the account's.`,
      topicArn: alarmTopicArn,
      metrics: { throttles: metric('Throttles') },
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      periodSeconds: PERIOD_SECONDS,
      evaluationPeriods: 2,
    })
  }
}

function ownStatements(props: LambdaFunctionProps, logs: LogGroup): RoleStatement[] {
  const { vpc, kmsKeyArn, environment } = props
  return [
    {
      sid: 'Logs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${logs.group.arn}:*`],
    },
    {
      // X-Ray has no resources that could be named here.
      sid: 'Traces',
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
    },
    ...(Object.keys(environment).length === 0
      ? []
      : [{ sid: 'Environment', actions: ['kms:Decrypt'], resources: [kmsKeyArn] }]),
    ...(vpc === undefined ? [] : [networkStatement(props)]),
  ]
}

/**
 * Lambda makes the network interfaces, with the function's role. It takes no other resource than `*` here
 * (docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html); the condition keeps the program itself out: a call
 * made by its code carries the function's ARN, one made by Lambda does not.
 */
function networkStatement({ accountId, region, functionName }: LambdaFunctionProps): RoleStatement {
  const functionArn = `arn:aws:lambda:${region}:${accountId}:function:${functionName}`
  return {
    sid: 'NetworkInterfaces',
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
    conditions: { ArnNotEquals: { 'lambda:SourceFunctionArn': functionArn } },
  }
}

function policyOf({ node }: ServiceRole): IamRolePolicy {
  const policy = node.tryFindChild('policy')
  if (policy instanceof IamRolePolicy) return policy
  throw new Error(`${node.path} has no policy`)
}

function hex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex')
}
