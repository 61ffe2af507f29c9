import type { SystemInput } from '../config/schema'

type AppInput = SystemInput['apps'][string]

/** Friend matching. Database and auth stay on Supabase until somebody wants them here; the frontend stays on Vercel. */
export const communityApp: AppInput = {
  description: 'Profiles with photos and hobbies, weekly matches nearby, messages between the matched',
  storage: {
    buckets: {
      // Private in S3, shown through CloudFront. The plan signs view URLs for an hour; uploads are signed for 15 minutes.
      photos: {
        access: 'public',
        cors: [{ methods: ['GET', 'HEAD', 'PUT', 'POST'], allowedHeaders: ['*'] }],
        lifecycle: { intelligentTieringAfterDays: 30 },
      },
    },
    uploadUrlSeconds: 900,
  },
  database: { name: 'community', rowLevelSecurity: 'keep' },
  auth: { clientName: 'community-web', callbackPaths: ['/auth/callback'] },
  functions: {
    matching: {
      description: 'Finds matches nearby, without repeats; every Monday at 3 in the morning, and when asked',
      timeoutSeconds: 300,
      memoryMb: 512,
      // A run is a connection to the database, and runs wait for each other there: the plan's reserved concurrency.
      concurrency: 5,
      schedule: 'cron(0 3 ? * MON *)',
      routes: [
        { method: 'POST', path: '/api/matches/generate' },
        { method: 'POST', path: '/api/matches/batch-generate' },
        { method: 'POST', path: '/api/seed-hobbies' },
      ],
      access: { database: true },
      secrets: ['DATABASE_URL'],
    },
    presign: {
      description: 'Signs the upload and the view of a photo',
      routes: [
        { method: 'POST', path: '/api/photos/upload-url' },
        { method: 'POST', path: '/api/photos/view-url' },
      ],
      access: { buckets: ['photos'] },
    },
    'image-processor': {
      description: 'Makes thumbnails of a new photo',
      timeoutSeconds: 60,
      // A photo of 25 million pixels takes 1 GB while it is decoded. More memory also means more CPU, and so costs no more.
      memoryMb: 2048,
      // Further photos wait with Lambda. A thousand at once are no reason to take the whole account's concurrency.
      concurrency: 10,
      // Its own results lie below thumbnails/ and do not start it again.
      bucketEvents: { bucket: 'photos', prefix: 'originals/' },
      access: { buckets: ['photos'] },
    },
    websocket: {
      description: 'Connections of the chat: opens, closes, takes messages and hands them to Redis',
      websocket: true,
      // Each message in hand is a connection to the database, which has 60 on Supabase's smallest computers.
      concurrency: 40,
      access: { database: true, redis: true, tables: ['connections'], connections: true },
      secrets: ['DATABASE_URL'],
    },
  },
  services: {
    // Redis tells subscribers, and a subscriber has to stay: no Lambda.
    fanout: {
      description: 'Subscribes to chat:* and sends each message to the connections of its participants',
      kind: 'worker',
      port: 3003,
      healthPath: '/health',
      startSeconds: 30,
      access: { redis: true, tables: ['connections'], connections: true },
    },
  },
  tables: {
    connections: {
      hashKey: 'connectionId',
      ttlAttribute: 'expiresAt',
      indexes: { 'userId-index': 'userId' },
    },
  },
  frontend: { kind: 'spa', framework: 'Next.js on Vercel', apiPath: '/api/*' },
}
