import type { TerraformVariable } from 'cdktf'
import type { Construct } from 'constructs'
import { bucketPolicy } from '../config/bucket-policy'
import { contentSecurityPolicy } from '../config/content-security-policy'
import { prefix, releaseBucketName } from '../config/names'
import {
  FOUNDATION_OUTPUTS,
  FRONTEND_OUTPUTS,
  FRONTEND_VARIABLES,
  RELEASE_KEY,
  RELEASE_PREFIX,
} from '../config/outputs'
import type { App } from '../config/schema'
import type { Target } from '../config/target'
import { AliasRecords } from '../constructs/alias-records'
import { Certificate } from '../constructs/certificate'
import { DistributionLogs } from '../constructs/distribution-logs'
import { PrivateBucket } from '../constructs/private-bucket'
import { SpaDistribution, type ApiOrigin } from '../constructs/spa-distribution'
import { TargetStack } from './target-stack'

interface FrontendOfApp {
  readonly app: string
  readonly settings: NonNullable<App['frontend']>
  readonly domainName: string
}

interface Served {
  readonly bucketName: string
  readonly distributionId: string
  readonly distributionDomain: string
  readonly keyValueStoreArn: string
}

/** Nobody else has these releases: a replaced file can be had back for a quarter of a year. */
const NONCURRENT_VERSIONS_DAYS = 90

/** Phase 5: the pages of each app, in a private bucket behind a distribution. */
export class FrontendStack extends TargetStack {
  private readonly keyArn: string
  private readonly logBucket: string
  private readonly zoneId: string
  private readonly dns: TerraformVariable
  private readonly logs: DistributionLogs

  constructor(scope: Construct, target: Target) {
    super(scope, target, 'frontend')
    this.keyArn = this.read('foundation', FOUNDATION_OUTPUTS.dataKeyArn)
    this.logBucket = this.read('foundation', FOUNDATION_OUTPUTS.logBucketName)
    this.zoneId = this.read('foundation', FOUNDATION_OUTPUTS.zoneId)
    this.dns = this.addDnsVariable()
    this.logs = new DistributionLogs(this, 'cdn-logs', {
      name: `${prefix(target)}-web`,
      logBucket: this.logBucket,
      ...this.edgeProvider(),
    })
    const served = Object.fromEntries(this.frontends().map((one) => [one.app, this.addFrontend(one)]))
    this.writeAll(served)
  }

  /** An apply must not take over a name under which the old frontend still serves: that is the cutover's to do. */
  private addDnsVariable(): TerraformVariable {
    return this.flag(FRONTEND_VARIABLES.dns, {
      default: this.target.system.phases.frontend === 'new',
      description: 'The web domains point at the distributions. The cutover turns it on.',
    })
  }

  private frontends(): FrontendOfApp[] {
    const { system, environment } = this.target
    return Object.entries(system.apps).flatMap(([app, { frontend }]) => {
      if (frontend === undefined) return []
      const domainName = environment.domains[app]?.web
      if (domainName === undefined) throw new Error(`${this.target.name}: ${app} has no web domain`)
      return [{ app, settings: frontend, domainName }]
    })
  }

  private addFrontend(frontend: FrontendOfApp): Served {
    const { app, domainName } = frontend
    const bucketName = releaseBucketName(this.target, app)
    const bucket = new PrivateBucket(this, `${app}-releases`, {
      bucket: bucketName,
      kmsKeyArn: this.keyArn,
      lifecycleRule: {
        id: 'tidy',
        abortIncompleteMultipartUploadDays: 7,
        noncurrentVersionExpirationDays: NONCURRENT_VERSIONS_DAYS,
      },
      accessLogs: { bucket: this.logBucket, prefix: `s3/${bucketName}/` },
    })
    const { distribution, keyValueStore } = this.addDistribution(frontend, bucket)
    const policy = bucketPolicy({ bucket: bucketName, distributionArn: distribution.arn, fence: false })
    bucket.attachPolicy(JSON.stringify(policy))
    new AliasRecords(this, `${app}-alias`, {
      domainName,
      zoneId: this.zoneId,
      aliasTo: { name: distribution.domainName, zoneId: distribution.hostedZoneId },
      enabled: this.dns,
    })
    return {
      bucketName: bucket.bucket.id,
      distributionId: distribution.id,
      distributionDomain: distribution.domainName,
      keyValueStoreArn: keyValueStore.arn,
    }
  }

  private addDistribution(
    { app, settings, domainName }: FrontendOfApp,
    bucket: PrivateBucket,
  ): SpaDistribution {
    const api = this.apiOf(app, settings.apiPath)
    const certificate = new Certificate(this, `${app}-certificate`, {
      domainName,
      zoneId: this.zoneId,
      ...this.edgeProvider(),
    })
    const name = `${prefix(this.target)}-${app}-web`
    const spa = new SpaDistribution(this, `${app}-web`, {
      name,
      comment: `Pages of ${app}, ${this.target.name}`,
      domainName,
      certificate,
      bucket,
      webAclArn: this.read('foundation', FOUNDATION_OUTPUTS.edgeWebAclArn),
      contentSecurityPolicy: contentSecurityPolicy(this.target, app),
      releaseKey: RELEASE_KEY,
      releasePrefix: RELEASE_PREFIX,
      ...(api === undefined ? {} : { api }),
    })
    this.logs.addDistribution(app, name, spa)
    return spa
  }

  /** By name, whether a load balancer or an HTTP API answers there. */
  private apiOf(app: string, pathPattern: string): ApiOrigin | undefined {
    const { system, environment } = this.target
    const { services, functions } = system.apps[app] ?? { services: {}, functions: {} }
    const answers =
      Object.values(services).some(({ kind }) => kind === 'api') ||
      Object.values(functions).some(({ routes }) => routes.length > 0)
    const domainName = environment.domains[app]?.api
    if (system.phases.backend === 'keep' || !answers || domainName === undefined) return undefined
    return { domainName, pathPattern }
  }

  private writeAll(served: Readonly<Record<string, Served>>): void {
    const by = (field: keyof Served) =>
      Object.fromEntries(Object.entries(served).map(([app, one]) => [app, one[field]]))
    this.write(FRONTEND_OUTPUTS.bucketNames, by('bucketName'))
    this.write(FRONTEND_OUTPUTS.distributionIds, by('distributionId'))
    this.write(FRONTEND_OUTPUTS.distributionDomains, by('distributionDomain'))
    this.write(FRONTEND_OUTPUTS.keyValueStoreArns, by('keyValueStoreArn'))
  }
}
