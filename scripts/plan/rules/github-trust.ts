import { shown } from '../judge/faults'
import { claimOf, githubStatements } from '../judge/github'
import type { Statement } from '../judge/policies'
import type { Fault, Rule } from '../judge/rule'

/** `repo:owner/name:` and, since 2026-07-15, `repo:owner@1/name@2:`; then what the run is for. Nothing of it left open. */
const CLASSIC =
  /^repo:[\w.-]+\/[\w.-]+:(environment:[\w .-]+|ref:refs\/(?:heads|tags)\/[\w./-]+|pull_request)$/
const IMMUTABLE =
  /^repo:[\w.-]+@\d+\/[\w.-]+@\d+:(environment:[\w .-]+|ref:refs\/(?:heads|tags)\/[\w./-]+|pull_request)$/

/** A workflow file of one repository; the ref behind the @ may be any. */
const WORKFLOW = /^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[^*?@]*\*?[^*?@]*@.+$/

export const githubTrust: Rule = {
  id: 'github-trust',
  title: 'Roles trust exactly the runs of GitHub Actions that need them',
  row: 84,
  checkov: 'CKV_AWS_358, CKV_AWS_393',
  severity: 'critical',
  appliesTo: ['aws_iam_role'],
  fix: 'Pin aud, repository_id and job_workflow_ref; give sub in both forms, classic and with ids, for a GitHub Environment, the default branch or pull requests.',
  check: (role) =>
    githubStatements(role).flatMap((statement) =>
      [...audience(statement), ...repository(statement), ...subjects(statement), ...workflow(statement)].map(
        (fault) => ({ ...fault, attribute: `statement ${statement.sid}: ${fault.attribute}` }),
      ),
    ),
}

function audience(statement: Statement): readonly Fault[] {
  const found = claimOf(statement, 'aud')
  return found.length > 0 && found.every((value) => value === 'sts.amazonaws.com')
    ? []
    : [{ attribute: 'aud', found: shown(found), expected: 'sts.amazonaws.com' }]
}

/** A name can be taken over after a rename or a deletion; the number cannot. */
function repository(statement: Statement): readonly Fault[] {
  const found = claimOf(statement, 'repository_id')
  return found.length > 0 && found.every((value) => /^\d+$/.test(value))
    ? []
    : [{ attribute: 'repository_id', found: shown(found), expected: "the repository's number" }]
}

function subjects(statement: Statement): readonly Fault[] {
  const found = claimOf(statement, 'sub')
  const open = found.filter((subject) => !CLASSIC.test(subject) && !IMMUTABLE.test(subject))
  if (found.length === 0 || open.length > 0) {
    return [{ attribute: 'sub', found: shown(open), expected: 'one repository, and what the run is for' }]
  }
  const classic = found.flatMap((subject) => CLASSIC.exec(subject)?.[1] ?? [])
  const immutable = found.flatMap((subject) => IMMUTABLE.exec(subject)?.[1] ?? [])
  const single = [
    ...classic.filter((context) => !immutable.includes(context)),
    ...immutable.filter((context) => !classic.includes(context)),
  ]
  return single.map((context) => ({
    attribute: 'sub',
    found: `one form alone for ${context}`,
    expected: 'the classic form and the one with ids',
  }))
}

function workflow(statement: Statement): readonly Fault[] {
  const found = claimOf(statement, 'job_workflow_ref')
  return found.length > 0 && found.every((value) => WORKFLOW.test(value))
    ? []
    : [{ attribute: 'job_workflow_ref', found: shown(found), expected: 'workflow files of the repository' }]
}
