import { getBucket, listBuckets, updateBucket } from './buckets'
import type { Context } from './context'
import {
  getObject,
  getPublicObject,
  getSignedObject,
  headObject,
  headPublicObject,
  objectInfo,
} from './download'
import { listObjects, listObjectsV2 } from './list'
import { deleteManyObjects, deleteObject } from './remove'
import { signObject } from './sign'
import { createObject, updateObject } from './upload'

interface Route {
  method: string
  /** The fixed part of the path, behind `/storage/v1`. */
  path: string
  /** What follows it. */
  tail: 'none' | 'bucket' | 'object'
  /** Whether a token must be good, may be missing, or is not looked at. */
  auth: 'required' | 'optional' | 'none'
  /** `storage.operation` in the transaction (supabase/storage, http/routes/operations). */
  operation: string
  handle: (context: Context) => Promise<void>
}

const row = (
  [method, path, tail]: [Route['method'], Route['path'], Route['tail']],
  [auth, operation]: [Route['auth'], Route['operation']],
  handle: Route['handle'],
): Route => ({ method, path, tail, auth, operation, handle })

/** The first that fits wins: fixed words stand before names. */
const ROUTES: readonly Route[] = [
  row(['GET', '/object/public/', 'object'], ['none', 'storage.object.get_public'], getPublicObject),
  row(['HEAD', '/object/public/', 'object'], ['none', 'storage.object.info_public'], headPublicObject),
  row(['GET', '/object/sign/', 'object'], ['none', 'storage.object.get_signed'], getSignedObject),
  row(['POST', '/object/sign/', 'object'], ['required', 'storage.object.sign'], signObject),
  row(
    ['GET', '/object/info/authenticated/', 'object'],
    ['required', 'object.get_authenticated_info'],
    objectInfo,
  ),
  row(['GET', '/object/info/', 'object'], ['optional', 'object.get_authenticated_info'], objectInfo),
  row(
    ['GET', '/object/authenticated/', 'object'],
    ['required', 'storage.object.get_authenticated'],
    getObject,
  ),
  row(
    ['HEAD', '/object/authenticated/', 'object'],
    ['required', 'object.head_authenticated_info'],
    headObject,
  ),
  row(['POST', '/object/list-v2/', 'bucket'], ['required', 'storage.object.list_v2'], listObjectsV2),
  row(['POST', '/object/list/', 'bucket'], ['required', 'storage.object.list'], listObjects),
  row(['GET', '/object/', 'object'], ['optional', 'storage.object.get_authenticated'], getObject),
  row(['HEAD', '/object/', 'object'], ['optional', 'object.head_authenticated_info'], headObject),
  row(['POST', '/object/', 'object'], ['required', 'storage.object.upload'], createObject),
  row(['PUT', '/object/', 'object'], ['required', 'storage.object.upload_update'], updateObject),
  row(['DELETE', '/object/', 'object'], ['required', 'storage.object.delete'], deleteObject),
  row(['DELETE', '/object/', 'bucket'], ['required', 'storage.object.delete_many'], deleteManyObjects),
  row(['GET', '/bucket', 'none'], ['required', 'storage.bucket.list'], listBuckets),
  row(['GET', '/bucket/', 'bucket'], ['required', 'storage.bucket.get'], getBucket),
  row(['PUT', '/bucket/', 'bucket'], ['required', 'storage.bucket.update'], updateBucket),
]

export interface Match {
  route: Route
  rawTail: string
  bucket: string
  key: string
}

/** @returns undefined if no route fits */
export function matchRoute(method: string, path: string): Match | undefined {
  for (const route of ROUTES) {
    if (route.method !== method || !path.startsWith(route.path)) continue
    const rawTail = path.slice(route.path.length)
    const slash = rawTail.indexOf('/')
    if (route.tail === 'none' && rawTail !== '' && rawTail !== '/') continue
    if (route.tail === 'bucket' && (rawTail === '' || slash !== -1)) continue
    if (route.tail === 'object' && slash < 1) continue
    const end = slash === -1 ? rawTail.length : slash
    return {
      route,
      rawTail,
      bucket: decodeURIComponent(rawTail.slice(0, end)),
      key: decodeURIComponent(rawTail.slice(end + 1)),
    }
  }
  return undefined
}
