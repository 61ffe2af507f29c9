import { eachContainer } from '../judge/containers'
import { textOf } from '../judge/faults'
import type { Fault, Rule } from '../judge/rule'
import { asList, asValues, valueAt } from '../resources/resource'

const NAME_OF_SECRET = /(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIAL)/i

/** AWS access keys, private keys, JSON Web Tokens, keys of GitHub and Stripe, URLs with a password. */
const SECRET_ITSELF =
  /AKIA[0-9A-Z]{16}|-----BEGIN|eyJ[\w-]{10,}\.[\w-]{10,}\.|gh[pousr]_\w{20,}|sk_live_|sb_secret_|:\/\/[^/\s:@]+:[^/\s@]+@/

/** Where the secret is, not what it is: an ARN, a parameter's name, a reference, a URL, a number of seconds or keys. */
const PLACE = /^(?:arn:|\/[\w./-]+$|https:\/\/|\d+$|true$|false$|$)/

export const noSecretsInEnvironment: Rule = {
  id: 'no-secrets-in-environment',
  title: 'No secret stands in the environment of a program',
  row: 64,
  trivy: 'AWS-0036',
  severity: 'critical',
  appliesTo: ['aws_ecs_task_definition', 'aws_lambda_function'],
  fix: 'Keep it in Secrets Manager or Parameter Store, and hand over its ARN or name.',
  check: (resource) =>
    resource.type === 'aws_lambda_function'
      ? Object.entries(asValues(valueAt(resource.values, 'environment.variables')) ?? {}).flatMap(
          faultOfVariable,
        )
      : eachContainer(resource, (container) =>
          asList(container['environment']).flatMap((pair) => {
            const { name, value } = asValues(pair) ?? {}
            return faultOfVariable([textOf(name), value])
          }),
        ),
}

/** The value itself never goes into a finding. */
function faultOfVariable([name, value]: readonly [string, unknown]): readonly Fault[] {
  if (typeof value !== 'string') return []
  const isSecret = SECRET_ITSELF.test(value) || (NAME_OF_SECRET.test(name) && !isPlace(value))
  return isSecret
    ? [{ attribute: name, found: 'a value in clear text', expected: 'the ARN or name of a secret' }]
    : []
}

function isPlace(value: string): boolean {
  return PLACE.test(value) || value.startsWith('${')
}
