export interface ReleaseRouterProps {
  /** Key of the store that holds the id of the release that is served. */
  readonly releaseKey: string
  /** Folder of the bucket in which each release has its own. */
  readonly releasePrefix: string
}

/**
 * Code of a CloudFront function for viewer requests: finds the release in the store, and gives every path that is no file
 * the entry page. Not by `custom_error_response`, which would do it to the API's 404s too, and to missing scripts, which
 * the browser would then run as a page.
 *
 * The release stands in the path that the cache knows. So a switch is seen as soon as the store has spread it, in seconds,
 * nothing has to be invalidated, and going back is the same switch.
 */
export function releaseRouterCode({ releaseKey, releasePrefix }: ReleaseRouterProps): string {
  return `import cf from 'cloudfront'

const store = cf.kvs()

async function handler(event) {
  const request = event.request
  let release
  try {
    release = await store.get(${JSON.stringify(releaseKey)})
  } catch (error) {
    return {
      statusCode: 503,
      statusDescription: 'Service Unavailable',
      headers: { 'retry-after': { value: '60' }, 'cache-control': { value: 'no-store' } },
    }
  }
  const uri = request.uri
  const isFile = uri.slice(uri.lastIndexOf('/')).includes('.') || uri.startsWith('/.well-known/')
  request.uri = ${JSON.stringify(`/${releasePrefix}/`)} + release + (isFile ? uri : '/index.html')
  return request
}
`
}
