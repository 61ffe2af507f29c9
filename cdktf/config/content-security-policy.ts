import { targetBucketName } from './names'
import type { Target } from './target'

/**
 * Content-Security-Policy of an app's pages. Scripts come from the page's own origin alone. Styles may stand in the page,
 * since component libraries write them there; pictures and media may come from any https address, since rows hold some.
 */
export function contentSecurityPolicy(t: Target, app: string): string {
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', 'https:'],
    'media-src': ["'self'", 'blob:', 'https:'],
    'font-src': ["'self'", 'data:'],
    'worker-src': ["'self'", 'blob:'],
    'connect-src': ["'self'", ...connections(t, app)],
    'object-src': ["'none'"],
    'base-uri': ["'self'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  }
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ')
}

/** Where the page's scripts may connect to. */
function connections(t: Target, app: string): string[] {
  const { region, domains, source } = t.environment
  const { storage, functions = {} } = t.system.apps[app] ?? {}
  const buckets = Object.entries(storage?.buckets ?? {})
  const api = domains[app]?.api
  const hosts = source[app]?.supabase.hosts ?? []
  return [
    ...(api === undefined ? [] : [`https://${api}`]),
    ...(t.system.phases.auth === 'keep' ? [] : [`https://cognito-idp.${region}.amazonaws.com`]),
    // As long as the app has a source: pages open during a cutover speak with both sides.
    ...hosts.flatMap((host) => [`https://${host}`, `wss://${host}`]),
    // Signed URLs, to upload and to download.
    ...buckets.map(([id]) => `https://${targetBucketName(t, app, id)}.s3.${region}.amazonaws.com`),
    ...(buckets.some(([, { access }]) => access === 'public') ? [publicObjects(t, app)] : []),
    ...(Object.values(functions).some(({ websocket }) => websocket)
      ? [`wss://*.execute-api.${region}.amazonaws.com`]
      : []),
  ]
}

function publicObjects({ environment }: Target, app: string): string {
  const cdn = environment.domains[app]?.cdn
  return cdn === undefined ? 'https://*.cloudfront.net' : `https://*.${cdn}`
}
