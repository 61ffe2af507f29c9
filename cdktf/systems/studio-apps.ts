import type { SystemInput } from '../config/schema'

type AppInput = SystemInput['apps'][string]

/** Moves from Supabase (database, auth, storage) and Fly.io (the upload service). */
export const echo: AppInput = {
  description: 'Groove battles: submissions with audio and cover art, published to Audius',
  storage: {
    buckets: {
      // Cover art and audio as pages show them. The roadmap rewrites URLs with REPLACE; the storage phase does it with an inverse.
      submissions: {
        access: 'public',
        cors: [{ methods: ['GET', 'HEAD'], allowedHeaders: ['*'] }],
        lifecycle: { intelligentTieringAfterDays: 30 },
      },
      // Where a browser puts a file for the upload function: gone a day after it was published.
      incoming: {
        access: 'private',
        cors: [{ methods: ['PUT', 'POST'], allowedHeaders: ['*'] }],
        lifecycle: { intelligentTieringAfterDays: 0, expirationDays: 1, noncurrentVersionExpirationDays: 1 },
      },
    },
    uploadUrlSeconds: 900,
  },
  database: { name: 'echo', rowLevelSecurity: 'keep' },
  auth: { clientName: 'echo-web', callbackPaths: ['/'] },
  functions: {
    // The Express service of Fly.io. API Gateway ends a request after 30 s and Lambda takes 6 MB, so a browser uploads to
    // S3 by a signed URL and the object's arrival starts the publication; small files may come through the gateway.
    upload: {
      description: 'Takes audio and cover art, publishes them to Audius, tells how far it is',
      timeoutSeconds: 300,
      memoryMb: 512,
      routes: [
        { method: 'POST', path: '/api/uploads' },
        { method: 'GET', path: '/api/uploads/{jobId}' },
        { method: 'POST', path: '/api/upload' },
      ],
      bucketEvents: { bucket: 'incoming', suffix: '/complete.json' },
      environment: { AUDIUS_APP_NAME: 'Echo Groove Battle' },
      secrets: ['AUDIUS_API_KEY', 'AUDIUS_API_SECRET'],
      access: { buckets: ['incoming'], tables: ['upload-jobs'] },
    },
  },
  tables: {
    'upload-jobs': { hashKey: 'jobId', ttlAttribute: 'expiresAt', indexes: { 'userId-index': 'userId' } },
  },
  frontend: { kind: 'spa', framework: 'React, built by Vite', apiPath: '/api/*' },
}

/** New on AWS. */
export const everlink: AppInput = {
  description: 'Links that never die: short names for addresses that may move',
  storage: {
    buckets: {
      assets: {
        access: 'public',
        cors: [{ methods: ['GET', 'HEAD'], allowedHeaders: ['*'] }],
        lifecycle: { intelligentTieringAfterDays: 30 },
      },
    },
    uploadUrlSeconds: 900,
  },
  database: { name: 'everlink' },
  auth: { clientName: 'everlink-web', callbackPaths: ['/'] },
  services: {
    everlink: {
      description: 'API of Everlink',
      kind: 'api',
      port: 3001,
      healthPath: '/health',
      startSeconds: 30,
      access: { database: true, buckets: ['assets'] },
      secrets: ['EVERLINK_DATABASE_URL'],
    },
  },
}

/** New on AWS: works on what others put into its queue. */
export const tap: AppInput = {
  description: 'Counts what is tapped: a worker behind a queue',
  database: { name: 'tap' },
  functions: {
    'tap-worker': {
      description: 'Takes events from the queue and adds them up',
      timeoutSeconds: 60,
      queue: 'taps',
      access: { tables: ['tallies'] },
    },
  },
  // Marks of counted events lie beside the tallies and leave by themselves.
  tables: { tallies: { hashKey: 'tallyId', ttlAttribute: 'expiresAt' } },
  queues: { taps: { description: 'Events that are not counted yet' } },
}
