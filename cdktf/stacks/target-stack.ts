import { AwsProvider } from '@cdktf/provider-aws/lib/provider'
import { DataTerraformRemoteStateS3, S3Backend, TerraformOutput, TerraformStack } from 'cdktf'
import type { Construct } from 'constructs'
import { stackName, stateBucketName, stateKey, tags } from '../config/names'
import { STACK_NEEDS, type StackName } from '../config/phases'
import type { Target } from '../config/target'

/** Locks in the state bucket itself (`use_lockfile`) are final since this version. */
const TERRAFORM_VERSION = '>= 1.11.0'

/** What all stacks share: state in the target's bucket, one account, one region, tags on everything. */
export abstract class TargetStack extends TerraformStack {
  readonly target: Target
  private readonly stack: StackName

  protected constructor(scope: Construct, target: Target, stack: StackName) {
    super(scope, stackName(target, stack))
    this.target = target
    this.stack = stack
    const { region, accountId } = target.environment
    new S3Backend(this, {
      bucket: stateBucketName(target),
      key: stateKey(stack),
      region,
      encrypt: true,
      allowedAccountIds: [accountId],
    })
    this.addOverride('terraform.backend.s3.use_lockfile', true)
    this.addOverride('terraform.required_version', TERRAFORM_VERSION)
    new AwsProvider(this, 'aws', {
      region,
      // A plan with the credentials of another account stops here.
      allowedAccountIds: [accountId],
      defaultTags: [{ tags: tags(target) }],
    })
  }

  /** An output of a stack that is applied before this one, by its name in config/outputs.ts. */
  protected read(from: StackName, output: string): string {
    if (!STACK_NEEDS[this.stack].includes(from))
      throw new Error(`${this.stack} reads ${from}: add it to STACK_NEEDS`)
    return this.remoteState(from).getString(output)
  }

  protected write(name: string, value: string | Readonly<Record<string, string>>): void {
    new TerraformOutput(this, name, { value, staticId: true })
  }

  private remoteState(stack: StackName): DataTerraformRemoteStateS3 {
    const id = `${stack}-state`
    const existing = this.node.tryFindChild(id)
    if (existing instanceof DataTerraformRemoteStateS3) return existing
    return new DataTerraformRemoteStateS3(this, id, {
      bucket: stateBucketName(this.target),
      key: stateKey(stack),
      region: this.target.environment.region,
    })
  }
}
