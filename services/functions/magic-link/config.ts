import { z } from 'zod'
import { commaSeparated, filled, parseEnvironment } from '../../shared/lambda/environment'

const schema = z.object({
  TABLE_MAGIC_LINKS: filled,
  /** The first is where links lead to. */
  WEB_ORIGINS: commaSeparated.pipe(z.tuple([z.url()], z.url())),
  EMAIL_SENDER: z.email(),
  /** Page that takes the token out of the fragment and answers the challenge with it. @default /auth/callback */
  MAGIC_LINK_PATH: z.string().startsWith('/').default('/auth/callback'),
})

export interface MagicLinkConfig {
  table: string
  sender: string
  /** `https://app.example/auth/callback` */
  page: string
}

/** The program's settings, from its environment. */
export function readConfig(environment = process.env): MagicLinkConfig {
  const { TABLE_MAGIC_LINKS, WEB_ORIGINS, EMAIL_SENDER, MAGIC_LINK_PATH } = parseEnvironment(
    schema,
    environment,
  )
  return {
    table: TABLE_MAGIC_LINKS,
    sender: EMAIL_SENDER,
    page: new URL(MAGIC_LINK_PATH, WEB_ORIGINS[0]).href,
  }
}
