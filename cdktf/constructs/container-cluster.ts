import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster'
import { Construct } from 'constructs'
import { LogGroup } from './log-group'

export interface ContainerClusterProps {
  readonly clusterName: string
  readonly kmsKeyArn: string
}

/**
 * A cluster on Fargate. No capacity providers: services ask for launch type FARGATE, and Spot would take a task away in
 * the middle of a request or a job.
 */
export class ContainerCluster extends Construct {
  readonly cluster: EcsCluster

  constructor(scope: Construct, id: string, { clusterName, kmsKeyArn }: ContainerClusterProps) {
    super(scope, id)
    const sessions = new LogGroup(this, 'exec-logs', { name: `/ecs/${clusterName}/exec`, kmsKeyArn })
    this.cluster = new EcsCluster(this, 'cluster', {
      name: clusterName,
      // `enhanced` adds metrics of each task and container, which a handful of tasks does not repay.
      setting: [{ name: 'containerInsights', value: 'enabled' }],
      configuration: {
        // Whoever opens a shell in a one-off task (ECS Exec) leaves a record.
        executeCommandConfiguration: {
          kmsKeyId: kmsKeyArn,
          logging: 'OVERRIDE',
          logConfiguration: {
            cloudWatchEncryptionEnabled: true,
            cloudWatchLogGroupName: sessions.group.name,
          },
        },
      },
    })
  }
}
