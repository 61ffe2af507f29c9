import { z } from 'zod'
import { askAudius, AudiusError } from './http'

// The REST API of Audius: https://docs.audius.org/developers/api. Requests carry the app's API secret, or a bearer token
// made for it, which may be taken back; Audius takes either in the same header.

export interface AudiusApiOptions {
  /** `https://api.audius.co/v1` */
  readonly url: string
  readonly appName: string
  readonly apiKey: () => Promise<string>
  readonly apiSecret: () => Promise<string>
  /** Audius refused the secret: it may have been replaced. */
  readonly onUnauthorized: () => void
}

/** Body of POST /tracks, in Audius's words. */
export interface NewTrack {
  readonly track_id: string
  readonly title: string
  readonly genre: string
  readonly description?: string
  readonly mood?: string
  /** Comma-separated. */
  readonly tags?: string
  readonly track_cid: string
  readonly orig_file_cid: string
  readonly orig_filename: string
  readonly cover_art_sizes: string
  readonly duration: number
}

const TIMEOUT_MS = 30_000

const tokenAnswer = z.object({ data: z.object({ apiKey: z.string(), userId: z.string().min(1) }) })

export class AudiusApi {
  constructor(private readonly options: AudiusApiOptions) {}

  /**
   * The user whom a token of "Log in with Audius" names. Undefined for a token that is not valid, or that was made for
   * another app: whoever runs that app could use it here.
   */
  async userOfToken(token: string): Promise<string | undefined> {
    const url = this.url('users/verify_token', { token })
    try {
      const { data } = tokenAnswer.parse(await askAudius('verify a token', url, { timeoutMs: TIMEOUT_MS }))
      return sameKey(data.apiKey, await this.options.apiKey()) ? data.userId : undefined
    } catch (error) {
      if (error instanceof AudiusError && (error.status === 400 || error.status === 404)) return undefined
      throw error
    }
  }

  async hasTrack(trackId: string): Promise<boolean> {
    try {
      await askAudius('look for a track', this.url(`tracks/${encodeURIComponent(trackId)}`), {
        timeoutMs: TIMEOUT_MS,
      })
      return true
    } catch (error) {
      if (error instanceof AudiusError && error.status === 404) return false
      throw error
    }
  }

  async createTrack(userId: string, track: NewTrack): Promise<void> {
    const secret = await this.options.apiSecret()
    try {
      await askAudius('create the track', this.url('tracks', { user_id: userId }), {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(track),
        timeoutMs: TIMEOUT_MS,
      })
    } catch (error) {
      if (error instanceof AudiusError && error.status === 401) this.options.onUnauthorized()
      throw error
    }
  }

  private url(path: string, query: Readonly<Record<string, string>> = {}): URL {
    const url = new URL(`${this.options.url}/${path}`)
    url.search = new URLSearchParams({ ...query, app_name: this.options.appName }).toString()
    return url
  }
}

/** An API key is an Ethereum address, written with or without `0x` and in any case. */
function sameKey(a: string, b: string): boolean {
  const bare = (key: string) => key.trim().toLowerCase().replace(/^0x/, '')
  return bare(a) === bare(b)
}
