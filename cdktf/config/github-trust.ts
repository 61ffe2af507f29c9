import { githubEnvironmentName } from './names'
import { PHASES } from './phases'
import { policyDocument, type PolicyDocument } from './policy-document'
import type { Target } from './target'

/** Issuer of the tokens that GitHub gives to a workflow run. */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com'
export const GITHUB_AUDIENCE = 'sts.amazonaws.com'

type Trusted = Pick<Target, 'system' | 'environmentName' | 'environment'>

export function githubProviderArn({ environment }: Trusted): string {
  return `arn:aws:iam::${environment.accountId}:oidc-provider/${GITHUB_ISSUER}`
}

/** Plans pull requests. */
const PULL_REQUEST_WORKFLOW = 'plan.yml'
/** Each plans, and applies behind its approval. A workflow that is not named here gets no credentials, whatever it asks for. */
const PHASE_WORKFLOWS = PHASES.map((phase, number) => `phase-${number}-${phase}.yml`)

/** IAM's limit for a trust, white space apart. What grows is the repository's name, which stands in it a dozen times. */
export const TRUST_CHARACTERS_MAX = 2048

/**
 * Two kinds of run may plan: the workflow of pull requests (a fork's gets no token at all), and jobs without an environment
 * on the default branch, which is where a phase's workflow plans before it asks for the approval.
 *
 * A pull request runs the workflow as its own branch has it, so `job_workflow_ref` keeps other workflows out, not a
 * changed plan.yml: that is why this role reads settings and no data.
 */
export function planRoleTrust(t: Trusted): PolicyDocument {
  const branch = defaultBranchRef(t)
  return trust(t, {
    StringEquals: { sub: [...subjects(t, 'pull_request'), ...subjects(t, `ref:${branch}`)] },
    StringLike: {
      job_workflow_ref: [
        // Only the number differs. The ref of a branch begins with refs/heads, so none can be named to fit.
        workflowRef(t, PULL_REQUEST_WORKFLOW, 'refs/pull/*/merge'),
        ...PHASE_WORKFLOWS.map((file) => workflowRef(t, file, branch)),
      ],
    },
  })
}

/**
 * Only jobs that passed the approval of the environment may apply, in a phase's workflow as the default branch has it: the
 * environment alone would admit a workflow that somebody wrote on another branch.
 */
export function applyRoleTrust(t: Trusted): PolicyDocument {
  const environment = githubEnvironmentName(t)
  const branch = defaultBranchRef(t)
  return trust(t, {
    StringEquals: {
      sub: subjects(t, `environment:${environment}`),
      environment,
      job_workflow_ref: PHASE_WORKFLOWS.map((file) => workflowRef(t, file, branch)),
    },
  })
}

type Claims = Readonly<Record<string, string | readonly string[]>>

/** STS knows these claims of GitHub's token since January 2026, when a role is assumed. An absent one refuses. */
function trust(t: Trusted, claims: { StringEquals: Claims; StringLike?: Claims }): PolicyDocument {
  const { StringEquals, StringLike } = claims
  return policyDocument({
    Sid: 'GitHubActions',
    Effect: 'Allow',
    Principal: { Federated: githubProviderArn(t) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: byKey({
        aud: GITHUB_AUDIENCE,
        // A name can be taken over after a rename or a deletion; the number cannot.
        repository_id: t.system.github.repositoryId,
        ...StringEquals,
      }),
      ...(StringLike === undefined ? {} : { StringLike: byKey(StringLike) }),
    },
  })
}

function byKey(claims: Claims): Claims {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [`${GITHUB_ISSUER}:${name}`, value]),
  )
}

function defaultBranchRef({ system }: Trusted): string {
  return `refs/heads/${system.github.defaultBranch}`
}

/** Names the file that holds the job. It is the caller's own file, unless the job comes from a reusable workflow. */
function workflowRef({ system }: Trusted, file: string, ref: string): string {
  return `${system.github.repository}/.github/workflows/${file}@${ref}`
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
