import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter'
import { Construct } from 'constructs'

export interface SwitchParameterProps {
  readonly name: string
  readonly description: string
  /** What stands there when the parameter is made. Terraform never writes it again. */
  readonly initialValue: string
}

/** Says who serves. Made here so that it exists and is tagged; its value belongs to the cutover, which Terraform must not undo. */
export class SwitchParameter extends Construct {
  constructor(scope: Construct, id: string, props: SwitchParameterProps) {
    super(scope, id)
    new SsmParameter(this, 'parameter', {
      name: props.name,
      description: props.description,
      type: 'String',
      // Not a secret: a plan may show it.
      insecureValue: props.initialValue,
      lifecycle: { ignoreChanges: ['insecure_value', 'value'], preventDestroy: true },
    })
  }
}
