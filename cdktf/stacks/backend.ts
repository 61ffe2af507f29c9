import type { Construct } from 'constructs'
import { COLOURS, loadBalancerName } from '../config/backend-names'
import { listenerPriorities } from '../config/listener-priority'
import { clusterName, prefix } from '../config/names'
import { BACKEND_OUTPUTS, FOUNDATION_OUTPUTS, NETWORK_OUTPUTS } from '../config/outputs'
import type { ServiceReferences } from '../config/service-program'
import { publicService, servicesOf, type PublicService, type ServicePart } from '../config/services-of'
import type { Target } from '../config/target'
import { AliasRecords } from '../constructs/alias-records'
import { Certificate } from '../constructs/certificate'
import { ContainerCluster } from '../constructs/container-cluster'
import { LoadBalancer } from '../constructs/load-balancer'
import { MetricAlarm } from '../constructs/metric-alarm'
import { WebAcl } from '../constructs/web-acl'
import { AppStack } from './app-stack'
import { BackendService, type ApiProps } from './backend-service'

type Reached = ServicePart & { readonly reached: PublicService | undefined }

/** In the log bucket, where the bucket's policy lets load balancers write. */
const ACCESS_LOG_PREFIX = 'alb'

/** Phase 4: what runs in containers. Where no service takes requests there is no load balancer and no web ACL. */
export class BackendStack extends AppStack {
  private readonly cluster: ContainerCluster

  constructor(scope: Construct, target: Target) {
    super(scope, target, 'backend')
    this.cluster = new ContainerCluster(this, 'cluster', {
      clusterName: clusterName(target),
      kmsKeyArn: this.keyArn,
    })
    const parts = servicesOf(target).map((part) => ({ ...part, reached: publicService(target, part) }))
    const loadBalancer = this.addLoadBalancer(parts)
    this.addServices(parts, loadBalancer)
    this.write(BACKEND_OUTPUTS.clusterName, this.cluster.cluster.name)
  }

  private addLoadBalancer(parts: readonly Reached[]): LoadBalancer | undefined {
    // Services of one app share its host name.
    const hosts = new Map(parts.flatMap(({ app, reached }) => (reached ? [[app, reached.hostName]] : [])))
    const [domainName, ...subjectAlternativeNames] = hosts.values()
    if (domainName === undefined) return undefined
    const zoneId = this.read('foundation', FOUNDATION_OUTPUTS.zoneId)
    const certificate = new Certificate(this, 'certificate', { domainName, subjectAlternativeNames, zoneId })
    const loadBalancer = new LoadBalancer(this, 'load-balancer', {
      name: loadBalancerName(this.target),
      vpcId: this.read('network', NETWORK_OUTPUTS.vpcId),
      subnetIds: this.readList('network', NETWORK_OUTPUTS.publicSubnetIds),
      certificateArn: certificate.arn,
      accessLogs: {
        bucket: this.read('foundation', FOUNDATION_OUTPUTS.logBucketName),
        prefix: ACCESS_LOG_PREFIX,
      },
    })
    new WebAcl(this, 'web-acl', {
      name: `${prefix(this.target)}-backend`,
      description: `Before the load balancer of ${this.target.name}`,
      kmsKeyArn: this.keyArn,
      loadBalancer: loadBalancer.lb,
    })
    this.addRefusalAlarm(loadBalancer)
    for (const [app, hostName] of hosts) {
      new AliasRecords(this, `${app}-dns`, {
        domainName: hostName,
        zoneId,
        aliasTo: { name: loadBalancer.lb.dnsName, zoneId: loadBalancer.lb.zoneId },
        enabled: this.apiDns(app),
      })
    }
    this.writeLoadBalancer(loadBalancer)
    return loadBalancer
  }

  /** Without a healthy task no target group counts anything: then only the load balancer itself sees the failures. */
  private addRefusalAlarm({ lb }: LoadBalancer): void {
    const { apiErrorPercent } = this.target.environment.alarms
    const metric = (metricName: string) => ({
      namespace: 'AWS/ApplicationELB',
      metricName,
      dimensions: { LoadBalancer: lb.arnSuffix },
      stat: 'Sum',
    })
    new MetricAlarm(this, 'refusals', {
      name: `${prefix(this.target)}-load-balancer-errors`,
      description: `The load balancer of ${this.target.name} answers more than ${apiErrorPercent} % by itself with 5xx: no healthy task, or one that does not answer.`,
      topicArn: this.alarmTopicArn,
      metrics: { errors: metric('HTTPCode_ELB_5XX_Count'), requests: metric('RequestCount') },
      // RequestCount leaves out what never reached a target.
      expression: '100 * errors / (errors + FILL(requests, 0))',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: apiErrorPercent,
      periodSeconds: 60,
      evaluationPeriods: 3,
    })
  }

  private addServices(parts: readonly Reached[], loadBalancer: LoadBalancer | undefined): void {
    const rules = parts.flatMap(({ key, reached }) => (reached ? [{ key, paths: reached.paths }] : []))
    const priorities = listenerPriorities(rules)
    const network = {
      vpcId: this.read('network', NETWORK_OUTPUTS.vpcId),
      subnetIds: this.readList('network', NETWORK_OUTPUTS.privateSubnetIds),
      taskSecurityGroupId: this.read('network', NETWORK_OUTPUTS.taskSecurityGroupId),
    }
    const made = parts.map((part) => {
      const service = new BackendService(this, `${part.app}-${part.name}`, {
        ...network,
        target: this.target,
        part,
        references: this.referencesOf(part),
        cluster: this.cluster.cluster,
        alarmTopicArn: this.alarmTopicArn,
        api: apiOf(part, { loadBalancer, priority: priorities.get(part.key) }),
      })
      return [part.key, service] as const
    })
    this.writeServices(made)
  }

  private referencesOf({ app, service }: ServicePart): ServiceReferences {
    return {
      ...this.storeReferences(),
      ...this.realtimeReferences(app, service),
      userPool: this.signInOf(app),
    }
  }

  private writeLoadBalancer({ lb, httpsListener }: LoadBalancer): void {
    this.write(BACKEND_OUTPUTS.loadBalancerDomain, lb.dnsName)
    this.write(BACKEND_OUTPUTS.loadBalancerZoneId, lb.zoneId)
    this.write(BACKEND_OUTPUTS.loadBalancerArnSuffix, lb.arnSuffix)
    this.write(BACKEND_OUTPUTS.listenerArn, httpsListener.arn)
  }

  private writeServices(made: readonly (readonly [string, BackendService])[]): void {
    const rules = made.flatMap(([key, { targets }]) => (targets ? [[key, targets.rule.arn] as const] : []))
    const groups = made.flatMap(([key, { targets }]) =>
      COLOURS.flatMap((colour) =>
        targets ? [[`${key}/${colour}`, targets.targetGroup(colour).arn] as const] : [],
      ),
    )
    const urls = made.map(([key, { repository }]) => [key, repository.repository.repositoryUrl] as const)
    this.write(BACKEND_OUTPUTS.repositoryUrls, Object.fromEntries(urls))
    this.write(BACKEND_OUTPUTS.listenerRuleArns, Object.fromEntries(rules))
    this.write(BACKEND_OUTPUTS.targetGroupArns, Object.fromEntries(groups))
  }
}

function apiOf(
  { reached }: Reached,
  { loadBalancer, priority }: { loadBalancer: LoadBalancer | undefined; priority: number | undefined },
): ApiProps | undefined {
  if (reached === undefined || loadBalancer === undefined || priority === undefined) return undefined
  return { ...reached, loadBalancer, priority }
}
