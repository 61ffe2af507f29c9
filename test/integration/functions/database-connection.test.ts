import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { connectionConfig } from '../../../services/shared/database/connection'
import { databaseOf } from '../../../services/shared/database/with-database'
import { withClient } from '../../../scripts/rehearsal/postgres/with-client'
import { withDatabase } from '../../helpers/postgres'

/** One that nobody signed but itself. */
function ownCertificate(): { key: string; cert: string } {
  const dir = mkdtempSync(join(tmpdir(), 'certificate-'))
  try {
    const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1']
    execFileSync('openssl', ['req', ...kind, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(dir, { recursive: true })
  }
}

/** Says yes to TLS as PostgreSQL does, and tells whether a client then went on to say who it is. */
async function withTlsServer(
  certificate: { key: string; cert: string },
  use: (port: number, introduced: () => boolean) => Promise<void>,
): Promise<void> {
  let introduced = false
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write('S')
      const secure = new TLSSocket(socket, { isServer: true, ...certificate })
      secure.on('error', () => undefined)
      secure.once('data', () => {
        introduced = true
        secure.destroy()
      })
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  try {
    await use(address.port, () => introduced)
  } finally {
    server.close()
  }
}

const connect = (url: string, ca?: string) =>
  databaseOf({
    secrets: { read: async () => url, forget: () => undefined },
    secret: 'url',
    ca,
    applicationName: 'test',
  })(async (client) => client.query('select 1'))

describe('a connection to the database', () => {
  it.each(['', '?sslmode=require', '?sslmode=no-verify', '?sslmode=prefer', '?ssl=0', '?sslmode=verify-ca'])(
    'fails for a certificate that nobody vouches for (%s)',
    async (query) => {
      await withTlsServer(ownCertificate(), async (port, introduced) => {
        await expect(connect(`postgresql://app:secret@127.0.0.1:${port}/app${query}`)).rejects.toThrow(
          /self-signed/,
        )
        expect(introduced()).toBe(false)
      })
    },
  )

  it('is made where the authority is given', async () => {
    const certificate = ownCertificate()
    await withTlsServer(certificate, async (port, introduced) => {
      await expect(
        connect(`postgresql://app:secret@127.0.0.1:${port}/app`, certificate.cert),
      ).rejects.toThrow()
      expect(introduced()).toBe(true)
    })
  })

  it('fails on a server without TLS, unless the URL says so', async () => {
    await withDatabase(async ({ url }) => {
      const bare = new URL(url)
      bare.search = ''
      await expect(connect(bare.href)).rejects.toThrow(/does not support SSL/)
      await connect(url)
    })
    expect(connectionConfig({ url: 'postgresql://h/d?sslmode=disable', applicationName: 'x' }).ssl).toBe(
      false,
    )
  })

  it.each(['db.abcdefghijklmnopqrst.supabase.co:5432', 'aws-0-us-east-1.pooler.supabase.com:6543'])(
    'of Supabase is vouched for by its own authority (%s)',
    (host) => {
      const { ssl } = connectionConfig({ url: `postgresql://u:p@${host}/postgres`, applicationName: 'x' })
      const ca = typeof ssl === 'object' ? String(ssl.ca) : ''
      const certificate = new X509Certificate(ca)
      expect(certificate.verify(certificate.publicKey)).toBe(true)
      // As Supabase publishes it in prod-ca-2021.crt.
      expect(certificate.fingerprint256).toBe(
        '80:70:25:AD:50:D4:ED:21:9D:2C:9C:7D:29:9C:00:4F:82:4E:B0:0C:F7:F6:5A:FE:F6:07:D0:7B:72:E6:CA:FA',
      )
    },
  )

  it.each(['db.supabase.co.example.com', 'x.us-east-1.rds.amazonaws.com'])(
    'fails to be vouched for by it anywhere else (%s)',
    (host) => {
      expect(connectionConfig({ url: `postgresql://u:p@${host}/d`, applicationName: 'x' }).ssl).toEqual({
        rejectUnauthorized: true,
      })
    },
  )

  it('reads the secret again when the password is refused, and once only', async () => {
    await withDatabase(async ({ url, superuserUrl, name }) => {
      const role = `${name}_app`
      const as = (password: string) => {
        const address = new URL(url)
        address.username = role
        address.password = password
        return address.href
      }
      await withClient(superuserUrl, (client) => client.query(`create role ${role} login password 'new'`))
      try {
        const values = [as('old'), as('new'), as('old'), as('older'), as('new')]
        let reads = 0
        let forgotten = 0
        const secrets = {
          read: async () => values[reads++] ?? '',
          forget: () => {
            forgotten += 1
          },
        }
        const work = databaseOf({ secrets, secret: 'url', applicationName: 'test' })
        await work(async (client) => client.query('select 1'))
        expect([reads, forgotten]).toEqual([2, 1])
        await expect(work(async () => undefined)).rejects.toThrow(/password/)
        expect([reads, forgotten]).toEqual([4, 2])
      } finally {
        await withClient(superuserUrl, (client) => client.query(`drop role ${role}`))
      }
    })
  })
})
