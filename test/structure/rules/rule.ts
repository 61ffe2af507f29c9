import type { Import, SourceFile } from '../../helpers/source-files'

/** A rule of the house. A violation is one line: `file: what is wrong`. */
export interface Rule {
  /** A sentence that is true when the rule is kept. */
  states: string
  violations: (files: readonly SourceFile[]) => string[]
}

/** One line for each import of each file for which `forbidden` gives a reason. */
export function importViolations(
  files: readonly SourceFile[],
  forbidden: (file: SourceFile, imported: Import) => string | undefined,
): string[] {
  return files.flatMap((file) =>
    file.imports.flatMap((imported) => {
      const reason = forbidden(file, imported)
      return reason === undefined ? [] : [`${file.path}: imports ${imported.specifier}: ${reason}`]
    }),
  )
}
