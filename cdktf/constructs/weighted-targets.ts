import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule'
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group'
import { Construct } from 'constructs'
import type { LoadBalancer } from './load-balancer'

export interface TargetColour {
  /** Of the target group, at most 32 characters. */
  readonly name: string
  /** Share of the requests when the rule is made. All weights together are 100. */
  readonly initialWeight: number
}

export interface WeightedTargetsProps {
  readonly loadBalancer: LoadBalancer
  readonly vpcId: string
  readonly hostName: string
  /** At most four: a rule takes five values, the host name is one of them. */
  readonly pathPatterns: readonly string[]
  /** 1 to 50000, smaller ones first. */
  readonly priority: number
  readonly port: number
  readonly healthPath: string
  /** By construct id. */
  readonly targets: Readonly<Record<string, TargetColour>>
}

/** Time between two looks at a target: how fast a sick one is noticed. */
const HEALTH_INTERVAL_SECONDS = 10
const HEALTHY_THRESHOLD = 2
const UNHEALTHY_THRESHOLD = 3

/** From the first good answer until the load balancer sends requests. */
export const TARGET_HEALTHY_SECONDS = HEALTH_INTERVAL_SECONDS * HEALTHY_THRESHOLD

/**
 * Long enough for what an API does in one request (the load balancer itself gives up after 60 s of silence), short enough
 * that a deployment does not wait the default five minutes for connections nobody uses.
 */
const DEREGISTRATION_DELAY_SECONDS = 30

const WEIGHTS_TOTAL = 100

/** Target groups behind one rule of a load balancer. Requests are shared out by weight, which the deploy tool moves. */
export class WeightedTargets extends Construct {
  readonly rule: LbListenerRule
  private readonly targetGroups: ReadonlyMap<string, LbTargetGroup>

  constructor(scope: Construct, id: string, props: WeightedTargetsProps) {
    super(scope, id)
    const entries = Object.entries(props.targets)
    const total = entries.reduce((sum, [, { initialWeight }]) => sum + initialWeight, 0)
    if (total !== WEIGHTS_TOTAL)
      throw new RangeError(`weights of ${this.node.path} are ${total}, expected ${WEIGHTS_TOTAL}`)
    const made = entries.map(([key, target]) => ({
      key,
      weight: target.initialWeight,
      group: this.addTargetGroup(key, target, props),
    }))
    this.targetGroups = new Map(made.map(({ key, group }) => [key, group]))
    this.rule = new LbListenerRule(this, 'rule', {
      listenerArn: props.loadBalancer.httpsListener.arn,
      priority: props.priority,
      condition: [
        { hostHeader: { values: [props.hostName] } },
        { pathPattern: { values: [...props.pathPatterns] } },
      ],
      action: [
        {
          type: 'forward',
          forward: { targetGroup: made.map(({ group, weight }) => ({ arn: group.arn, weight })) },
        },
      ],
      // The deploy tool owns the weights (`migrate deploy` and its way back). Terraform would put the first ones back in
      // the middle of a release and send everybody to a service without tasks.
      lifecycle: { ignoreChanges: ['action'] },
    })
  }

  targetGroup(key: string): LbTargetGroup {
    const found = this.targetGroups.get(key)
    if (found === undefined) throw new RangeError(`${this.node.path} has no target group ${key}`)
    return found
  }

  private addTargetGroup(key: string, { name }: TargetColour, props: WeightedTargetsProps): LbTargetGroup {
    return new LbTargetGroup(this, `target-${key}`, {
      name,
      vpcId: props.vpcId,
      targetType: 'ip',
      // Plain HTTP inside the VPC, between two security groups that name each other: TLS ends at the load balancer.
      protocol: 'HTTP',
      port: props.port,
      deregistrationDelay: String(DEREGISTRATION_DELAY_SECONDS),
      healthCheck: {
        enabled: true,
        protocol: 'HTTP',
        path: props.healthPath,
        matcher: '200',
        interval: HEALTH_INTERVAL_SECONDS,
        timeout: 5,
        healthyThreshold: HEALTHY_THRESHOLD,
        unhealthyThreshold: UNHEALTHY_THRESHOLD,
      },
    })
  }
}
