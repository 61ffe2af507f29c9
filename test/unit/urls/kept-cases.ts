import { HOST, PUBLIC, token } from './mapping'

const escaped = (text: string): string => text.replaceAll('/', String.raw`\/`)
const JWT = token({ url: 'videos/a/b c?.mp4', exp: 1_900_000_000 })
const PROJECT = `https://${HOST}`

/** Texts that stay as they are: name, text, what is found in it. */
export const KEPT: [name: string, text: string, findings: Record<string, unknown>[]][] = [
  [
    'a signed URL, by its token',
    `${PROJECT}/storage/v1/object/sign/videos/a/b c?.mp4?token=${JWT}`,
    [{ kind: 'signed', bucket: 'videos', key: 'a/b' }],
  ],
  [
    'a signed URL with an encoded key',
    `${PROJECT}/storage/v1/object/sign/videos/a/b%20c%3F.mp4?token=${JWT}&download=`,
    [{ kind: 'signed', key: 'a/b c?.mp4', expiresAt: 1_900_000_000 }],
  ],
  [
    'a signed URL in escaped JSON',
    escaped(`"${PROJECT}/storage/v1/object/sign/videos/a/x.mp4?token=${JWT}"`),
    [{ kind: 'signed', key: 'a/b c?.mp4' }],
  ],
  [
    'a signed URL whose token says nothing',
    `${PROJECT}/storage/v1/object/sign/images/a.png?token=x`,
    [{ kind: 'signed', bucket: 'images', key: 'a.png', expiresAt: null }],
  ],
  [
    'a signed URL whose token is broken',
    `${PROJECT}/storage/v1/object/sign/images/a.png?token=a.b.c`,
    [{ kind: 'signed', expiresAt: null }],
  ],
  [
    'an authenticated URL',
    `${PROJECT}/storage/v1/object/authenticated/images/a.png`,
    [{ kind: 'authenticated', bucket: 'images', key: 'a.png' }],
  ],
  [
    'an object URL without access',
    `${PROJECT}/storage/v1/object/images/a.png`,
    [{ kind: 'authenticated', bucket: 'images', key: 'a.png' }],
  ],
  [
    'a transformed image',
    `${PROJECT}/storage/v1/render/image/public/images/a.png?width=100&quality=80`,
    [{ kind: 'render', bucket: 'images', key: 'a.png' }],
  ],
  [
    'a public URL of a private bucket',
    `${PUBLIC}/videos/a.mp4`,
    [{ kind: 'private-bucket', bucket: 'videos', key: 'a.mp4' }],
  ],
  [
    'an unknown bucket',
    `${PUBLIC}/images2/a.png`,
    [{ kind: 'unknown-bucket', bucket: 'images2', key: 'a.png' }],
  ],
  [
    'a bucket named like a property of every object',
    `${PUBLIC}/constructor/a.png`,
    [{ kind: 'unknown-bucket' }],
  ],
  ['a base URL', `${PUBLIC}/images/`, [{ kind: 'no-key', bucket: 'images' }]],
  [
    'an upload URL',
    `${PROJECT}/storage/v1/object/upload/sign/images/a.png?token=${JWT}`,
    [{ kind: 'other' }],
  ],
  ['a resumable upload', `${PROJECT}/storage/v1/upload/resumable/aW1hZ2Vz`, [{ kind: 'other' }]],
  ['an S3 URL', `${PROJECT}/storage/v1/s3/images/a.png`, [{ kind: 'other' }]],
  ['a relative URL', '<img src="/storage/v1/object/public/images/a.png">', [{ kind: 'relative' }]],
  ['another host that ends like ours', `https://x${HOST}/storage/v1/object/public/images/a.png`, []],
  ['a sub-domain of ours', `https://x.${HOST}/storage/v1/object/public/images/a.png`, []],
  ['our host as a prefix', `https://${HOST}.evil.example/storage/v1/object/public/images/a.png`, []],
  ['our host behind a user', `https://me@${HOST}/storage/v1/object/public/images/a.png`, []],
  ['another path on our host', `https://${HOST}/rest/v1/frames?id=eq.1`, []],
  ['another version', `https://${HOST}/storage/v10/object/public/images/a.png`, []],
  [
    'a host with another character for a dot',
    `https://${HOST.replace('.', 'x')}/storage/v1/object/public/images/a.png`,
    [],
  ],
  ['a URL that is an identifier in other text', 'storage/v1/object/public/images', []],
]
