import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group'
import type { TerraformProvider } from 'cdktf'
import { Construct } from 'constructs'

export interface LogGroupProps {
  readonly name: string
  readonly kmsKeyArn: string
  /** @default 365: "who did this" is asked late */
  readonly retentionInDays?: number
  /** @default the stack's provider */
  readonly provider?: TerraformProvider
}

/** Logs under the data key, kept for a year. Whoever writes to it makes it first: a service that makes its own keeps it for ever. */
export class LogGroup extends Construct {
  readonly group: CloudwatchLogGroup

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id)
    this.group = new CloudwatchLogGroup(this, 'group', {
      ...(props.provider === undefined ? {} : { provider: props.provider }),
      name: props.name,
      kmsKeyId: props.kmsKeyArn,
      retentionInDays: props.retentionInDays ?? 365,
    })
  }
}
