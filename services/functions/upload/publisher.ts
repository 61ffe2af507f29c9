import type { Readable } from 'node:stream'
import type { DeclaredFile, TrackDetails } from './request'

/** A file of a job, read once from its beginning. */
export interface PublishFile {
  readonly declared: DeclaredFile
  open(): Promise<Readable>
}

export interface Publication {
  /** Account that the track belongs to. */
  readonly account: string
  /** Id of the track, made before the first attempt: a second one finds what the first has made. */
  readonly trackId: string
  /** 1 for the first. */
  readonly attempt: number
  readonly track: TrackDetails
  readonly audio: PublishFile
  readonly coverArt: PublishFile
}

/** Where tracks are published. */
export interface TrackPublisher {
  /** The account that a token of its owner names, or undefined for a token that is not good. */
  identify(token: string): Promise<string | undefined>
  /** An id for a new track. */
  newTrackId(): string
  /**
   * Publishes, or finds that an earlier attempt did. Throws PublishRefused where trying again would be refused again,
   * anything else where it may help.
   */
  publish(publication: Publication): Promise<void>
}

/** The publisher will not take this track. The message is for the user. */
export class PublishRefused extends Error {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, options)
    this.name = 'PublishRefused'
  }
}
