import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint'
import { Construct } from 'constructs'

export interface VpcGatewayEndpointsProps {
  readonly name: string
  readonly vpcId: string
  readonly region: string
  readonly accountId: string
  readonly routeTableIds: string[]
  /** Names of the buckets and tables that may be reached, with `*`. */
  readonly bucketNames: string
  readonly tableNames: string
}

/** What our programs do with objects. Nothing here makes or removes a bucket. */
const OBJECT_ACTIONS = [
  's3:AbortMultipartUpload',
  's3:DeleteObject*',
  's3:GetBucket*',
  's3:GetObject*',
  's3:ListBucket*',
  's3:ListMultipartUploadParts',
  's3:PutObject*',
  // The fence of a revert is a bucket policy, and the revert runs in the VPC.
  's3:PutBucketPolicy',
] as const

const ITEM_ACTIONS = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
] as const

/**
 * Ways to S3 and DynamoDB that cost nothing and do not pass the NAT gateway. They lead to what is ours, so a stolen key of
 * another account cannot carry data out through them. A bucket of somebody else in this region cannot be reached at all.
 */
export class VpcGatewayEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: VpcGatewayEndpointsProps) {
    super(scope, id)
    const { region, accountId, bucketNames, tableNames } = props
    const bucket = `arn:aws:s3:::${bucketNames}`
    this.add('s3', props, [
      {
        Sid: 'OwnBuckets',
        Effect: 'Allow',
        Principal: '*',
        Action: OBJECT_ACTIONS,
        Resource: [bucket, `${bucket}/*`],
        Condition: { StringEquals: { 's3:ResourceAccount': accountId } },
      },
      {
        // ECR hands out signed URLs for the layers of images; they lie in a bucket of AWS's own.
        Sid: 'ImageLayers',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
      },
    ])
    const table = `arn:aws:dynamodb:${region}:${accountId}:table/${tableNames}`
    this.add('dynamodb', props, [
      {
        Sid: 'OwnTables',
        Effect: 'Allow',
        Principal: '*',
        Action: ITEM_ACTIONS,
        Resource: [table, `${table}/index/*`],
      },
    ])
  }

  private add(service: string, props: VpcGatewayEndpointsProps, statements: readonly object[]): void {
    new VpcEndpoint(this, service, {
      vpcId: props.vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: `com.amazonaws.${props.region}.${service}`,
      routeTableIds: props.routeTableIds,
      policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      tags: { Name: `${props.name}-${service}` },
    })
  }
}
