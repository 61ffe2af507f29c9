import type { UrlMapping } from '../../../scripts/transfer/urls/mapping'

export const HOST = 'abcdefghijklmnopqrst.supabase.co'
export const PUBLIC = `https://${HOST}/storage/v1/object/public`
export const IMAGES = 'd111images.cloudfront.net'
export const ASSETS = 'd222assets.cloudfront.net'

export const MAPPING: UrlMapping = {
  hosts: [HOST, 'abcdefghijklmnopqrst.storage.supabase.co', 'files.aiuteur.example', 'kong:8000'],
  projectUrl: `https://${HOST}`,
  buckets: {
    images: { access: 'public', cdnDomain: IMAGES },
    'asset-images': { access: 'public', cdnDomain: ASSETS },
    'old files': { access: 'public', cdnDomain: 'd333old.cloudfront.net' },
    videos: { access: 'private' },
  },
}

/** A token as Storage signs it; nobody checks the signature here. */
export function token(payload: Record<string, unknown>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'HS256' })}.${part(payload)}.c2lnbmF0dXJl`
}
