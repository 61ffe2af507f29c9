import { z } from 'zod'
import { filled, parseEnvironment } from '../../shared/lambda/environment'

const schema = z.object({
  SECRET_DATABASE_URL: filled,
  DATABASE_CA: filled.optional(),
  TABLE_CONNECTIONS: filled,
  REDIS_URL: filled,
  WEBSOCKET_ENDPOINT: z.url(),
})

export type WebSocketConfig = z.output<typeof schema>

/** The program's settings, from its environment. */
export function readConfig(environment = process.env): WebSocketConfig {
  return parseEnvironment(schema, environment)
}
