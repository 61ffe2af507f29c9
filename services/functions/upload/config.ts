import { z } from 'zod'
import { filled, parseEnvironment } from '../../shared/lambda/environment'

const variables = z.object({
  TABLE_UPLOAD_JOBS: filled,
  BUCKET_INCOMING: filled,
  SECRET_AUDIUS_API_KEY: filled,
  SECRET_AUDIUS_API_SECRET: filled,
  AUDIUS_APP_NAME: filled,
  AUDIUS_API_URL: z.url().default('https://api.audius.co/v1'),
  /** The storage node that takes files, as Audius's own SDK chooses it. */
  AUDIUS_STORAGE_URL: z.url().default('https://creatornode.audius.co'),
})

export function readConfig(): z.output<typeof variables> {
  return parseEnvironment(variables, process.env)
}
