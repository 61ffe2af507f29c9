export interface StoredObject {
  bucket: string
  key: string
}

/** The addresses of the source, as the application got them from storage-js. */
export interface UrlMaker {
  /** As `getPublicUrl`: the key passed through encodeURI. */
  publicUrl: (bucket: string, key: string) => string
  /** As `createSignedUrl`: with a token. */
  signedUrl: (bucket: string, key: string) => string
}

/** Hands out addresses of objects that exist, in every shape an application's columns hold them in. */
export interface Urls {
  plain(bucket: string): string
  signed(bucket: string): string
  /** Every reserved character of the key percent-encoded, as a strict client writes it. */
  percentEncoded(bucket: string): string
  /** An image made smaller by Supabase on the way out. S3 has nothing like it. */
  rendered(bucket: string): string
}

/** Goes round the objects of each bucket, so that many different ones are pointed at. */
export function createUrls(objects: readonly StoredObject[], make: UrlMaker): Urls {
  const keysOf = new Map<string, string[]>()
  for (const { bucket, key } of objects) keysOf.set(bucket, [...(keysOf.get(bucket) ?? []), key])
  const turns = new Map<string, number>()
  const nextKey = (bucket: string) => {
    const keys = keysOf.get(bucket) ?? []
    const turn = turns.get(bucket) ?? 0
    turns.set(bucket, turn + 1)
    const key = keys[turn % keys.length]
    if (key === undefined) throw new Error(`no object in bucket ${bucket} to point at`)
    return key
  }
  return {
    plain: (bucket) => make.publicUrl(bucket, nextKey(bucket)),
    signed: (bucket) => make.signedUrl(bucket, nextKey(bucket)),
    percentEncoded: (bucket) => {
      const key = nextKey(bucket)
      return make.publicUrl(bucket, key).replace(encodeURI(key), strictlyEncoded(key))
    },
    rendered: (bucket) => {
      const url = make.publicUrl(bucket, nextKey(bucket))
      return `${url.replace('/object/public/', '/render/image/public/')}?width=640&height=360&resize=cover`
    },
  }
}

/** Encodes `_` too, which no client must, so that every key shows the shape. */
function strictlyEncoded(key: string): string {
  return key
    .split('/')
    .map((part) => encodeURIComponent(part).replaceAll('_', '%5F'))
    .join('/')
}
