import { backupBucketName, logBucketName, stateBucketName, targetBucketName } from './names'
import type { Rule } from './rules'
import type { Bucket, System } from './schema'
import { UPLOAD_URL_SECONDS_MAX } from './schema-app'

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; dots are left out: they break TLS names.
const LEGAL_S3_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/
const RESERVED_S3_NAME = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$/

export const STORAGE_RULES: readonly Rule[] = [
  {
    id: 'bucket-name-is-legal',
    fails: (system) =>
      allNames(system)
        .filter(({ name }) => !LEGAL_S3_NAME.test(name) || RESERVED_S3_NAME.test(name))
        .map(
          ({ path, name }) =>
            `${path}.name: S3 does not take ${name}, expected 3 to 63 lower-case letters, digits and hyphens`,
        ),
  },
  {
    id: 'bucket-name-is-unique',
    fails: (system) => {
      const names = allNames(system)
      return names
        .filter(({ name }, i) => names.findIndex((other) => other.name === name) < i)
        .map(({ path, name }) => `${path}.name: ${name} is used twice, expected a name of its own`)
    },
  },
  {
    id: 'public-bucket-says-who-reads',
    fails: (system) =>
      eachBucket(system, (path, { access, cors }) => {
        const readable = cors.some((rule) => rule.methods.includes('GET'))
        return access === 'public' && !readable
          ? [`${path}.cors: no rule with GET, expected one for a public bucket`]
          : []
      }),
  },
  {
    id: 'bucket-is-mapped-or-ignored',
    fails: (system) =>
      eachStorage(system, (path, { buckets, ignoredBuckets }) =>
        ignoredBuckets
          .filter((id) => buckets[id] !== undefined)
          .map((id) => `${path}.ignoredBuckets: ${id} is mapped too, expected one of both`),
      ),
  },
  {
    // A storage drain waits this long before it may fence.
    id: 'upload-url-is-short-lived',
    fails: (system) =>
      eachStorage(system, (path, { uploadUrlSeconds }) =>
        uploadUrlSeconds <= UPLOAD_URL_SECONDS_MAX
          ? []
          : [
              `${path}.uploadUrlSeconds: ${uploadUrlSeconds} given, expected at most ${UPLOAD_URL_SECONDS_MAX}`,
            ],
      ),
  },
  {
    id: 'object-outlives-its-tiering',
    fails: (system) =>
      eachBucket(system, (path, { lifecycle: { expirationDays, intelligentTieringAfterDays } }) =>
        expirationDays === undefined || expirationDays > intelligentTieringAfterDays
          ? []
          : [
              `${path}.lifecycle.expirationDays: ${expirationDays} given, expected more than intelligentTieringAfterDays ${intelligentTieringAfterDays}`,
            ],
      ),
  },
]

function eachStorage(
  system: System,
  check: (path: string, storage: NonNullable<System['apps'][string]['storage']>) => string[],
): string[] {
  return Object.entries(system.apps).flatMap(([name, { storage }]) =>
    storage === undefined ? [] : check(`apps.${name}.storage`, storage),
  )
}

function eachBucket(system: System, check: (path: string, bucket: Bucket) => string[]): string[] {
  return eachStorage(system, (path, { buckets }) =>
    Object.entries(buckets).flatMap(([id, bucket]) => check(`${path}.buckets.${id}`, bucket)),
  )
}

/** Every S3 name of the system, our own buckets first, with the path of what named it. */
function allNames(system: System): { path: string; name: string }[] {
  return Object.entries(system.environments).flatMap(([environmentName, environment]) => {
    const target = { system, environmentName, environment }
    const own = [stateBucketName(target), logBucketName(target), backupBucketName(target)]
    return [
      ...own.map((name) => ({ path: `environments.${environmentName}`, name })),
      ...Object.entries(system.apps).flatMap(([app, { storage }]) =>
        Object.keys(storage?.buckets ?? {}).map((id) => ({
          path: `apps.${app}.storage.buckets.${id}`,
          name: targetBucketName(target, app, id),
        })),
      ),
    ]
  })
}
