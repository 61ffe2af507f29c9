import { isIn, type Import, type SourceFile } from '../../helpers/source-files'
import { importViolations, type Rule } from './rule'

const isCdktf = (target: string): boolean => /^(cdktf|constructs|@cdktf\/[^/]+)(\/|$)/.test(target)

/** Everything `start` loads, itself included, through files of ours. */
function reached(start: SourceFile, byPath: ReadonlyMap<string, SourceFile>): SourceFile[] {
  const found = new Set([start])
  for (const file of found) {
    for (const { target } of file.imports) {
      const next = byPath.get(target)
      if (next !== undefined) found.add(next)
    }
  }
  return [...found]
}

function impurity({ target, ours }: Import): string | undefined {
  if (!ours && isCdktf(target)) return 'CDKTF'
  if (target.startsWith('@aws-sdk/')) return 'an AWS SDK'
  if (isIn(target, 'cdktf/stacks')) return 'a stack'
  return isIn(target, 'cdktf/constructs') ? 'a construct' : undefined
}

export const configIsPure: Rule = {
  states: 'cdktf/config reaches no stack, construct, CDKTF or AWS SDK, not even through another file',
  violations(files) {
    const byPath = new Map(files.map((file) => [file.path.replace(/(\/index)?\.[a-z]+$/, ''), file]))
    return files
      .filter((file) => isIn(file.path, 'cdktf/config'))
      .flatMap((file) =>
        reached(file, byPath).flatMap((via) =>
          via.imports.flatMap((imported) => {
            const what = impurity(imported)
            const path = via === file ? '' : ` through ${via.path}`
            return what === undefined ? [] : [`${file.path}: reaches ${what} (${imported.specifier})${path}`]
          }),
        ),
      )
  },
}

export const constructsKnowNoSystem: Rule = {
  states: 'cdktf/constructs imports neither config nor systems',
  violations: (files) =>
    importViolations(files, (file, { target }) => {
      if (!isIn(file.path, 'cdktf/constructs')) return undefined
      const forbidden = isIn(target, 'cdktf/config') || isIn(target, 'cdktf/systems')
      return forbidden ? 'a construct takes values as props' : undefined
    }),
}

export const providerByPath: Rule = {
  states: '@cdktf/provider-aws is imported by resource path, never from its root',
  violations: (files) =>
    importViolations(files, (_, { specifier }) =>
      /^@cdktf\/provider-aws(\/lib)?(\/index)?(\.js)?\/?$/.test(specifier)
        ? 'write @cdktf/provider-aws/lib/s3-bucket: 0.2 s instead of 4 s'
        : undefined,
    ),
}
