import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { githubParser } from './github-parser'
import { WorkflowError } from './model'
import { mapOf, sourceText, templateOf, type Template } from './template'

export interface ActionInput {
  name: string
  required: boolean
  /** May be an expression (`github.token`); null where it has none. */
  default: Template
}

/** A local action that runs on node. */
export interface ActionModel {
  directory: string
  inputs: ActionInput[]
  outputs: string[]
  /** Path of the file to run, from `directory`. */
  main: string
}

/**
 * Reads action.yml with GitHub's own parser.
 * @throws WorkflowError where GitHub would refuse it, where it is not a node action, or where it has a second stage
 */
export function readAction(directory: string): ActionModel {
  const file = ['action.yml', 'action.yaml']
    .map((name) => join(directory, name))
    .find((path) => existsSync(path))
  if (file === undefined) throw new WorkflowError(directory, ['there is no action.yml'])
  const { parseAction, workflows } = githubParser()
  const source = { name: file, content: readFileSync(file, 'utf8') }
  const { context, value } = parseAction(source, new workflows.NoOperationTraceWriter())
  const faults = context.errors.getErrors().map((error) => error.message)
  const root = mapOf(templateOf(value))
  const runs = mapOf(root['runs'])
  if (faults.length === 0 && !sourceText(runs['using']).startsWith('node')) faults.push('not a node action')
  if ('pre' in runs || 'post' in runs) faults.push('cannot run "pre" or "post" here')
  if (faults.length > 0) throw new WorkflowError(file, faults)
  return {
    directory,
    inputs: Object.entries(mapOf(root['inputs'])).map(([name, input]) => ({
      name,
      required: mapOf(input)['required'] === true,
      default: mapOf(input)['default'] ?? null,
    })),
    outputs: Object.keys(mapOf(root['outputs'])),
    main: sourceText(runs['main']),
  }
}
