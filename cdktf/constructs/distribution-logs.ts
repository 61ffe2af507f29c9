import type { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution'
import { CloudwatchLogDelivery } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery'
import { CloudwatchLogDeliveryDestination } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination'
import { CloudwatchLogDeliverySource } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-source'
import type { TerraformProvider } from 'cdktf'
import { Construct } from 'constructs'

export interface DistributionLogsProps {
  /** Unique in the account. */
  readonly name: string
  /** Bucket that admits delivery.logs.amazonaws.com below `cloudfront/`. */
  readonly logBucket: string
  /** CloudFront's deliveries exist in us-east-1 only. @default the stack's provider, which must be in us-east-1 */
  readonly provider?: TerraformProvider
}

/**
 * Standard logging, version 2. Version 1 writes by ACL, and a bucket that takes ACLs is what we do not have.
 * One destination, a delivery for each distribution.
 */
export class DistributionLogs extends Construct {
  private readonly props: DistributionLogsProps
  private readonly destination: CloudwatchLogDeliveryDestination

  constructor(scope: Construct, id: string, props: DistributionLogsProps) {
    super(scope, id)
    this.props = props
    this.destination = new CloudwatchLogDeliveryDestination(this, 'destination', {
      ...this.where(),
      name: `${props.name}-logs`,
      outputFormat: 'json',
      deliveryDestinationConfiguration: [
        { destinationResourceArn: `arn:aws:s3:::${props.logBucket}/cloudfront` },
      ],
    })
  }

  /** `name` is at most 60 characters and unique in the account. */
  addDistribution(id: string, name: string, target: { readonly distribution: CloudfrontDistribution }): void {
    const source = new CloudwatchLogDeliverySource(this, `${id}-source`, {
      ...this.where(),
      name,
      logType: 'ACCESS_LOGS',
      resourceArn: target.distribution.arn,
    })
    new CloudwatchLogDelivery(this, `${id}-delivery`, {
      ...this.where(),
      deliverySourceName: source.name,
      deliveryDestinationArn: this.destination.arn,
    })
  }

  private where(): { provider?: TerraformProvider } {
    return this.props.provider === undefined ? {} : { provider: this.props.provider }
  }
}
