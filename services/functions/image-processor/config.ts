import { z } from 'zod'
import { filled, parseEnvironment } from '../../shared/lambda/environment'

const schema = z.object({ BUCKET_PHOTOS: filled })

/** The program's settings, from its environment. */
export function readConfig(environment = process.env): { bucket: string } {
  return { bucket: parseEnvironment(schema, environment).BUCKET_PHOTOS }
}
