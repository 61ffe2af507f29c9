import { randomInt } from 'node:crypto'
import { PublishRefused, type Publication, type TrackPublisher } from '../publisher'
import type { AudiusApi, NewTrack } from './api'
import { decodeHashId, encodeHashId } from './hash-id'
import { AudiusError } from './http'
import type { AudiusStorage, StoredAudio } from './storage'

/** Ids that apps may give to tracks: the range in which Audius itself looks for a free one. */
const TRACK_ID_MIN = 2_000_000
const TRACK_ID_MAX = 2 ** 31 - 1

/** Publishes to Audius over plain HTTP: `@audius/sdk` brings an Ethereum wallet and much else for the same four requests. */
export class AudiusPublisher implements TrackPublisher {
  constructor(
    private readonly api: AudiusApi,
    private readonly storage: AudiusStorage,
  ) {}

  identify(token: string): Promise<string | undefined> {
    return this.api.userOfToken(token)
  }

  newTrackId(): string {
    return encodeHashId(randomInt(TRACK_ID_MIN, TRACK_ID_MAX))
  }

  async publish(publication: Publication): Promise<void> {
    const { account, trackId, attempt, audio, coverArt } = publication
    const userId = decodeHashId(account)
    if (userId === undefined) throw new PublishRefused('The Audius account is not known.')
    // An earlier attempt may have ended after Audius took the track.
    if (attempt > 1 && (await this.api.hasTrack(trackId))) return
    const storedAudio = await refusals('audio file', () => this.storage.storeAudio(audio, userId))
    const imageCid = await refusals('cover art', () => this.storage.storeImage(coverArt))
    await refusals('track', () => this.api.createTrack(account, trackOf(publication, storedAudio, imageCid)))
  }
}

function trackOf({ track, trackId, audio }: Publication, stored: StoredAudio, imageCid: string): NewTrack {
  const { title, genre, description, mood, tags } = track
  return {
    track_id: trackId,
    title,
    genre,
    ...(description === undefined ? {} : { description }),
    ...(mood === undefined ? {} : { mood }),
    ...(tags === undefined ? {} : { tags: tags.join(',') }),
    track_cid: stored.trackCid,
    orig_file_cid: stored.originalCid,
    orig_filename: audio.declared.name,
    cover_art_sizes: imageCid,
    duration: stored.durationSeconds,
  }
}

/** What Audius will refuse again is said to the user; what may pass (our own key, too many requests, a failure) is tried again. */
const FINAL: Readonly<Record<number, string>> = {
  400: 'Audius does not accept the',
  403: 'This app may not publish to the Audius account: allow it there. Refused was the',
  422: 'Audius cannot read the',
}

async function refusals<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const text = cause instanceof AudiusError ? FINAL[cause.status ?? 0] : undefined
    if (text === undefined) throw cause
    throw new PublishRefused(`${text} ${what}.`, { cause })
  }
}
