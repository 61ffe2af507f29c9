import { Client, DatabaseError, type ClientBase } from 'pg'
import type { Secrets } from '../lambda/secrets'
import { connectionConfig } from './connection'

export interface DatabaseOptions {
  secrets: Secrets
  /** Reference of the secret that holds the connection. */
  secret: string
  /** PEM of the authority that signed the server's certificate. @default see ConnectionInput */
  ca?: string | undefined
  applicationName: string
}

/** Runs some work on a connection of its own. */
export type WithDatabase = <T>(work: (client: ClientBase) => Promise<T>) => Promise<T>

/** `invalid_password` and `invalid_authorization_specification`. */
const REFUSED = new Set(['28P01', '28000'])

/** A connection for each piece of work; when the server refuses the password, the secret is read once more. */
export function databaseOf(options: DatabaseOptions): WithDatabase {
  return async (work) => {
    const client = await connect(options)
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }
}

async function connect(options: DatabaseOptions): Promise<Client> {
  try {
    return await open(options)
  } catch (error) {
    if (!(error instanceof DatabaseError && REFUSED.has(error.code ?? ''))) throw error
    options.secrets.forget(options.secret)
    return open(options)
  }
}

async function open({ secrets, secret, ca, applicationName }: DatabaseOptions): Promise<Client> {
  const url = await secrets.read(secret)
  const client = new Client(connectionConfig({ url, ca, applicationName }))
  // A server that goes away while we hold a connection must not end the process: the query in work fails instead.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  return client
}

/** One transaction: commits what `work` did, or rolls back and throws. */
export async function withTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    // The first failure is the news; a connection that broke cannot roll back, and the server does it itself.
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}
