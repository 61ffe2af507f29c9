import type { DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance'
import { Construct } from 'constructs'
import { LogGroup } from './log-group'

export interface PostgresLogsProps {
  /** Of the server or replica that writes them. */
  readonly identifier: string
  readonly kmsKeyArn: string
}

const LOGS = ['postgresql', 'upgrade'] as const

/** Where a server writes its logs, made before it: RDS would make the groups itself, unencrypted and kept for ever. */
export class PostgresLogs extends Construct {
  readonly settings: Pick<DbInstanceConfig, 'enabledCloudwatchLogsExports' | 'dependsOn'>

  constructor(scope: Construct, id: string, { identifier, kmsKeyArn }: PostgresLogsProps) {
    super(scope, id)
    const groups = LOGS.map((log) => {
      const name = `/aws/rds/instance/${identifier}/${log}`
      return new LogGroup(this, log, { name, kmsKeyArn }).group
    })
    this.settings = { enabledCloudwatchLogsExports: [...LOGS], dependsOn: groups }
  }
}
