import { boundaryArn, roleArn } from '../../../../cdktf/config/names'
import { resolveTarget } from '../../../../cdktf/config/target'
import { systems } from '../../../../cdktf/systems'

// What Terraform does with the stacks after storage, operation by operation: the calls that the AWS provider 5.100.0
// makes, in IAM's names. The target is studio/dev, which has the most kinds.

export const target = resolveTarget(systems, 'studio/dev')
export const ACCOUNT = '123456789012'
export const REGIONAL = `us-east-1:${ACCOUNT}`
export const OURS = { 'aws:ResourceTag/system': 'studio', 'aws:ResourceTag/environment': 'dev' }
export const HERE = { 'aws:RequestedRegion': 'us-east-1' }
export const BOUNDED = { 'iam:PermissionsBoundary': boundaryArn(target) }

export const RECORD_NAMES = 'route53:ChangeResourceRecordSetsNormalizedRecordNames'

export const ARN = {
  vpc: `arn:aws:ec2:${REGIONAL}:vpc/vpc-1`,
  loadBalancer: `arn:aws:elasticloadbalancing:${REGIONAL}:loadbalancer/app/studio-dev-lb/1`,
  webAcl: `arn:aws:wafv2:${REGIONAL}:regional/webacl/studio-dev-api/1`,
  edgeWebAcl: `arn:aws:wafv2:${REGIONAL}:global/webacl/studio-dev-edge/1`,
  zone: 'arn:aws:route53:::hostedzone/Z1',
  certificate: `arn:aws:acm:${REGIONAL}:certificate/1`,
  database: `arn:aws:rds:${REGIONAL}:db:studio-dev-database`,
  replica: `arn:aws:rds:${REGIONAL}:db:studio-dev-database-replica-1`,
  table: `arn:aws:dynamodb:${REGIONAL}:table/studio-dev-echo-upload-jobs`,
  pool: `arn:aws:cognito-idp:${REGIONAL}:userpool/us-east-1_abc`,
  secret: `arn:aws:secretsmanager:${REGIONAL}:secret:studio/dev/ECHO_DATABASE_URL-abc`,
  role: roleArn(target, 'studio-dev-echo-upload'),
  cluster: `arn:aws:ecs:${REGIONAL}:cluster/studio-dev`,
  service: `arn:aws:ecs:${REGIONAL}:service/studio-dev/studio-dev-everlink-blue`,
  repository: `arn:aws:ecr:${REGIONAL}:repository/studio-dev/everlink/everlink`,
  masterSecret: `arn:aws:secretsmanager:${REGIONAL}:secret:rds!db-1-abc`,
  function: `arn:aws:lambda:${REGIONAL}:function:studio-dev-echo-upload`,
  queue: `arn:aws:sqs:${REGIONAL}:studio-dev-tap-taps`,
  detector: `arn:aws:guardduty:${REGIONAL}:detector/1`,
} as const

export const prefixed = (service: string, names: readonly string[]): string[] =>
  names.map((name) => `${service}:${name}`)
