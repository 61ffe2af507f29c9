import { pathToFileURL } from 'node:url'

/**
 * Arguments for `process.execPath` that run a TypeScript file of ours in that very process. The `tsx` command itself
 * starts a second one, which a signal to the first would leave behind.
 */
export function typescriptProgram(file: string, args: readonly string[]): string[] {
  return ['--import', pathToFileURL(require.resolve('tsx')).href, file, ...args]
}
