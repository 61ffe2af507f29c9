import { githubEnvironmentName } from './names'
import { policyDocument, type PolicyDocument } from './policy-document'
import type { Target } from './target'

/** Issuer of the tokens that GitHub gives to a workflow run. */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com'
export const GITHUB_AUDIENCE = 'sts.amazonaws.com'

type Trusted = Pick<Target, 'system' | 'environmentName' | 'environment'>

export function githubProviderArn({ environment }: Trusted): string {
  return `arn:aws:iam::${environment.accountId}:oidc-provider/${GITHUB_ISSUER}`
}

/**
 * Two kinds of run may plan: those of pull requests (a fork's gets no token at all), and jobs without an environment on
 * the default branch, which is where a phase's workflow plans before it asks for the approval.
 */
export function planRoleTrust(t: Trusted): PolicyDocument {
  return trust(t, ['pull_request', `ref:refs/heads/${t.system.github.defaultBranch}`])
}

/** Only jobs that passed the approval of the environment may apply. */
export function applyRoleTrust(t: Trusted): PolicyDocument {
  return trust(t, [`environment:${githubEnvironmentName(t)}`])
}

function trust(t: Trusted, contexts: readonly string[]): PolicyDocument {
  const { repositoryId } = t.system.github
  return policyDocument({
    Sid: 'GitHubActions',
    Effect: 'Allow',
    Principal: { Federated: githubProviderArn(t) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        [`${GITHUB_ISSUER}:aud`]: GITHUB_AUDIENCE,
        // A name can be taken over after a rename or a deletion; the number cannot.
        [`${GITHUB_ISSUER}:repository_id`]: repositoryId,
        [`${GITHUB_ISSUER}:sub`]: contexts.flatMap((context) => subjects(t, context)),
      },
    },
  })
}

/**
 * Both forms of `sub`. Repositories made, renamed or transferred after 2026-07-15 carry the ids as well; a trust with the
 * classic form alone silently never matches there.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
function subjects({ system: { github } }: Trusted, context: string): string[] {
  const [owner, repository] = github.repository.split('/')
  return [
    `repo:${github.repository}:${context}`,
    `repo:${owner ?? ''}@${github.ownerId}/${repository ?? ''}@${github.repositoryId}:${context}`,
  ]
}
