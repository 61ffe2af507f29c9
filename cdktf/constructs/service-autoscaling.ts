import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy'
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target'
import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster'
import type { EcsService } from '@cdktf/provider-aws/lib/ecs-service'
import type { Lb } from '@cdktf/provider-aws/lib/lb'
import type { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group'
import { Construct } from 'constructs'

export interface ServiceAutoscalingProps {
  readonly cluster: EcsCluster
  readonly service: EcsService
  readonly maxCapacity: number
  /** Average over all tasks that is aimed at. @default 60 */
  readonly cpuPercent?: number
  /** Requests are shared out so that no task has more. @default by CPU alone */
  readonly requests?: {
    readonly loadBalancer: Lb
    readonly targetGroup: LbTargetGroup
    readonly perTargetAndMinute: number
  }
}

/** Quick to add, slow to take away: a lull of five minutes is no reason to stop a task. */
const COOLDOWN_SECONDS = { out: 60, in: 300 } as const
const CPU_PERCENT = 60

/** More tasks when they are busy, by CPU and where there are any by requests; whichever asks for more wins. */
export class ServiceAutoscaling extends Construct {
  private readonly target: AppautoscalingTarget

  constructor(scope: Construct, id: string, props: ServiceAutoscalingProps) {
    super(scope, id)
    this.target = new AppautoscalingTarget(this, 'target', {
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: `service/${props.cluster.name}/${props.service.name}`,
      // The idle service has to stay without tasks, and which one is idle changes with each release. So the deploy tool
      // owns this number: the service's own count while it takes traffic, 0 while it does not.
      minCapacity: 0,
      maxCapacity: props.maxCapacity,
      lifecycle: { ignoreChanges: ['min_capacity'] },
    })
    this.track('cpu', props.cpuPercent ?? CPU_PERCENT, {
      predefinedMetricType: 'ECSServiceAverageCPUUtilization',
    })
    if (props.requests === undefined) return
    const { loadBalancer, targetGroup, perTargetAndMinute } = props.requests
    this.track('requests', perTargetAndMinute, {
      predefinedMetricType: 'ALBRequestCountPerTarget',
      resourceLabel: `${loadBalancer.arnSuffix}/${targetGroup.arnSuffix}`,
    })
  }

  private track(
    name: string,
    targetValue: number,
    predefinedMetricSpecification: { predefinedMetricType: string; resourceLabel?: string },
  ): void {
    const { serviceNamespace, scalableDimension, resourceId } = this.target
    new AppautoscalingPolicy(this, name, {
      name,
      policyType: 'TargetTrackingScaling',
      serviceNamespace,
      scalableDimension,
      resourceId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue,
        scaleOutCooldown: COOLDOWN_SECONDS.out,
        scaleInCooldown: COOLDOWN_SECONDS.in,
        predefinedMetricSpecification,
      },
    })
  }
}
