import ts from 'typescript'
import { descendants, isScript, parse, type SourceFile } from '../../helpers/source-files'
import type { Rule } from './rule'

const TABLE = 'scripts/engine/error-codes.ts'
const PAGE = 'docs/errors.md'

export const errorCodesAreUsed: Rule = {
  states: 'every error code is used somewhere in scripts',
  violations(files) {
    const used = new Set(files.filter(usesCodes).flatMap((file) => descendants(parse(file)).flatMap(textOf)))
    return errorCodes(files)
      .filter((code) => !used.has(code))
      .map((code) => `${TABLE}: ${code} is used nowhere`)
  },
}

export const errorCodesAreDocumented: Rule = {
  states: 'docs/errors.md documents every error code, and no other',
  violations(files) {
    const codes = errorCodes(files)
    const page = files.find(({ path }) => path === PAGE)?.text ?? ''
    const documented = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].flatMap(([, code]) => code ?? [])
    return [
      ...codes.filter((code) => !documented.includes(code)).map((code) => `${PAGE}: lacks ${code}`),
      ...documented.filter((code) => !codes.includes(code)).map((code) => `${PAGE}: ${code} does not exist`),
    ]
  },
}

function usesCodes(file: SourceFile): boolean {
  return isScript(file) && file.path.startsWith('scripts/') && file.path !== TABLE
}

function textOf(node: ts.Node): string[] {
  return ts.isStringLiteralLike(node) ? [node.text] : []
}

/** The keys of ERROR_CODES, read from the file and not imported: a rule judges the files it is given. */
function errorCodes(files: readonly SourceFile[]): string[] {
  const table = files.find(({ path }) => path === TABLE)
  if (table === undefined) return []
  return descendants(parse(table))
    .filter(ts.isVariableDeclaration)
    .filter((declaration) => declaration.name.getText() === 'ERROR_CODES')
    .flatMap((declaration) => descendants(declaration).find(ts.isObjectLiteralExpression)?.properties ?? [])
    .flatMap((property) => (property.name === undefined ? [] : [property.name.getText()]))
}
