import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dumpDatabase } from '../../../scripts/adapters/postgres/backup'
import { withDatabase as connect } from '../../../scripts/adapters/postgres/connect'
import { withDatabase } from '../../helpers/postgres'

describe('a backup', () => {
  it('hides the password of the source from whoever lists processes', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'backup-'))
    try {
      // Notes its arguments and its password, then is the real one.
      const script = `#!/bin/sh\necho "$@ [$PGPASSWORD]" >> ${dir}/seen\nPATH="$REAL_PATH" PGPASSWORD="$REAL_PASSWORD" exec pg_dump "$@"\n`
      await writeFile(join(dir, 'pg_dump'), script)
      await chmod(join(dir, 'pg_dump'), 0o755)
      await withDatabase(async ({ url }) => {
        const secret = new URL(url)
        secret.password = encodeURIComponent('ge heim%')
        const real = { REAL_PATH: process.env.PATH, REAL_PASSWORD: new URL(url).password }
        const env = { ...process.env, ...real, PATH: `${dir}:${process.env.PATH ?? ''}` }
        let bytes = 0
        const sink = async (dump: AsyncIterable<unknown>): Promise<void> => {
          for await (const chunk of dump) bytes += (chunk as Buffer).length
        }
        await connect({ url }, (database) => dumpDatabase(database, { url: secret.href, env, sink }))
        expect(bytes).toBeGreaterThan(0)
      })
      const [, dump = ''] = (await readFile(join(dir, 'seen'), 'utf8')).split('\n')
      expect(dump).toContain('--dbname=postgresql://')
      expect(dump).toMatch(/\[ge heim%\]$/)
      expect(dump.replace(/\[.*\]$/, '')).not.toMatch(/ge.*heim/)
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  })
})
