import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification'
import { Construct } from 'constructs'
import type { LambdaFunction } from './lambda-function'

export interface BucketReceiver {
  readonly function: LambdaFunction
  /** Begin of the keys. @default any */
  readonly prefix?: string | undefined
  /** End of the keys. @default any */
  readonly suffix?: string | undefined
}

export interface BucketEventsProps {
  readonly bucket: string
  readonly accountId: string
  /** By a name that is unique among them. */
  readonly receivers: Readonly<Record<string, BucketReceiver>>
}

/**
 * Starts functions when an object was made. A bucket has one list of notifications, which this resource replaces as a whole:
 * every receiver of a bucket has to stand here.
 */
export class BucketEvents extends Construct {
  constructor(scope: Construct, id: string, props: BucketEventsProps) {
    super(scope, id)
    const receivers = Object.entries(props.receivers)
    const permissions = receivers.map(([, receiver]) =>
      receiver.function.allow(`from-${id}`, {
        principal: 's3.amazonaws.com',
        sourceArn: `arn:aws:s3:::${props.bucket}`,
        sourceAccount: props.accountId,
      }),
    )
    new S3BucketNotification(this, 'notification', {
      bucket: props.bucket,
      lambdaFunction: receivers.map(([name, receiver]) => ({
        id: name,
        lambdaFunctionArn: receiver.function.alias.arn,
        events: ['s3:ObjectCreated:*'],
        ...(receiver.prefix === undefined ? {} : { filterPrefix: receiver.prefix }),
        ...(receiver.suffix === undefined ? {} : { filterSuffix: receiver.suffix }),
      })),
      // S3 tries the permission before it takes the notification.
      dependsOn: permissions,
    })
  }
}
