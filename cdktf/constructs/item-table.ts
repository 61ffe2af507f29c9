import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table'
import { Construct } from 'constructs'

export interface ItemTableProps {
  readonly tableName: string
  /** Text attribute that names an item. */
  readonly hashKey: string
  /** Number attribute with the second after which an item is removed. @default items stay */
  readonly ttlAttribute?: string | undefined
  /** Name of an index -> the text attribute by which it finds items. @default none */
  readonly indexes?: Readonly<Record<string, string>>
  readonly kmsKeyArn: string
}

/** A table paid by request, under the data key, restorable to any second of the last 35 days, and not deleted by accident. */
export class ItemTable extends Construct {
  readonly table: DynamodbTable

  constructor(scope: Construct, id: string, props: ItemTableProps) {
    super(scope, id)
    const indexes = Object.entries(props.indexes ?? {})
    const attributes = new Set([props.hashKey, ...indexes.map(([, attribute]) => attribute)])
    this.table = new DynamodbTable(this, 'table', {
      name: props.tableName,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: props.hashKey,
      attribute: [...attributes].map((name) => ({ name, type: 'S' })),
      globalSecondaryIndex: indexes.map(([name, hashKey]) => ({ name, hashKey, projectionType: 'ALL' })),
      ...(props.ttlAttribute === undefined
        ? {}
        : { ttl: { attributeName: props.ttlAttribute, enabled: true } }),
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: props.kmsKeyArn },
      deletionProtectionEnabled: true,
      lifecycle: { preventDestroy: true },
    })
  }
}
