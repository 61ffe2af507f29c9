import { PutObjectCommand } from '@aws-sdk/client-s3'
import { z } from 'zod'
import type { Done, Work } from '../child'

const page = z.array(z.object({ name: z.string(), id: z.string().nullable() }))

/** The script people write first: list folder by folder, download into memory, put, one after the other. */
export async function naive(work: Work): Promise<Done> {
  const { job, s3 } = work
  const done = { objects: 0, bytes: 0 }
  for (const key of (await listAll(work, '')).slice(0, job.limit)) {
    const response = await call(work, `object/${job.sourceBucket}/${key}`)
    const body = Buffer.from(await response.arrayBuffer())
    await s3.send(
      new PutObjectCommand({
        Bucket: job.targetBucket,
        Key: key,
        Body: body,
        ContentType: response.headers.get('content-type') ?? 'application/octet-stream',
      }),
    )
    done.objects += 1
    done.bytes += body.length
  }
  return done
}

async function listAll(work: Work, folder: string): Promise<string[]> {
  const response = await call(work, `object/list/${work.job.sourceBucket}`, {
    method: 'POST',
    body: JSON.stringify({ prefix: folder, limit: 1000, offset: 0 }),
  })
  const files: string[] = []
  for (const { name, id } of page.parse(await response.json())) {
    const path = folder === '' ? name : `${folder}/${name}`
    if (id === null) files.push(...(await listAll(work, path)))
    else files.push(path)
  }
  return files
}

async function call({ job }: Work, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${job.serviceKey}`, 'content-type': 'application/json' }
  const response = await fetch(`${job.supabaseUrl}/storage/v1/${path}`, { ...init, headers })
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return response
}
