import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import ts from 'typescript'

export const ROOT = resolve(__dirname, '../..')

/** Folders that hold code of ours. */
const FOLDERS = ['.github/actions', 'cdktf', 'scripts', 'services', 'test']
const PAGES = ['docs/errors.md']
const NOT_SOURCE = new Set(['node_modules', 'dist', 'cdktf.out', '.rehearsal', '.terraform', 'coverage'])
const EXTENSIONS = /(\.(tsx?|mts|cts|js|mjs|cjs|jsx|py|sh|sql)|\/Dockerfile)$/
const SCRIPT = /\.(tsx?|mts|cts|js|mjs|cjs|jsx)$/

/** One file, as a rule sees it. */
export interface SourceFile {
  /** From the root of the repository, with `/`. */
  path: string
  text: string
  /** What it imports, in any form: import, export from, import type, import(), require(). */
  imports: readonly Import[]
}

export interface Import {
  /** As written. */
  specifier: string
  /** From the root, without extension, for a file of ours (`scripts/engine/errors`); else the package's specifier. */
  target: string
  /** Whether it is a file of ours; the package `cdktf` and our folder cdktf/ look alike otherwise. */
  ours: boolean
}

/** Every source file of the repository. Read anew on each call. */
export function repositoryFiles(root = ROOT): SourceFile[] {
  const found = FOLDERS.flatMap((folder) => walk(root, folder)).filter((path) => EXTENSIONS.test(`/${path}`))
  return [...found, ...PAGES].map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8')))
}

/** A file made up for a test of a rule, or one read from disk. */
function sourceFile(path: string, text: string): SourceFile {
  return { path, text, imports: SCRIPT.test(path) ? importsOf(path, text) : [] }
}

/** Files made up for a test of a rule. */
export function planted(files: Readonly<Record<string, string>>): SourceFile[] {
  return Object.entries(files).map(([path, text]) => sourceFile(path, text))
}

/** Whether `path` is the folder or file `place`, or lies in it. Extensions do not count: `a/b` holds `a/b.ts`. */
export function isIn(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`) || path.replace(SCRIPT, '') === place
}

export function isScript({ path }: SourceFile): boolean {
  return SCRIPT.test(path)
}

/** Lines as an editor counts them. */
export function lineCount(text: string): number {
  const lines = text.split('\n').length
  return text.endsWith('\n') ? lines - 1 : lines
}

/** The syntax tree, for rules about more than imports. */
export function parse({ path, text }: SourceFile): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
}

/** Every node below `node`, itself first. */
export function descendants(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = []
  const visit = (child: ts.Node): void => {
    found.push(child)
    ts.forEachChild(child, visit)
  }
  visit(node)
  return found
}

function importsOf(path: string, text: string): Import[] {
  const { importedFiles } = ts.preProcessFile(text, true, true)
  return importedFiles.map(({ fileName: specifier }) => ({
    specifier,
    target: targetOf(path, specifier),
    ours: specifier.startsWith('.'),
  }))
}

function targetOf(importer: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier
  return posix
    .join(posix.dirname(importer), specifier)
    .replace(SCRIPT, '')
    .replace(/\/(index)?$/, '')
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return NOT_SOURCE.has(entry.name) ? [] : walk(root, path)
    return entry.isFile() ? [path] : []
  })
}
