import { setTimeout as sleep } from 'node:timers/promises'
import { Redis, type RedisOptions } from 'ioredis'
import { redisToken, type AwsCredentials } from './redis-token'

export interface RedisClientOptions {
  /** `rediss://user@host:port?replicationGroup=name`: by the last, the password is a token signed with IAM. */
  url: string
  /** Of the program's role; as any client of the AWS SDK has them in its `config`. */
  aws: { credentials(): Promise<AwsCredentials>; region(): Promise<string> }
  /** How often a command is repeated while the connection is made again. @default until it succeeds */
  maxRetriesPerRequest?: number
  /** A failed connection; the client tries again by itself. */
  onError: (error: unknown) => void
}

type Settings = Pick<
  RedisOptions,
  'lazyConnect' | 'connectTimeout' | 'maxRetriesPerRequest' | 'retryStrategy'
>

const CONNECT_TIMEOUT_MS = 3000
const RECONNECT_MS_MAX = 2000

/**
 * A client that connects when it is first used, and comes back, subscriptions included, whenever its connection breaks.
 * The server's certificate is verified.
 */
export function redisClient(options: RedisClientOptions): Redis {
  const address = new URL(options.url)
  const replicationGroup = address.searchParams.get('replicationGroup')
  // ioredis would take it for an option of its own.
  address.search = ''
  const settings: Settings = {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: options.maxRetriesPerRequest ?? null,
    retryStrategy: (attempt) => Math.min(attempt * 100, RECONNECT_MS_MAX),
  }
  const client =
    replicationGroup === null
      ? new Redis(address.href, settings)
      : new SignedInRedis(
          address.href,
          settings,
          tokenOf({ ...options, replicationGroup, user: address.username }),
        )
  return client.on('error', options.onError)
}

/** Makes a new token for every connection: one of an hour ago would be refused. */
class SignedInRedis extends Redis {
  private closed = false

  constructor(
    url: string,
    settings: Settings,
    private readonly token: () => Promise<string>,
  ) {
    super(url, settings)
  }

  /** Also called by ioredis itself, which would not try again after a failure here. */
  override async connect(): Promise<void> {
    this.closed = false
    for (;;) {
      try {
        this.options.password = await this.token()
        break
      } catch (error) {
        this.emit('error', error)
        await sleep(RECONNECT_MS_MAX)
      }
      if (this.isClosed()) break
    }
    // Whoever closed the client meanwhile must not find it open again.
    if (this.isClosed()) throw new Error('the client was closed')
    return super.connect()
  }

  override disconnect(reconnect = false): void {
    if (!reconnect) this.closed = true
    super.disconnect(reconnect)
  }

  private isClosed(): boolean {
    return this.closed
  }
}

interface TokenSource extends Pick<RedisClientOptions, 'aws'> {
  replicationGroup: string
  user: string
}

function tokenOf({ aws, replicationGroup, user }: TokenSource): () => Promise<string> {
  return async () => {
    const [credentials, region] = await Promise.all([aws.credentials(), aws.region()])
    return redisToken({ credentials, region, replicationGroup, user, now: new Date() })
  }
}
