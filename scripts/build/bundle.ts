import { build, type Plugin } from 'esbuild'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const ACTIONS = '.github/actions'

/** The names of the actions that have a source, in order. */
export function actionNames(root: string): string[] {
  return readdirSync(join(root, ACTIONS))
    .filter((name) => existsSync(join(root, ACTIONS, name, 'src', 'main.ts')))
    .sort()
}

/** Where the built file of an action is kept, from the root of the repository. */
export function distPath(action: string): string {
  return join(ACTIONS, action, 'dist', 'index.js')
}

/** The one file GitHub runs for an action. The same sources and lockfile give the same bytes, on any machine. */
export async function bundleAction(root: string, action: string): Promise<string> {
  const result = await build({
    entryPoints: [join(ACTIONS, action, 'src', 'main.ts')],
    // Comments in the bundle name files from here, so no path of this machine gets in.
    absWorkingDir: root,
    outfile: distPath(action),
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    charset: 'utf8',
    legalComments: 'inline',
    logLevel: 'silent',
    plugins: [withoutHttpClient],
  })
  const [file] = result.outputFiles
  if (!file) throw new Error(`esbuild wrote nothing for ${action}`)
  return file.text
}

/**
 * @actions/core imports an HTTP client for the one function that asks GitHub for an OIDC token, which no action here
 * calls: without this the client and all of undici, 1 MB, would be in every bundle.
 */
const withoutHttpClient: Plugin = {
  name: 'without-http-client',
  setup(context) {
    context.onResolve(
      { filter: /^@actions\/http-client/ },
      async ({ path, pluginData: seen, ...options }) => {
        if (seen === withoutHttpClient) return undefined
        const resolved = await context.resolve(path, { ...options, pluginData: withoutHttpClient })
        return { ...resolved, sideEffects: false }
      },
    )
  },
}
