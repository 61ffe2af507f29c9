import { releaseRouterCode } from '../../../cdktf/constructs/release-router'

interface Request {
  uri: string
}
type Answer = Request & { statusCode?: number; headers?: Record<string, { value: string }> }
type Handler = (event: { request: Request }) => Promise<Answer>

const MODULE = "import cf from 'cloudfront'\n"

/** The function as CloudFront runs it, over a store of ours. */
function router(store: Readonly<Record<string, string>>): Handler {
  const code = releaseRouterCode({ releaseKey: 'release', releasePrefix: 'releases' })
  if (!code.startsWith(MODULE)) throw new Error('the code does not begin with its import')
  const cf = {
    kvs: () => ({
      get: (key: string) => {
        const value = store[key]
        return value === undefined ? Promise.reject(new Error('KeyNotFound')) : Promise.resolve(value)
      },
    }),
  }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- CloudFront takes the code as text, and so does this test
  const make = new Function('cf', `${code.slice(MODULE.length)}\nreturn handler`) as (
    store: typeof cf,
  ) => Handler
  return make(cf)
}

async function routed(uri: string): Promise<string> {
  return (await router({ release: 'r42' })({ request: { uri } })).uri
}

describe('the router of releases', () => {
  it.each([
    ['/', '/releases/r42/index.html'],
    ['/projects/7/scenes', '/releases/r42/index.html'],
    ['/projects/v1.2/scenes', '/releases/r42/index.html'],
    ['/projects/', '/releases/r42/index.html'],
    ['/assets/index-4f2a.js', '/releases/r42/assets/index-4f2a.js'],
    ['/favicon.ico', '/releases/r42/favicon.ico'],
    ['/.well-known/apple-app-site-association', '/releases/r42/.well-known/apple-app-site-association'],
  ])('asks the bucket for %s as %s', async (uri, key) => {
    expect(await routed(uri)).toBe(key)
  })

  it('gives nobody another release by asking for it', async () => {
    expect(await routed('/releases/r41/index.html')).toBe('/releases/r42/releases/r41/index.html')
  })

  it('goes over to another release with the store alone', async () => {
    const store = { release: 'r1' }
    const handle = router(store)
    expect((await handle({ request: { uri: '/' } })).uri).toBe('/releases/r1/index.html')
    store.release = 'r2'
    expect((await handle({ request: { uri: '/' } })).uri).toBe('/releases/r2/index.html')
  })

  it('fails with a 503 that nobody keeps where there is no release yet', async () => {
    expect(await router({})({ request: { uri: '/' } })).toMatchObject({
      statusCode: 503,
      headers: { 'cache-control': { value: 'no-store' } },
    })
  })

  it('stays below the 10 KB that CloudFront takes', () => {
    const code = releaseRouterCode({ releaseKey: 'release', releasePrefix: 'releases' })
    expect(Buffer.byteLength(code)).toBeLessThan(10_240)
  })
})
