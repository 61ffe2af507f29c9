import type { PlannedResource } from '../resources/resource'
import { statementsOf, type Statement } from './policies'
import { jsonAlternatives } from './json-text'

const GITHUB = 'token.actions.githubusercontent.com'

/** Statements by which a role trusts runs of GitHub Actions, every one of them. */
export function githubStatements({ values }: PlannedResource): readonly Statement[] {
  return (jsonAlternatives(values['assume_role_policy']) ?? [])
    .flatMap(statementsOf)
    .filter(({ effect, principals }) => effect === 'Allow' && principals.some(isGithub))
}

/** Values that a claim must equal, and patterns it may be like. Other operators leave a claim open. */
export function claimOf(statement: Statement, claim: string): readonly string[] {
  const key = `${GITHUB}:${claim}`.toLowerCase()
  return ['StringEquals', 'StringLike'].flatMap((operator) =>
    Object.entries(statement.conditions[operator] ?? {}).flatMap(([name, values]) =>
      name.toLowerCase() === key ? values : [],
    ),
  )
}

function isGithub(principal: string): boolean {
  return principal.startsWith('Federated:') && (principal.includes(GITHUB) || principal.includes('github'))
}
