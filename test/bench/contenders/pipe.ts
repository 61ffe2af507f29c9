import { Readable } from 'node:stream'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { forEachConcurrently } from '../../../scripts/transfer/concurrency'
import type { Done, Work } from '../child'

/** As many at once as scripts/transfer/objects.ts. */
const LIMITS = { items: 16, bytes: 128 * 1024 * 1024 }

/** What is faster decides, for a ceiling: small bodies from memory (by a quarter), large ones as they come. */
const BUFFERED_BYTES = 1024 * 1024

/** The ceiling: GET from the Storage API into PutObject. Keys are given; no list, hash, metadata or record. */
export async function pipe({ job, s3 }: Work): Promise<Done> {
  const done = { objects: 0, bytes: 0 }
  await forEachConcurrently(Readable.from(job.keys), { ...LIMITS, sizeOf: () => 0 }, async (key: string) => {
    const { bucket, headers } = {
      bucket: job.sourceBucket,
      headers: { authorization: `Bearer ${job.serviceKey}` },
    }
    const response = await fetch(`${job.supabaseUrl}/storage/v1/object/authenticated/${bucket}/${key}`, {
      headers,
    })
    const size = Number(response.headers.get('content-length'))
    if (!response.ok || response.body === null) throw new Error(`GET ${key}: ${response.status}`)
    await s3.send(
      new PutObjectCommand({
        Bucket: job.targetBucket,
        Key: key,
        Body:
          size <= BUFFERED_BYTES
            ? Buffer.from(await response.arrayBuffer())
            : Readable.fromWeb(response.body),
        ContentLength: size,
      }),
    )
    done.objects += 1
    done.bytes += size
  })
  return done
}
