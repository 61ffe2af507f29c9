import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Database, SourceObject, TargetPut } from '../../scripts/adapters/ports'
import type { Transfer } from '../../scripts/transfer/objects'
import type { Work } from './child'

/**
 * Our copier with parts taken out, to learn what each costs; such a copy proves nothing and is for the bench alone:
 * `find` the row read again before its bytes, `record` the record of the copy, `hash` our digests.
 */
export function takeOut(transfer: Transfer, { job, s3 }: Work): Transfer {
  const rows = new Map<string, SourceObject>()
  const { source, target, log } = transfer
  return {
    ...transfer,
    source: job.without.includes('find')
      ? {
          ...source,
          inventory: (bucket) => remember(source.inventory(bucket), rows),
          find: async (_bucket, key) => rows.get(key),
        }
      : source,
    log: job.without.includes('record') ? { ...log, record: async () => undefined } : log,
    target: job.without.includes('hash')
      ? { ...target, put: (put) => bare(put, { rows, work: { job, s3 } }) }
      : target,
  }
}

/** `columns`: what a table has is looked up once, not for every object. */
export function withoutColumnLookups(database: Database): Database {
  const known = new Map<string, Promise<{ rows: object[]; rowCount: number | null }>>()
  const query: Database['query'] = (text, values) => {
    if (!text.includes('information_schema.columns')) return database.query(text, values)
    const answer = known.get(text) ?? database.query(text, values)
    known.set(text, answer)
    // The same text is asked for the same kind of row.
    return answer as ReturnType<typeof database.query<never>>
  }
  return { ...database, query }
}

async function* remember<Entry extends { key: string; object: SourceObject | undefined }>(
  entries: AsyncIterable<Entry>,
  rows: Map<string, SourceObject>,
): AsyncIterable<Entry> {
  for await (const entry of entries) {
    if (entry.object) rows.set(entry.key, entry.object)
    yield entry
  }
}

/** The digests are taken from the row, so the comparison with it passes. */
async function bare(put: TargetPut, at: { rows: Map<string, SourceObject>; work: Work }) {
  const answer = await at.work.s3.send(
    new PutObjectCommand({
      Bucket: at.work.job.targetBucket,
      Key: put.key,
      Body: put.body,
      ContentLength: put.size,
      ContentType: put.contentType,
      CacheControl: put.cacheControl,
    }),
  )
  const md5 = at.rows.get(put.key)?.md5 ?? ''
  return { version: answer.VersionId ?? '', sha256: '', md5, size: put.size, metadataOverflow: false }
}
