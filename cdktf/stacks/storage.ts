import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter'
import { conditional, Fn, Token, type TerraformVariable } from 'cdktf'
import type { Construct } from 'constructs'
import { bucketPolicy, type BucketPolicyProps } from '../config/bucket-policy'
import { prefix, storageSettingsParameterName, targetBucketName } from '../config/names'
import { FOUNDATION_OUTPUTS, STORAGE_OUTPUTS, STORAGE_VARIABLES } from '../config/outputs'
import type { Bucket, StorageOfApp } from '../config/schema'
import type { StorageSettings } from '../config/storage-settings'
import type { Target } from '../config/target'
import { AliasRecords } from '../constructs/alias-records'
import { Certificate } from '../constructs/certificate'
import { DistributionLogs } from '../constructs/distribution-logs'
import { PrivateBucket } from '../constructs/private-bucket'
import {
  PublicDistribution,
  type FallbackOrigin,
  type PublicDistributionProps,
} from '../constructs/public-distribution'
import { TargetStack } from './target-stack'

interface BucketOfApp {
  readonly app: string
  /** Supabase's id of the bucket. */
  readonly id: string
  readonly settings: Bucket
  /** Name in S3. */
  readonly name: string
}

/** Phase 1: the buckets that take over from Supabase Storage, and a distribution for each public one. */
export class StorageStack extends TargetStack {
  private readonly keyArn: string
  private readonly logBucket: string
  private readonly fallback: TerraformVariable
  private readonly fence: TerraformVariable
  private logs: DistributionLogs | undefined

  constructor(scope: Construct, target: Target) {
    super(scope, target, 'storage')
    this.keyArn = this.read('foundation', FOUNDATION_OUTPUTS.dataKeyArn)
    this.logBucket = this.read('foundation', FOUNDATION_OUTPUTS.logBucketName)
    this.fallback = this.flag(STORAGE_VARIABLES.fallback, {
      default: true,
      description: 'CloudFront answers a miss from Supabase. `complete` turns it off.',
    })
    this.fence = this.flag(STORAGE_VARIABLES.fence, {
      default: false,
      description: 'Bucket policies deny writes. On while storage is reverted to Supabase.',
    })
    const names = Object.entries(target.system.apps).flatMap(([app, { storage }]) =>
      storage === undefined ? [] : [[app, this.addApp(app, storage)] as const],
    )
    this.write(STORAGE_OUTPUTS.settingsParameterNames, Object.fromEntries(names))
  }

  /** Returns the name of the parameter that tells services and engine where the app's objects are. */
  private addApp(app: string, storage: StorageOfApp): string {
    const name = storageSettingsParameterName(this.target, app)
    const buckets: StorageSettings['buckets'] = Object.fromEntries(
      Object.entries(storage.buckets).map(([id, settings]) => {
        const bucketName = targetBucketName(this.target, app, id)
        return [id, this.addBucket({ app, id, settings, name: bucketName })]
      }),
    )
    const value: StorageSettings = { v: 1, region: this.target.environment.region, buckets }
    new SsmParameter(this, `settings-${app}`, {
      name,
      description: `Where objects of ${app} are`,
      type: 'String',
      insecureValue: JSON.stringify(value),
    })
    return name
  }

  private addBucket({ app, id, settings, name }: BucketOfApp): StorageSettings['buckets'][string] {
    const constructId = `${app}-${id}`
    const bucket = new PrivateBucket(this, constructId, {
      bucket: name,
      kmsKeyArn: this.keyArn,
      lifecycleRule: { id: 'tidy', ...settings.lifecycle },
      accessLogs: { bucket: this.logBucket, prefix: `s3/${name}/` },
      corsRules: settings.cors.map(({ methods, ...rule }) => ({
        ...rule,
        allowedMethods: methods,
        allowedOrigins: this.target.environment.webOrigins,
      })),
    })
    // Names, not strings from the file: a reader of the parameter waits for the bucket to exist.
    const shared = { bucket: bucket.bucket.id, prefix: '' }
    if (settings.access === 'private') {
      this.attachPolicy(bucket, { bucket: name })
      return { ...shared, access: 'private' }
    }
    const cdn = this.addDistribution(constructId, { app, id, settings, name }, bucket)
    this.attachPolicy(bucket, { bucket: name, distributionArn: cdn.distribution.arn })
    return {
      ...shared,
      access: 'public',
      // What stands in rows from then on: our own name if there is one.
      cdnDomain: this.publicName({ app, id, settings, name }) ?? cdn.distribution.domainName,
      distributionId: cdn.distribution.id,
    }
  }

  /** Both forms come from the function that the engine uses when it fences, so neither undoes the other. */
  private attachPolicy(bucket: PrivateBucket, policy: Omit<BucketPolicyProps, 'fence'>): void {
    const fenced = Fn.jsonencode(bucketPolicy({ ...policy, fence: true }))
    const open = Fn.jsonencode(bucketPolicy({ ...policy, fence: false }))
    bucket.attachPolicy(Token.asString(conditional(this.fence.value, fenced, open)))
  }

  private addDistribution(id: string, of: BucketOfApp, bucket: PrivateBucket): PublicDistribution {
    const { app, id: bucketId, name } = of
    const fallback = this.fallbackOf(app, bucketId)
    const domain = this.domainOf(of)
    const cdn = new PublicDistribution(this, `${id}-cdn`, {
      name,
      comment: `Public objects of ${bucketId}, ${this.target.name}`,
      bucket,
      allowedOrigins: this.target.environment.webOrigins,
      webAclArn: this.read('foundation', FOUNDATION_OUTPUTS.edgeWebAclArn),
      ...domain,
      ...(fallback === undefined ? {} : { fallback }),
    })
    if (domain.domain !== undefined) {
      // New names: nobody is taken anything away, so they need not wait for the cutover.
      new AliasRecords(this, `${id}-alias`, {
        domainName: domain.domain.name,
        zoneId: this.read('foundation', FOUNDATION_OUTPUTS.zoneId),
        aliasTo: { name: cdn.distribution.domainName, zoneId: cdn.distribution.hostedZoneId },
      })
    }
    this.distributionLogs().addDistribution(id, `${prefix(this.target)}-${id}`, cdn)
    return cdn
  }

  private domainOf(of: BucketOfApp): Pick<PublicDistributionProps, 'domain'> {
    const name = this.publicName(of)
    const cdn = this.target.environment.domains[of.app]?.cdn
    if (name === undefined || cdn === undefined) return {}
    return { domain: { name, certificate: this.certificateOf(of.app, cdn) } }
  }

  private publicName({ app, id, settings }: BucketOfApp): string | undefined {
    const cdn = this.target.environment.domains[app]?.cdn
    return cdn && `${settings.name ?? id}.${cdn}`
  }

  /** One for all public buckets of an app. */
  private certificateOf(app: string, cdn: string): Certificate {
    const id = `${app}-certificate`
    const existing = this.node.tryFindChild(id)
    if (existing instanceof Certificate) return existing
    return new Certificate(this, id, {
      domainName: `*.${cdn}`,
      zoneId: this.read('foundation', FOUNDATION_OUTPUTS.zoneId),
      ...this.edgeProvider(),
    })
  }

  /** The bucket's public URL on Supabase, where the app has a source. */
  private fallbackOf(app: string, bucketId: string): FallbackOrigin | undefined {
    const source = this.target.environment.source[app]
    if (source === undefined) return undefined
    return {
      domainName: `${source.supabase.projectRef}.supabase.co`,
      originPath: `/storage/v1/object/public/${encodeURIComponent(bucketId)}`,
      enabled: this.fallback,
    }
  }

  private distributionLogs(): DistributionLogs {
    this.logs ??= new DistributionLogs(this, 'cdn-logs', {
      name: prefix(this.target),
      logBucket: this.logBucket,
      ...this.edgeProvider(),
    })
    return this.logs
  }
}
