import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy'
import { IamRole } from '@cdktf/provider-aws/lib/iam-role'
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy'
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment'
import { Construct } from 'constructs'

export interface WorkflowRoleProps {
  readonly name: string
  readonly description: string
  /** JSON document: who may assume the role. */
  readonly assumeRolePolicy: string
  readonly policyName: string
  /** JSON document: what the role may do. */
  readonly policy: string
  readonly maxSessionSeconds: number
  /** Attached beside the inline policy. @default none */
  readonly managedPolicies?: readonly ManagedPolicy[]
  /** The role exists: take it into the state. @default false */
  readonly importExisting?: boolean
}

/** A policy of its own that roles can carry. */
export interface ManagedPolicy {
  readonly arn: string
  readonly name: string
  readonly description: string
  readonly document: object
}

/** A role that a workflow assumes with the token of its run. No key of it exists anywhere. */
export class WorkflowRole extends Construct {
  readonly role: IamRole

  constructor(scope: Construct, id: string, props: WorkflowRoleProps) {
    super(scope, id)
    this.role = new IamRole(this, 'role', {
      name: props.name,
      description: props.description,
      assumeRolePolicy: props.assumeRolePolicy,
      maxSessionDuration: props.maxSessionSeconds,
      lifecycle: { preventDestroy: true },
    })
    const policy = new IamRolePolicy(this, 'policy', {
      name: props.policyName,
      role: this.role.name,
      policy: props.policy,
    })
    for (const managed of props.managedPolicies ?? []) this.attach(managed, props)
    if (props.importExisting !== true) return
    this.role.importFrom(props.name)
    policy.importFrom(`${props.name}:${props.policyName}`)
  }

  private attach(managed: ManagedPolicy, { name, importExisting }: WorkflowRoleProps): void {
    const part = managed.name.slice(name.length + 1)
    const policy = addManagedPolicy(this, `${part}-policy`, { ...managed, importExisting })
    const attachment = new IamRolePolicyAttachment(this, `${part}-attachment`, {
      role: this.role.name,
      policyArn: policy.arn,
    })
    if (importExisting === true) attachment.importFrom(`${name}/${managed.arn}`)
  }
}

/** A managed policy as an administrator made it. */
export function addManagedPolicy(
  scope: Construct,
  id: string,
  {
    arn,
    name,
    description,
    document,
    importExisting,
  }: ManagedPolicy & { importExisting?: boolean | undefined },
): IamPolicy {
  const policy = new IamPolicy(scope, id, { name, description, policy: JSON.stringify(document) })
  if (importExisting === true) policy.importFrom(arn)
  return policy
}
