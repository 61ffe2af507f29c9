import { Construct } from 'constructs'
import { ServiceRole } from './service-role'

export interface PostgresMonitoringRoleProps {
  readonly name: string
  readonly region: string
  readonly accountId: string
  readonly permissionsBoundary: string
}

/**
 * Lets RDS write the metrics of the operating system. Their log group is RDS's own, one for all servers of the account and
 * region, so no stack can own it.
 */
export class PostgresMonitoringRole extends Construct {
  readonly roleArn: string

  constructor(scope: Construct, id: string, { region, accountId, ...props }: PostgresMonitoringRoleProps) {
    super(scope, id)
    const logs = `arn:aws:logs:${region}:${accountId}:log-group:RDSOSMetrics`
    const role = new ServiceRole(this, 'role', {
      ...props,
      description: 'RDS writes enhanced monitoring of the database server',
      service: 'monitoring.rds.amazonaws.com',
      accountId,
      statements: [
        {
          sid: 'Group',
          actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
          resources: [logs, `${logs}:*`],
        },
        {
          sid: 'Streams',
          actions: [
            'logs:CreateLogStream',
            'logs:DescribeLogStreams',
            'logs:GetLogEvents',
            'logs:PutLogEvents',
          ],
          resources: [`${logs}:log-stream:*`],
        },
      ],
    })
    this.roleArn = role.role.arn
  }
}
