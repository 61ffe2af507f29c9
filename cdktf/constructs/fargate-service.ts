import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster'
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service'
import { Construct } from 'constructs'
import type { LoadBalancer } from './load-balancer'
import type { MetricAlarm } from './metric-alarm'
import { ServiceAutoscaling } from './service-autoscaling'
import type { TaskTemplate } from './task-template'
import { TARGET_HEALTHY_SECONDS, type WeightedTargets } from './weighted-targets'

export interface FargateServiceProps {
  readonly serviceName: string
  readonly cluster: EcsCluster
  /** What the service is made with. It names no image, so nothing starts from it. */
  readonly template: TaskTemplate
  /** Private ones. */
  readonly subnetIds: string[]
  readonly securityGroupIds: string[]
  readonly maxCapacity: number
  /** A release during which one of them rings is taken back. */
  readonly deploymentAlarms: readonly MetricAlarm[]
  /** @default no requests come in */
  readonly requests?: ServiceRequests
}

export interface ServiceRequests {
  readonly loadBalancer: LoadBalancer
  readonly targets: WeightedTargets
  /** Which of its target groups. */
  readonly target: string
  readonly containerName: string
  readonly containerPort: number
  /** Longest time from start to the first good answer. */
  readonly startSeconds: number
  /** A further task is added above it. */
  readonly perTargetAndMinute: number
}

/** One colour of a service: without tasks until a release fills it. */
export class FargateService extends Construct {
  readonly service: EcsService

  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id)
    this.service = new EcsService(this, 'service', {
      name: props.serviceName,
      cluster: props.cluster.id,
      launchType: 'FARGATE',
      platformVersion: 'LATEST',
      taskDefinition: props.template.taskDefinition.arn,
      desiredCount: 0,
      // All old tasks stay until the new ones are healthy.
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      alarms: {
        enable: true,
        rollback: true,
        alarmNames: props.deploymentAlarms.map(({ alarm }) => alarm.alarmName),
      },
      availabilityZoneRebalancing: 'ENABLED',
      networkConfiguration: {
        subnets: props.subnetIds,
        securityGroups: props.securityGroupIds,
        assignPublicIp: false,
      },
      // AWS does not support ECS Exec in a container whose root file system is read-only, and these are.
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      waitForSteadyState: false,
      ...(props.requests === undefined ? {} : loadBalancing(props.requests)),
      // The deploy tool owns both (`migrate deploy`): it registers a revision with an image, fills this service, moves the
      // weights and empties the other one. Terraform would bring back the first release, or stop the one that serves.
      lifecycle: { ignoreChanges: ['desired_count', 'task_definition'] },
    })
    new ServiceAutoscaling(this, 'autoscaling', {
      cluster: props.cluster,
      service: this.service,
      maxCapacity: props.maxCapacity,
      ...(props.requests === undefined ? {} : { requests: requestsOf(props.requests) }),
    })
  }
}

function loadBalancing({ targets, target, containerName, containerPort, startSeconds }: ServiceRequests) {
  return {
    loadBalancer: [{ targetGroupArn: targets.targetGroup(target).arn, containerName, containerPort }],
    // A task that is still starting is not replaced for being unhealthy.
    healthCheckGracePeriodSeconds: startSeconds + TARGET_HEALTHY_SECONDS,
    // ECS refuses a target group that no load balancer uses yet.
    dependsOn: [targets.rule],
  }
}

function requestsOf({ loadBalancer, targets, target, perTargetAndMinute }: ServiceRequests) {
  return { loadBalancer: loadBalancer.lb, targetGroup: targets.targetGroup(target), perTargetAndMinute }
}
