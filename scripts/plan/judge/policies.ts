import { asList, asValues, type PlannedResource, type Values } from '../resources/resource'
import { notJudged, texts } from './faults'
import { jsonAlternatives } from './json-text'
import type { Fault } from './rule'

/** One statement of a policy, with every list a list. */
export interface Statement {
  readonly sid: string
  readonly effect: 'Allow' | 'Deny'
  /** `*`, or kind and name such as `AWS:arn:aws:iam::1:root`, `Service:sns.amazonaws.com`. */
  readonly principals: readonly string[]
  readonly actions: readonly string[]
  /** True for `NotAction`: everything but the actions. */
  readonly allActionsBut: boolean
  readonly resources: readonly string[]
  readonly allResourcesBut: boolean
  /** Operator -> key -> values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

/** Arguments that hold a policy, by resource type. Policies of identities say what somebody may do. */
export const IDENTITY_POLICIES: Readonly<Record<string, string>> = {
  aws_iam_role_policy: 'policy',
  aws_iam_policy: 'policy',
  aws_iam_user_policy: 'policy',
  aws_iam_group_policy: 'policy',
}

/** Policies of resources say who may do something with them. */
export const RESOURCE_POLICIES: Readonly<Record<string, string>> = {
  aws_s3_bucket_policy: 'policy',
  aws_sns_topic_policy: 'policy',
  aws_sqs_queue_policy: 'policy',
  aws_ecr_repository_policy: 'policy',
  aws_secretsmanager_secret_policy: 'policy',
  aws_kms_key: 'policy',
  aws_kms_key_policy: 'policy',
  aws_cloudwatch_log_resource_policy: 'policy_document',
  aws_lambda_layer_version_permission: 'policy',
}

/** Judges every document that a policy argument may turn out to be. */
export function eachDocument(
  resource: PlannedResource,
  argument: string,
  check: (statements: readonly Statement[]) => readonly Fault[],
): readonly Fault[] {
  const value = resource.values[argument]
  if (value === undefined) return []
  const documents = documentsOf(resource, argument)
  if (documents === undefined) return [notJudged(argument, 'a policy that can be read', value)]
  return once(documents.flatMap(check))
}

/** Many rules read the same policy. */
const read = new WeakMap<PlannedResource, readonly (readonly Statement[])[] | undefined>()

function documentsOf(
  resource: PlannedResource,
  argument: string,
): readonly (readonly Statement[])[] | undefined {
  // No resource has two policies.
  if (!read.has(resource)) read.set(resource, jsonAlternatives(resource.values[argument])?.map(statementsOf))
  return read.get(resource)
}

/** Judges every statement by itself. */
export function eachStatement(
  resource: PlannedResource,
  argument: string,
  check: (statement: Statement) => readonly Fault[],
): readonly Fault[] {
  return eachDocument(resource, argument, (statements) => statements.flatMap(check))
}

/** A fault that a statement is to blame for. */
export function faultOf(statement: Statement, found: string, expected: string): Fault {
  return { attribute: `statement ${statement.sid}`, found, expected }
}

/** True if `pattern`, with `*` and `?` as IAM reads them, covers `name`. Actions do not distinguish case. */
export function covers(pattern: string, name: string): boolean {
  if (pattern === '*') return true
  if (!/[*?]/.test(pattern)) return pattern.toLowerCase() === name.toLowerCase()
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'is').test(name)
}

/** Keys of all conditions, in lower case: IAM does not distinguish. */
export function conditionKeys({ conditions }: Statement): readonly string[] {
  return Object.values(conditions).flatMap((keys) => Object.keys(keys).map((key) => key.toLowerCase()))
}

/** Values asked for by one condition key, whatever the operator. */
export function conditionValues({ conditions }: Statement, key: string): readonly string[] {
  return Object.values(conditions).flatMap((keys) =>
    Object.entries(keys).flatMap(([name, values]) =>
      name.toLowerCase() === key.toLowerCase() ? values : [],
    ),
  )
}

export function statementsOf(document: unknown): readonly Statement[] {
  return asList(asValues(document)?.['Statement']).flatMap((raw, index) => {
    const values = asValues(raw)
    return values === undefined ? [] : [statementOf(values, index)]
  })
}

function statementOf(values: Values, index: number): Statement {
  const sid = values['Sid']
  return {
    sid: typeof sid === 'string' ? sid : String(index + 1),
    effect: values['Effect'] === 'Deny' ? 'Deny' : 'Allow',
    // Allowing all but somebody is allowing anybody.
    principals: values['NotPrincipal'] === undefined ? principalsOf(values['Principal']) : ['*'],
    actions: texts(values['Action'] ?? values['NotAction']),
    allActionsBut: values['NotAction'] !== undefined,
    resources: texts(values['Resource'] ?? values['NotResource'] ?? []),
    allResourcesBut: values['NotResource'] !== undefined,
    conditions: Object.fromEntries(
      Object.entries(asValues(values['Condition']) ?? {}).map(([operator, keys]) => [
        operator,
        Object.fromEntries(
          Object.entries(asValues(keys) ?? {}).map(([key, wanted]) => [key, asList(wanted).map(String)]),
        ),
      ]),
    ),
  }
}

function principalsOf(principal: unknown): readonly string[] {
  if (principal === '*') return ['*']
  return Object.entries(asValues(principal) ?? {}).flatMap(([kind, names]) =>
    texts(names).map((name) => (name === '*' ? '*' : `${kind}:${name}`)),
  )
}

/** Two alternatives of a policy often have the same fault. */
function once(faults: readonly Fault[]): readonly Fault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()]
}
