import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { bodyBytes, header, HttpProblem } from '../../shared/lambda/http'
import { validated } from '../../shared/lambda/validate'
import { createJob, type UploadDependencies } from './create-upload'
import type { Job } from './job'
import { FORM_BYTES_MAX } from './limits'
import { parseForm, type Form, type FormFile } from './multipart'
import { uploadRequestSchema } from './request'

/** Names of the form's files, as the Express service on Fly.io had them. */
const AUDIO_FIELD = 'audioFile'
const COVER_ART_FIELD = 'coverArtFile'

/** POST /upload: a form with small files. They are stored and published as if the browser had sent them to S3. */
export async function smallUpload(
  event: APIGatewayProxyEventV2,
  userId: string,
  dependencies: UploadDependencies,
): Promise<Job> {
  refuseLongBody(Number(header(event, 'content-length') ?? 0))
  const body = bodyBytes(event)
  refuseLongBody(body.length)
  const form = await parseForm(body, header(event, 'content-type') ?? '')
  const audio = fileOf(form, AUDIO_FIELD)
  const coverArt = fileOf(form, COVER_ART_FIELD)
  const request = validated(uploadRequestSchema, requestOf(form, audio, coverArt))
  const job = await createJob({ userId, ...request }, dependencies)
  await Promise.all([
    dependencies.files.put(job.jobId, 'audio', audio),
    dependencies.files.put(job.jobId, 'coverArt', coverArt),
  ])
  await dependencies.files.complete(job.jobId)
  return job
}

function refuseLongBody(bytes: number): void {
  if (bytes <= FORM_BYTES_MAX) return
  throw new HttpProblem(413, 'Content Too Large', {
    detail: `A form may have ${FORM_BYTES_MAX} bytes. POST /api/uploads takes larger files: it answers with URLs to send them to.`,
    extra: { alternative: 'POST /api/uploads', maxBytes: FORM_BYTES_MAX },
  })
}

function fileOf({ files }: Form, field: string): FormFile {
  const file = files[field]
  if (file !== undefined) return file
  throw new HttpProblem(400, 'Bad Request', { detail: `The form has no file ${field}.` })
}

function requestOf({ fields }: Form, audio: FormFile, coverArt: FormFile): object {
  const { audiusToken, title, genre, description, mood, tags } = fields
  return {
    audiusToken,
    // A browser sends every field of a form: an empty one was not filled in.
    track: withoutEmpty({ title, genre, description, mood, tags: tags ? tags.split(',') : undefined }),
    files: { audio: declared(audio), coverArt: declared(coverArt) },
  }
}

function declared({ name, contentType, bytes }: FormFile): object {
  return { name, contentType, size: bytes.length }
}

function withoutEmpty(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))
}
