import ts from 'typescript'
import { descendants, isScript, lineCount, parse, type SourceFile } from '../../helpers/source-files'
import type { Rule } from './rule'

const MAX_LINES = 300

export const filesAreShort: Rule = {
  states: `no source file is longer than ${MAX_LINES} lines`,
  violations: (files) =>
    files
      .filter(({ path }) => !path.endsWith('.md'))
      .map(({ path, text }) => ({ path, lines: lineCount(text) }))
      .filter(({ lines }) => lines > MAX_LINES)
      .map(({ path, lines }) => `${path}: ${lines} lines`),
}

export const noBarrels: Rule = {
  states: 'no file only passes on what others export; index.ts is an ordered list',
  violations: (files) => files.filter(isScript).flatMap(barrelFaults),
}

function barrelFaults(file: SourceFile): string[] {
  const { statements } = parse(file)
  const faults = statements.some(isExportAll) ? [`${file.path}: export * hides what is exported`] : []
  if (statements.length > 0 && statements.every(isReExport))
    faults.push(`${file.path}: only passes on exports`)
  if (/\/index\.[a-z]+$/.test(file.path) && !statements.some(isExportedList)) {
    faults.push(`${file.path}: index.ts exports no ordered list`)
  }
  return faults
}

function isReExport(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return true
  return ts.isExportDeclaration(statement)
}

function isExportAll(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement) && statement.exportClause === undefined
}

/** `export const phases = […]` or a table `{ foundation, storage }`, also with `as const` or `satisfies`. */
function isExportedList(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return false
  const exported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  return exported && statement.declarationList.declarations.some(({ initializer }) => isList(initializer))
}

function isList(value: ts.Expression | undefined): boolean {
  if (value === undefined) return false
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) return isList(value.expression)
  return ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value)
}

/** Who may read the environment: the same names as in eslint.config.mjs. */
const READERS = /(^|\/)(bin|main|inputs|config)\.ts$/

export const environmentAtTheEdge: Rule = {
  states: 'the environment is read only in bin.ts, main.ts, inputs.ts and config.ts',
  violations: (files) =>
    files
      .filter((file) => isScript(file) && !file.path.startsWith('test/') && !READERS.test(file.path))
      .flatMap((file) => {
        const tree = parse(file)
        return descendants(tree)
          .filter(readsEnvironment)
          .map((node) => {
            const { line } = tree.getLineAndCharacterOfPosition(node.getStart())
            return `${file.path}:${line + 1}: reads the environment: ${node.getText().split('\n')[0] ?? ''}`
          })
      }),
}

function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return isProcess(node.expression) && node.name.text === 'env'
  if (ts.isElementAccessExpression(node))
    return isProcess(node.expression) && isText(node.argumentExpression, 'env')
  if (ts.isVariableDeclaration(node)) return isProcess(node.initializer) && takesEnv(node.name)
  if (!ts.isImportDeclaration(node)) return false
  const named = node.importClause?.namedBindings
  const fromProcess = isText(node.moduleSpecifier, 'node:process') || isText(node.moduleSpecifier, 'process')
  const names = named !== undefined && ts.isNamedImports(named) ? named.elements : []
  return fromProcess && names.some((element) => (element.propertyName ?? element.name).text === 'env')
}

function takesEnv(name: ts.BindingName): boolean {
  return (
    ts.isObjectBindingPattern(name) &&
    name.elements.some((element) => (element.propertyName ?? element.name).getText() === 'env')
  )
}

function isProcess(node: ts.Expression | undefined): boolean {
  if (node === undefined) return false
  if (ts.isIdentifier(node)) return node.text === 'process'
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'process' &&
    node.expression.getText() === 'globalThis'
  )
}

function isText(node: ts.Node, text: string): boolean {
  return ts.isStringLiteralLike(node) && node.text === text
}
