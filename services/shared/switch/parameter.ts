import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { ServiceError } from '../errors'
import { parseSwitch, type SwitchValue } from './switch'

/** Text of an SSM parameter. Throws SETTINGS_INVALID when it has no value; AWS's own errors pass through. */
export async function readParameterText(ssm: SSMClient, name: string): Promise<string> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }))
  if (Parameter?.Value !== undefined) return Parameter.Value
  throw new ServiceError('SETTINGS_INVALID', `The parameter ${name} has no value.`, {
    data: { name },
    suggestion: 'Apply the stack that makes it.',
  })
}

export async function readSwitchParameter(ssm: SSMClient, name: string): Promise<SwitchValue> {
  return parseSwitch(await readParameterText(ssm, name))
}
