import { judge, textOf } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { valueAt, type PlannedResource } from '../resources/resource'

const MINUTES: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1440 }
const HOUR = 60
const QUARTER = 90 * 1440

/** `unit` is what AWS takes where token_validity_units says nothing. */
const LIFETIMES = [
  { token: 'access', unit: 'hours', maxMinutes: HOUR, expected: 'set, an hour at most' },
  { token: 'id', unit: 'hours', maxMinutes: HOUR, expected: 'set, an hour at most' },
  { token: 'refresh', unit: 'days', maxMinutes: QUARTER, expected: 'set, 90 days at most' },
] as const

export const cognitoTokenLifetimes: Rule = {
  id: 'cognito-token-lifetimes',
  title: 'Tokens live for an hour, sign-ins for a quarter of a year at most',
  row: 'own',
  severity: 'medium',
  appliesTo: ['aws_cognito_user_pool_client'],
  fix: 'Set the validity of access, id and refresh tokens, and token_validity_units.',
  check: (client) =>
    LIFETIMES.flatMap(({ token, unit, maxMinutes, expected }) =>
      judge(`${token}_token_validity`, client.values[`${token}_token_validity`], {
        expected,
        holds: (validity) =>
          typeof validity === 'number' &&
          validity > 0 &&
          validity * minutesOf(client, token, unit) <= maxMinutes,
      }),
    ),
}

function minutesOf({ values }: PlannedResource, token: string, otherwise: string): number {
  const unit = textOf(valueAt(values, `token_validity_units.${token}_token`))
  return MINUTES[unit] ?? MINUTES[otherwise] ?? Infinity
}
