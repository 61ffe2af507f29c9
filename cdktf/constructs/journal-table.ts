import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table'
import { Construct } from 'constructs'

export interface JournalTableProps {
  readonly name: string
  readonly hashKey: string
  readonly rangeKey: string
  /** The table exists: take it into the state. @default false */
  readonly importExisting?: boolean
}

/** What ran, and the lease. Paid by request, encrypted, restorable to any second of the last 35 days. */
export class JournalTable extends Construct {
  readonly table: DynamodbTable

  constructor(scope: Construct, id: string, props: JournalTableProps) {
    super(scope, id)
    this.table = new DynamodbTable(this, 'table', {
      name: props.name,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: props.hashKey,
      rangeKey: props.rangeKey,
      attribute: [
        { name: props.hashKey, type: 'S' },
        { name: props.rangeKey, type: 'S' },
      ],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: true,
      lifecycle: { preventDestroy: true },
    })
    if (props.importExisting === true) this.table.importFrom(props.name)
  }
}
