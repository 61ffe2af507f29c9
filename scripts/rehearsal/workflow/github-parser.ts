import type * as Expressions from '@actions/expressions'
import type * as Workflows from '@actions/workflow-parser'
import type * as Actions from '@actions/workflow-parser/actions/action-parser'
import { buildSync } from 'esbuild'
import { createRequire } from 'node:module'
import { compileFunction } from 'node:vm'

/** GitHub's own parser of workflows and actions, and its own evaluator of expressions. */
export interface GithubParser {
  expressions: typeof Expressions
  workflows: typeof Workflows
  parseAction: typeof Actions.parseAction
}

const ENTRY = `
  export * as expressions from '@actions/expressions'
  export * as workflows from '@actions/workflow-parser'
  export { parseAction } from '@actions/workflow-parser/actions/action-parser'
`

let loaded: GithubParser | undefined

/**
 * GitHub's packages are ES modules that import JSON without an attribute, which Node 20 and 22 refuse. esbuild makes
 * one CommonJS text of them in 0.1 s; it is compiled in memory, so no file is left and no two runs share one.
 */
export function githubParser(): GithubParser {
  if (loaded) return loaded
  const { outputFiles } = buildSync({
    stdin: { contents: ENTRY, resolveDir: __dirname },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  })
  const module: { exports: unknown } = { exports: {} }
  const run: unknown = compileFunction(outputFiles[0]?.text ?? '', ['module', 'exports', 'require'])
  if (typeof run === 'function')
    Reflect.apply(run, undefined, [module, module.exports, createRequire(__filename)])
  if (!isParser(module.exports))
    throw new Error('the packages @actions/workflow-parser and @actions/expressions changed')
  loaded = module.exports
  return loaded
}

function isParser(value: unknown): value is GithubParser {
  return typeof value === 'object' && value !== null && 'workflows' in value && 'expressions' in value
}
