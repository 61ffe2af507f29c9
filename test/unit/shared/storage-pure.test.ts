import { ServiceError } from '../../../services/shared/errors'
import { FENCE_MESSAGE, maybeFenced, StorageServiceError } from '../../../services/shared/storage/errors'
import { checkKey, encodeKey } from '../../../services/shared/storage/keys'
import { bucketSettings, parseStorageSettings } from '../../../services/shared/storage/settings'

function codeOf(work: () => unknown): string | null {
  try {
    work()
    return null
  } catch (error) {
    return error instanceof ServiceError ? error.code : String(error)
  }
}

describe('keys in URLs', () => {
  it.each([
    ['a/b.png', 'a/b.png'],
    ['/a//b/', '/a//b/'],
    ['a b+c?.png', 'a%20b%2Bc%3F.png'],
    [`!'()*`, '%21%27%28%29%2A'],
    ['$&=@;:,', '%24%26%3D%40%3B%3A%2C'],
  ])('%s is %s', (key, path) => {
    expect(encodeKey(key)).toBe(path)
    expect(decodeURIComponent(path)).toBe(key)
  })

  it.each(['..', 'a/../b', './a', 'a/.'])('fails for %s, which HTTP would turn into another key', (key) => {
    expect(codeOf(() => checkKey(key))).toBe('KEY_UNSAFE')
  })

  it.each(['a..b', '...', '.hidden', 'a/.emptyFolderPlaceholder'])('lets %s pass', (key) => {
    expect(codeOf(() => checkKey(key))).toBeNull()
  })
})

describe('storage failures', () => {
  it.each([
    [{ status: 404, reason: 'not_found', message: 'Object not found' }, 'STORAGE_MISSING', false],
    [{ status: 404, reason: 'NoSuchBucket', message: 'Bucket not found' }, 'STORAGE_REFUSED', false],
    [{ status: 409, reason: 'Duplicate', message: 'exists' }, 'STORAGE_EXISTS', false],
    [{ status: 403, message: 'no' }, 'STORAGE_REFUSED', false],
    [{ status: 413, message: 'too large' }, 'STORAGE_REFUSED', false],
    [{ status: 429, message: 'slow down' }, 'STORAGE_FAILED', true],
    [{ status: 500, message: 'x' }, 'STORAGE_FAILED', true],
    [{ status: 544, message: 'database timeout' }, 'STORAGE_FAILED', true],
    [{ message: 'connection refused' }, 'STORAGE_FAILED', true],
    [{ status: 500, message: `${FENCE_MESSAGE}, AWS serves` }, 'STORAGE_FENCED', true],
  ])('%j is %s', (...[failure, code, retryable]) => {
    const error = new StorageServiceError('test', failure)
    expect(error).toMatchObject({ code, retryable })
  })

  it('takes a denial by S3 for a possible fence, and no other refusal', () => {
    const error = (status: number, reason: string): unknown =>
      new StorageServiceError('test', { status, reason, message: 'x' })
    expect(maybeFenced(error(403, 'AccessDenied'))).toBe(true)
    expect(maybeFenced(error(403, 'InvalidAccessKeyId'))).toBe(false)
    expect(maybeFenced(error(404, 'NoSuchKey'))).toBe(false)
    expect(maybeFenced(new Error('x'))).toBe(false)
  })
})

const BUCKETS = {
  images: {
    bucket: 'b1',
    prefix: '',
    access: 'public',
    cdnDomain: 'd1.cloudfront.net',
    distributionId: 'E1',
  },
  videos: { bucket: 'b2', prefix: 'v/', access: 'private' },
}

describe('storage settings', () => {
  it('are read from the JSON that the storage stack writes', () => {
    const settings = parseStorageSettings(JSON.stringify({ v: 1, region: 'us-east-1', buckets: BUCKETS }))
    expect(bucketSettings(settings, 'videos')).toEqual(BUCKETS.videos)
    expect(codeOf(() => bucketSettings(settings, 'toString'))).toBe('BUCKET_UNKNOWN')
  })

  it.each([
    ['no JSON', 'x'],
    [
      'a public bucket without a domain',
      JSON.stringify({ v: 1, region: 'r', buckets: { a: { ...BUCKETS.videos, access: 'public' } } }),
    ],
    ['a key too many', JSON.stringify({ v: 1, region: 'r', buckets: {}, x: 1 })],
  ])('fail for %s', (_, text) => {
    expect(codeOf(() => parseStorageSettings(text))).toBe('SETTINGS_INVALID')
  })
})
