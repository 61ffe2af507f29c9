import { randomUUID } from 'node:crypto'
import { HttpProblem } from '../../shared/lambda/http'
import type { JobFiles, SignedUpload } from './files'
import type { Job } from './job'
import type { Jobs } from './jobs'
import { URL_SECONDS } from './limits'
import type { TrackPublisher } from './publisher'
import type { DeclaredFiles, TrackDetails } from './request'

export interface UploadDependencies {
  readonly jobs: Jobs
  readonly files: JobFiles
  readonly publisher: TrackPublisher
}

export interface UploadOrder {
  readonly userId: string
  readonly audiusToken: string
  readonly track: TrackDetails
  readonly files: DeclaredFiles
}

export interface StartedUpload {
  readonly jobId: string
  readonly status: Job['status']
  readonly expiresInSeconds: number
  /** Send audio and cover art first, in any order, then `complete`. */
  readonly uploads: Readonly<Record<'audio' | 'coverArt' | 'complete', SignedUpload>>
}

/** Makes a job of the caller. Throws a problem 403 where the Audius token is not good: nobody publishes for others. */
export async function createJob(order: UploadOrder, { jobs, publisher }: UploadDependencies): Promise<Job> {
  const { userId, track, files } = order
  const account = await publisher.identify(order.audiusToken)
  if (account === undefined) {
    throw new HttpProblem(403, 'Forbidden', {
      detail: 'Log in with Audius again: its token is not valid here.',
    })
  }
  const trackId = publisher.newTrackId()
  return jobs.create({ jobId: randomUUID(), userId, account, trackId, track, files })
}

/** POST /api/uploads: a job, and where its files go. */
export async function startUpload(
  order: UploadOrder,
  dependencies: UploadDependencies,
): Promise<StartedUpload> {
  const job = await createJob(order, dependencies)
  const { files } = dependencies
  const [audio, coverArt, complete] = await Promise.all([
    files.signPut(job.jobId, 'audio', job.files.audio),
    files.signPut(job.jobId, 'coverArt', job.files.coverArt),
    files.signComplete(job.jobId),
  ])
  return {
    jobId: job.jobId,
    status: job.status,
    expiresInSeconds: URL_SECONDS,
    uploads: { audio, coverArt, complete },
  }
}
