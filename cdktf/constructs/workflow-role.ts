import { IamRole } from '@cdktf/provider-aws/lib/iam-role'
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy'
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
  /** The role exists: take it into the state. @default false */
  readonly importExisting?: boolean
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
    if (props.importExisting !== true) return
    this.role.importFrom(props.name)
    policy.importFrom(`${props.name}:${props.policyName}`)
  }
}
