import { IamRole } from '@cdktf/provider-aws/lib/iam-role'
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy'
import { Construct } from 'constructs'

/** One statement of a policy. `resources` may hold references to resources of the stack. */
export interface RoleStatement {
  readonly sid: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** Operator -> key -> values. @default always */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

export interface ServiceRoleProps {
  readonly name: string
  readonly description: string
  /** Service that assumes the role, such as ecs-tasks.amazonaws.com. */
  readonly service: string
  /** The service acts for this account only, so nobody else can have it use the role (confused deputy). */
  readonly accountId: string
  /** Whether the service says for which account it acts when it assumes the role. Few do not. @default true */
  readonly namesAccount?: boolean
  /** Most that the role may ever do. */
  readonly permissionsBoundary: string
  readonly statements: readonly RoleStatement[]
}

/** A role that one AWS service assumes for this account, with one inline policy and a boundary. */
export class ServiceRole extends Construct {
  readonly role: IamRole
  /** For what needs the permissions to be there before it is made. Undefined without statements. */
  readonly policy: IamRolePolicy | undefined

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id)
    this.role = new IamRole(this, 'role', {
      name: props.name,
      description: props.description,
      permissionsBoundary: props.permissionsBoundary,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'ServiceOfThisAccount',
            Effect: 'Allow',
            Principal: { Service: props.service },
            Action: 'sts:AssumeRole',
            ...(props.namesAccount === false
              ? {}
              : { Condition: { StringEquals: { 'aws:SourceAccount': props.accountId } } }),
          },
        ],
      }),
    })
    if (props.statements.length === 0) return
    this.policy = new IamRolePolicy(this, 'policy', {
      name: 'allow',
      role: this.role.name,
      policy: JSON.stringify({ Version: '2012-10-17', Statement: props.statements.map(asJson) }),
    })
  }
}

function asJson({ sid, actions, resources, conditions }: RoleStatement): object {
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(conditions === undefined ? {} : { Condition: conditions }),
  }
}
