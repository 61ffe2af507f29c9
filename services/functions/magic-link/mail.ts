import { SendEmailCommand, type SESv2Client } from '@aws-sdk/client-sesv2'
import { LINK_SECONDS } from './links'

export interface MailOptions {
  ses: SESv2Client
  sender: string
  /** Page that takes the token out of the fragment. */
  page: string
}

export interface Mail {
  readonly to: string
  readonly token: string
  readonly userName: string
}

/** Sends the link. The token stands in the fragment: no server on the way, no log and no `Referer` sees it. */
export async function sendLink(
  { ses, sender, page }: MailOptions,
  { to, token, userName }: Mail,
): Promise<void> {
  const link = new URL(page)
  link.hash = new URLSearchParams({ user: userName, token }).toString()
  const text = [
    'Open this link to sign in:',
    link.href,
    `It works once, for ${LINK_SECONDS / 60} minutes. If you did not ask for it, nothing has to be done.`,
  ].join('\n\n')
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: sender,
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: { Data: 'Your link to sign in', Charset: 'UTF-8' },
          Body: { Text: { Data: text, Charset: 'UTF-8' } },
        },
      },
    }),
  )
}
