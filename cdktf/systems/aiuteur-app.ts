import type { SystemInput } from '../config/schema'

type AppInput = SystemInput['apps'][string]
type CorsInput = NonNullable<NonNullable<AppInput['storage']>['buckets'][string]['cors']>[number]

// Images are read by the SPA, and the seed allows uploads from a browser ("if any"). The seed's origin is `*`: ours are
// the environment's web origins, because a page of somebody else has no business with a signed URL of a user.
const READ_AND_UPLOAD: CorsInput = {
  methods: ['GET', 'PUT', 'POST', 'HEAD'],
  allowedHeaders: ['*'],
  maxAgeSeconds: 3000,
}
const READ: CorsInput = { methods: ['GET'], allowedHeaders: ['*'], maxAgeSeconds: 3000 }

/** The one app of Aiuteur. It uses three Supabase features: Auth, PostgreSQL, Storage; no Realtime, no Edge Functions. */
export const aiuteurApp: AppInput = {
  description: 'Projects, branches, stages, scenes, shots, frames and the jobs that generate them',
  storage: {
    buckets: {
      // Character, prop and location images: project_{id}/branch_{id}/master-assets/{assetId}_{time}_{random}{ext}.
      // The seed makes the S3 bucket itself public; here CloudFront reads it and S3 blocks all public access.
      'asset-images': {
        access: 'public',
        cors: [READ_AND_UPLOAD],
        lifecycle: { intelligentTieringAfterDays: 30 },
      },
      // Frame images of stage 10.
      images: { access: 'public', cors: [READ_AND_UPLOAD], lifecycle: { intelligentTieringAfterDays: 30 } },
      // Veo3 videos of stage 12, 50 to 200 MB each. The seed stores a public URL of a private bucket, which nobody can
      // open; the API signs URLs on demand.
      videos: {
        access: 'private',
        cors: [READ],
        // A failed upload of a video is worth more storage than one of an image: gone after two days.
        lifecycle: { abortIncompleteMultipartUploadDays: 2, intelligentTieringAfterDays: 30 },
      },
    },
    // Three backend services upload; no browser ever holds an upload URL.
    uploadUrlSeconds: 0,
    ignoredBuckets: [],
  },
  database: {
    name: 'aiuteur',
    // The seed removes the policies line by line with grep, which also cuts every policy that spans lines. They stay,
    // as the safety net they are today: the backend's own checks remain the first line.
    rowLevelSecurity: 'keep',
  },
  auth: { clientName: 'aiuteur-web', callbackPaths: ['/'] },
  services: {
    api: {
      description: 'Express API with 13 route handlers',
      kind: 'api',
      port: 3001,
      healthPath: '/health',
      startSeconds: 60,
      access: { database: true, buckets: ['asset-images', 'images', 'videos'] },
      secrets: [
        'DATABASE_URL',
        'GOOGLE_CREDENTIALS',
        'API_KEYS',
        'SUPABASE_SERVICE_ROLE_KEY',
        'SUPABASE_JWT_SECRET',
      ],
    },
    // An endless loop: a Lambda would end it after 15 minutes.
    worker: {
      description: 'VideoJobExecutor: submits Veo3 jobs and polls for them',
      kind: 'worker',
      port: 3002,
      healthPath: '/health',
      pollSeconds: 10,
      access: { database: true, buckets: ['videos'] },
      secrets: ['DATABASE_URL', 'GOOGLE_CREDENTIALS', 'API_KEYS', 'SUPABASE_SERVICE_ROLE_KEY'],
    },
  },
  frontend: { kind: 'spa', framework: 'React 18, built by Vite', apiPath: '/api/*' },
}
