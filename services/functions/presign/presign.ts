import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { z } from 'zod'
import { answer } from '../../shared/lambda/answer'
import { bodyJson, callerId, HttpProblem, json, type HttpResponse } from '../../shared/lambda/http'
import type { Log } from '../../shared/lambda/log'
import { validated } from '../../shared/lambda/validate'
import { EXTENSION, newPhotoKey, ownerOf, type PhotoType } from './photo-keys'

const UPLOAD_SECONDS = 900
const VIEW_SECONDS = 3600
/** A photo of a telephone in full quality has 5 to 12 MB. */
export const PHOTO_BYTES_MAX = 15 * 1024 * 1024

const isPhotoType = (type: string): type is PhotoType => Object.hasOwn(EXTENSION, type)
const allowed = Object.keys(EXTENSION).join(' or ')

const uploadSchema = z.strictObject({
  contentType: z.string().refine(isPhotoType, `expected ${allowed}`),
  /** Bytes. It is signed: S3 refuses a body of any other length. */
  size: z.int().min(1).max(PHOTO_BYTES_MAX),
})
const viewSchema = z.strictObject({ key: z.string().min(1).max(1024) })

export interface PresignOptions {
  /** With `requestChecksumCalculation: 'WHEN_REQUIRED'`: a browser cannot send the checksum of an empty body. */
  s3: S3Client
  bucket: string
  log: Log
}

type Route = (event: APIGatewayProxyEventV2, userId: string) => Promise<HttpResponse>

/** Signs uploads into the caller's own folder, and views of what lies there. */
export function createPresign(options: PresignOptions) {
  const routes: Readonly<Record<string, Route>> = {
    'POST /api/photos/upload-url': (event, userId) => signUpload(options, event, userId),
    'POST /api/photos/view-url': (event, userId) => signView(options, event, userId),
  }
  return (event: APIGatewayProxyEventV2): Promise<HttpResponse> =>
    answer(options.log, async () => {
      const route = Object.hasOwn(routes, event.routeKey) ? routes[event.routeKey] : undefined
      if (route === undefined) throw new HttpProblem(404, 'Not Found', { detail: 'There is no such route.' })
      return route(event, ownFolder(event))
    })
}

/** The caller's id becomes part of a key: only a UUID may. */
function ownFolder(event: APIGatewayProxyEventV2): string {
  const id = z.uuid().safeParse(callerId(event))
  if (id.success) return id.data.toLowerCase()
  throw new HttpProblem(403, 'Forbidden', { detail: 'This caller is no user and has no photos.' })
}

async function signUpload(
  { s3, bucket, log }: PresignOptions,
  event: APIGatewayProxyEventV2,
  userId: string,
): Promise<HttpResponse> {
  const { contentType, size } = validated(uploadSchema, bodyJson(event))
  const key = newPhotoKey(userId, contentType)
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    ContentType: contentType,
    ContentLength: size,
  })
  const url = await getSignedUrl(s3, command, {
    expiresIn: UPLOAD_SECONDS,
    signableHeaders: new Set(['content-type', 'content-length', 'host']),
  })
  log.info('upload signed', { userId, key, size })
  return json(200, {
    url,
    method: 'PUT',
    headers: { 'content-type': contentType },
    key,
    expiresIn: UPLOAD_SECONDS,
  })
}

/** Somebody else's photo and none at all give the same answer: nobody learns which keys exist. */
async function signView(
  { s3, bucket }: PresignOptions,
  event: APIGatewayProxyEventV2,
  userId: string,
): Promise<HttpResponse> {
  const { key } = validated(viewSchema, bodyJson(event))
  if (ownerOf(key) !== userId) throw new HttpProblem(404, 'Not Found', { detail: 'There is no such photo.' })
  const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: key }), {
    expiresIn: VIEW_SECONDS,
  })
  return json(200, { url, expiresIn: VIEW_SECONDS })
}
