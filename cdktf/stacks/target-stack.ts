import { AwsProvider } from '@cdktf/provider-aws/lib/provider'
import {
  DataTerraformRemoteStateS3,
  Fn,
  S3Backend,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Token,
  type TerraformProvider,
} from 'cdktf'
import type { Construct } from 'constructs'
import { stackName, stateBucketName, stateKey, tags } from '../config/names'
import { API_VARIABLES } from '../config/outputs'
import { STACK_NEEDS, type StackName } from '../config/phases'
import { needsOf } from '../config/stacks-of'
import type { Target } from '../config/target'

/** Locks in the state bucket itself (`use_lockfile`) are final since this version. */
const TERRAFORM_VERSION = '>= 1.11.0'

/** Region in which CloudFront's own things live. */
export const EDGE_REGION = 'us-east-1'

export interface FlagProps {
  readonly default: boolean
  readonly description: string
}

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

  /** Whether the system has a stack that this one reads from. */
  protected has(stack: StackName): boolean {
    return needsOf(this.target, this.stack).includes(stack)
  }

  /** An output of a stack that is applied before this one, by its name in config/outputs.ts. */
  protected read(from: StackName, output: string): string {
    return this.remoteState(from).getString(output)
  }

  /** As `read`, for an output that is a list of texts. */
  protected readList(from: StackName, output: string): string[] {
    return this.remoteState(from).getList(output)
  }

  /** As `read`, for one entry of an output that is a map. */
  protected readEntry(from: StackName, output: string, key: string): string {
    return Token.asString(Fn.lookupNested(this.remoteState(from).get(output), [key]))
  }

  protected write(name: string, value: string | readonly string[] | Readonly<Record<string, string>>): void {
    new TerraformOutput(this, name, { value, staticId: true })
  }

  /** A variable that the engine derives from the journal: on or off. The default is what holds before the cutover. */
  protected flag(name: string, { default: value, description }: FlagProps): TerraformVariable {
    const variable = new TerraformVariable(this, name, {
      type: 'bool',
      nullable: false,
      default: value,
      description,
    })
    variable.overrideLogicalId(name)
    return variable
  }

  /**
   * Whether an app's API domain points here. An apply must not take over a name under which the old backend still serves:
   * that is the cutover's to do. Undefined where there is no old one.
   */
  protected apiDns(app: string): TerraformVariable | undefined {
    const { system, environment } = this.target
    if (system.phases.backend !== 'migrate' || environment.source[app] === undefined) return undefined
    const existing = this.node.tryFindChild(API_VARIABLES.dns)
    if (existing instanceof TerraformVariable) return existing
    return this.flag(API_VARIABLES.dns, {
      default: false,
      description: 'API domains of apps with a source point at AWS. The cutover turns it on.',
    })
  }

  /** For what AWS keeps in us-east-1 alone: CloudFront's certificates, web ACLs and log deliveries. */
  protected edgeProvider(): { provider?: TerraformProvider } {
    const { region, accountId } = this.target.environment
    if (region === EDGE_REGION) return {}
    const existing = this.node.tryFindChild('aws-edge')
    if (existing instanceof AwsProvider) return { provider: existing }
    const provider = new AwsProvider(this, 'aws-edge', {
      alias: 'edge',
      region: EDGE_REGION,
      allowedAccountIds: [accountId],
      defaultTags: [{ tags: tags(this.target) }],
    })
    return { provider }
  }

  private remoteState(stack: StackName): DataTerraformRemoteStateS3 {
    if (!STACK_NEEDS[this.stack].includes(stack))
      throw new Error(`${this.stack} reads ${stack}: add it to STACK_NEEDS`)
    if (!this.has(stack))
      throw new Error(`${this.node.id} reads ${stack}, which ${this.target.name} does not have`)
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
