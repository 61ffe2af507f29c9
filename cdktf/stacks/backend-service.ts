import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster'
import { Construct } from 'constructs'
import { secretStatements } from '../config/access'
import {
  colourName,
  COLOURS,
  containerName,
  executionRoleName,
  repositoryName,
  targetGroupName,
  taskRoleName,
  taskTemplateFamily,
  type Colour,
} from '../config/backend-names'
import { boundaryArn, clusterName, partName } from '../config/names'
import {
  serviceSecrets,
  serviceStatements,
  serviceVariables,
  type ServiceReferences,
} from '../config/service-program'
import type { PublicService, ServicePart } from '../config/services-of'
import type { Target } from '../config/target'
import { FargateService, type ServiceRequests } from '../constructs/fargate-service'
import { ImageRepository } from '../constructs/image-repository'
import type { LoadBalancer } from '../constructs/load-balancer'
import type { MetricAlarm } from '../constructs/metric-alarm'
import { nodeHealthCommand } from '../constructs/node-health-command'
import { SecurityGroup } from '../constructs/security-group'
import { ServiceAlarms } from '../constructs/service-alarms'
import { TargetAlarms } from '../constructs/target-alarms'
import { TaskTemplate } from '../constructs/task-template'
import { WeightedTargets } from '../constructs/weighted-targets'

export interface BackendServiceProps {
  readonly target: Target
  readonly part: ServicePart
  readonly references: ServiceReferences
  readonly cluster: EcsCluster
  readonly vpcId: string
  readonly subnetIds: string[]
  /** Ways out that every task has. */
  readonly taskSecurityGroupId: string
  readonly alarmTopicArn: string
  /** @default a worker, which nobody calls */
  readonly api?: ApiProps | undefined
}

export interface ApiProps extends PublicService {
  readonly loadBalancer: LoadBalancer
  readonly priority: number
}

/** Blue takes the first release. */
const INITIAL_WEIGHTS: Readonly<Record<Colour, number>> = { blue: 100, green: 0 }

/** 50 a second: what half a vCPU of Node.js answers with room to spare. */
const REQUESTS_PER_TARGET_AND_MINUTE = 3000

/** A service as its system's file has it: repository, task template, and blue and green in ECS. */
export class BackendService extends Construct {
  readonly repository: ImageRepository
  readonly targets: WeightedTargets | undefined
  private readonly template: TaskTemplate
  private readonly securityGroup: SecurityGroup | undefined
  private readonly partName: string

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BackendServiceProps,
  ) {
    super(scope, id)
    const { target, part, references } = props
    this.partName = partName(target, part.app, part.name)
    this.repository = new ImageRepository(this, 'images', {
      name: repositoryName(target, part.app, part.name),
      kmsKeyArn: references.dataKeyArn,
    })
    this.template = this.addTemplate()
    if (props.api !== undefined) {
      this.targets = this.addTargets(props.api)
      this.securityGroup = this.addSecurityGroup(props.api)
    }
    for (const colour of COLOURS) this.addColour(colour)
  }

  private addTemplate(): TaskTemplate {
    const { target, part, references } = this.props
    const { app, name, service } = part
    const { port, healthPath, startSeconds, stopSeconds } = service
    const { cpuUnits, memoryMb } = this.size()
    return new TaskTemplate(this, 'task', {
      family: taskTemplateFamily(target, app, name),
      containerName: containerName(name),
      repository: this.repository.repository,
      cpuUnits,
      memoryMb,
      startSeconds,
      stopSeconds,
      ...(port === undefined ? {} : { port }),
      ...(port === undefined || healthPath === undefined
        ? {}
        : { healthCommand: nodeHealthCommand(port, healthPath) }),
      environment: serviceVariables(target, part, references),
      secrets: serviceSecrets(target, part, references),
      logGroupName: `/ecs/${this.partName}`,
      kmsKeyArn: references.dataKeyArn,
      executionRoleName: executionRoleName(target, app, name),
      taskRoleName: taskRoleName(target, app, name),
      taskStatements: serviceStatements(target, part, references),
      secretStatements: secretStatements(target, service.secrets, references),
      permissionsBoundary: boundaryArn(target),
      accountId: target.environment.accountId,
      region: target.environment.region,
    })
  }

  private addTargets({
    loadBalancer,
    hostName,
    paths,
    priority,
    port,
    healthPath,
  }: ApiProps): WeightedTargets {
    const targets = COLOURS.map((colour) => {
      const name = targetGroupName(this.partName, colour)
      return [colour, { name, initialWeight: INITIAL_WEIGHTS[colour] }] as const
    })
    return new WeightedTargets(this, 'targets', {
      loadBalancer,
      vpcId: this.props.vpcId,
      hostName,
      pathPatterns: paths,
      priority,
      port,
      healthPath,
      targets: Object.fromEntries(targets),
    })
  }

  private addSecurityGroup({ loadBalancer, port }: ApiProps): SecurityGroup {
    const securityGroup = new SecurityGroup(this, 'security-group', {
      name: this.partName,
      description: `Requests of the load balancer to ${this.partName}`,
      vpcId: this.props.vpcId,
    })
    loadBalancer.allowTo(this.node.id, { securityGroup, port })
    return securityGroup
  }

  private addColour(colour: Colour): void {
    const { cluster, subnetIds, taskSecurityGroupId } = this.props
    const { desiredCount, maxCount } = this.size()
    const own = this.securityGroup === undefined ? [] : [this.securityGroup.groupId]
    const requests = this.requests(colour)
    new FargateService(this, colour, {
      serviceName: colourName(this.partName, colour),
      cluster,
      template: this.template,
      subnetIds,
      securityGroupIds: [taskSecurityGroupId, ...own],
      maxCapacity: maxCount ?? Math.max(1, 2 * desiredCount),
      deploymentAlarms: this.addAlarms(colour),
      ...(requests === undefined ? {} : { requests }),
    })
  }

  private requests(colour: Colour): ServiceRequests | undefined {
    const { api, part } = this.props
    if (api === undefined || this.targets === undefined) return undefined
    return {
      loadBalancer: api.loadBalancer,
      targets: this.targets,
      target: colour,
      containerName: containerName(part.name),
      containerPort: api.port,
      startSeconds: part.service.startSeconds,
      perTargetAndMinute: REQUESTS_PER_TARGET_AND_MINUTE,
    }
  }

  /** Returns those that take a release back. */
  private addAlarms(colour: Colour): MetricAlarm[] {
    const { target, alarmTopicArn: topicArn, api, part } = this.props
    const { tasksMissingMinutes, apiErrorPercent, apiLatencyMs } = target.environment.alarms
    const name = colourName(this.partName, colour)
    const { memory } = new ServiceAlarms(this, `${colour}-alarms`, {
      clusterName: clusterName(target),
      serviceName: name,
      topicArn,
      tasksMissingMinutes,
    })
    if (api === undefined || this.targets === undefined) return [memory]
    const { errors, unhealthy } = new TargetAlarms(this, `${colour}-target-alarms`, {
      name,
      loadBalancer: api.loadBalancer.lb,
      targetGroup: this.targets.targetGroup(colour),
      topicArn,
      errorPercent: apiErrorPercent,
      latencyMs: apiLatencyMs,
      startSeconds: part.service.startSeconds,
    })
    return [errors, unhealthy, memory]
  }

  private size() {
    const { target, part } = this.props
    const size = target.environment.services[part.app]?.[part.name]
    if (size === undefined) throw new Error(`${part.key} has no size in ${target.name}`)
    return size
  }
}
