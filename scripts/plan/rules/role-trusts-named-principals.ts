import { conditionKeys, eachStatement, faultOf } from '../judge/policies'
import type { Rule } from '../judge/rule'

const SOURCES: readonly string[] = ['aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid']

/**
 * They assume a role only for the account that passed it to them, and are not documented to name that account while they
 * do: a condition could lock them out.
 */
const NAME_NO_ACCOUNT: readonly string[] = [
  'Service:lambda.amazonaws.com',
  'Service:apigateway.amazonaws.com',
]

export const roleTrustsNamedPrincipals: Rule = {
  id: 'role-trusts-named-principals',
  title: 'A role is used by a named service, acting for this account, and nobody else',
  row: 'own',
  checkov: 'CKV_AWS_60, CKV_AWS_61',
  severity: 'high',
  appliesTo: ['aws_iam_role'],
  fix: 'Name the service, and demand aws:SourceAccount or aws:SourceArn.',
  check: (role) =>
    eachStatement(role, 'assume_role_policy', (statement) => {
      if (statement.effect !== 'Allow') return []
      if (statement.principals.includes('*')) return [faultOf(statement, 'everybody', 'a named principal')]
      const isService = statement.principals.some(
        (name) => name.startsWith('Service:') && !NAME_NO_ACCOUNT.includes(name),
      )
      return isService && !conditionKeys(statement).some((key) => SOURCES.includes(key))
        ? [
            faultOf(
              statement,
              'the service for any account',
              'a condition on aws:SourceAccount or aws:SourceArn',
            ),
          ]
        : []
    }),
}
