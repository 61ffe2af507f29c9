import { z } from 'zod'
import { filled, parseEnvironment } from '../shared/lambda/environment'

const schema = z.object({
  REDIS_URL: filled,
  TABLE_CONNECTIONS: filled,
  WEBSOCKET_ENDPOINT: z.url(),
  /** Of the health check. @default 3003 */
  PORT: z.coerce.number().int().min(0).max(65_535).default(3003),
})

export type FanoutConfig = z.output<typeof schema>

/** The program's settings, from its environment. */
export function readConfig(environment = process.env): FanoutConfig {
  return parseEnvironment(schema, environment)
}
