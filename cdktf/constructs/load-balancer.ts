import { Lb } from '@cdktf/provider-aws/lib/lb'
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener'
import { Construct } from 'constructs'
import { ANYWHERE, SecurityGroup } from './security-group'

export interface LoadBalancerProps {
  /** At most 32 characters. */
  readonly name: string
  readonly vpcId: string
  /** With addresses of IPv4 and IPv6, at least two. */
  readonly subnetIds: string[]
  readonly certificateArn: string
  /** Bucket whose policy lets load balancers deliver logs; `prefix` has no slash at its ends. */
  readonly accessLogs: { readonly bucket: string; readonly prefix: string }
  /** A connection on which nothing is said ends after so long. @default 60 */
  readonly idleTimeoutSeconds?: number
}

const HTTP_PORT = 80
const HTTPS_PORT = 443

/** TLS 1.2 with forward secrecy and authenticated encryption only, and 1.3. CloudFront and every living browser speak it. */
const SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06'

/** The one door to the world: HTTPS for those hosts that have a rule, a redirect on port 80, and no way out but to services. */
export class LoadBalancer extends Construct {
  readonly lb: Lb
  readonly httpsListener: LbListener
  readonly securityGroup: SecurityGroup

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id)
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name: props.name,
      description: 'Load balancer: HTTPS from anywhere, HTTP for the redirect, out to services only',
      vpcId: props.vpcId,
    })
    this.openToTheWorld('https', HTTPS_PORT)
    // Port 80 answers with a redirect and nothing else.
    this.openToTheWorld('http', HTTP_PORT)
    this.lb = new Lb(this, 'lb', {
      name: props.name,
      loadBalancerType: 'application',
      internal: false,
      ipAddressType: 'dualstack',
      subnets: props.subnetIds,
      securityGroups: [this.securityGroup.groupId],
      enableDeletionProtection: true,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'defensive',
      idleTimeout: props.idleTimeoutSeconds ?? 60,
      accessLogs: { ...props.accessLogs, enabled: true },
    })
    this.httpsListener = this.addListeners(props.certificateArn)
  }

  /** Requests and health checks may pass from here to a service, and nowhere else. */
  allowTo(id: string, { securityGroup, port }: { securityGroup: SecurityGroup; port: number }): void {
    this.securityGroup.allowOut(`to-${id}`, {
      description: `Requests and health checks to ${id}`,
      port,
      peer: { referencedSecurityGroupId: securityGroup.groupId },
    })
    securityGroup.allowIn('from-load-balancer', {
      description: 'Requests and health checks of the load balancer',
      port,
      peer: { referencedSecurityGroupId: this.securityGroup.groupId },
    })
  }

  private addListeners(certificateArn: string): LbListener {
    new LbListener(this, 'http', {
      loadBalancerArn: this.lb.arn,
      port: HTTP_PORT,
      protocol: 'HTTP',
      defaultAction: [
        {
          type: 'redirect',
          redirect: { port: String(HTTPS_PORT), protocol: 'HTTPS', statusCode: 'HTTP_301' },
        },
      ],
    })
    return new LbListener(this, 'https', {
      loadBalancerArn: this.lb.arn,
      port: HTTPS_PORT,
      protocol: 'HTTPS',
      sslPolicy: SSL_POLICY,
      certificateArn,
      // A scanner that asks by address, or a host nobody serves.
      defaultAction: [
        {
          type: 'fixed-response',
          fixedResponse: { contentType: 'text/plain', messageBody: 'Not found', statusCode: '404' },
        },
      ],
    })
  }

  private openToTheWorld(id: string, port: number): void {
    for (const [family, peer] of Object.entries(ANYWHERE)) {
      this.securityGroup.allowIn(`${id}-${family}`, {
        description: `${id.toUpperCase()} from anywhere`,
        port,
        peer,
      })
    }
  }
}
