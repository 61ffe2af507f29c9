import { withDatabase as connect } from '../../../scripts/adapters/postgres/connect'
import { withClient } from '../../../scripts/rehearsal/postgres/with-client'
import { withDatabase } from '../../helpers/postgres'

describe('a connection to the source', () => {
  it('that the server ends while a transaction waits fails the work, not the process', async () => {
    await withDatabase(async ({ url, superuserUrl }) => {
      const work = connect({ url }, (database) =>
        database.transaction(async (sql) => {
          const { rows } = await sql.query<{ pid: number }>('select pg_backend_pid() as pid')
          await withClient(superuserUrl, (admin) =>
            admin.query('select pg_terminate_backend($1, 1000)', [rows[0]?.pid]),
          )
          // The news of it arrives while nothing is asked.
          await new Promise((resolve) => setTimeout(resolve, 50))
          await sql.query('select 1')
        }),
      )
      await expect(work).rejects.toMatchObject({ code: 'SOURCE_FAILED', exitCode: 5 })
    })
  })

  it('is not bound by the time limits that the platform sets for a database', async () => {
    await withDatabase(async ({ name, url, superuserUrl }) => {
      await withClient(superuserUrl, async (admin) => {
        await admin.query(`alter database ${name} set statement_timeout = '2min'`)
        await admin.query(`alter database ${name} set idle_in_transaction_session_timeout = '1min'`)
      })
      const limits = await connect({ url }, async (database) => [
        (await database.query('show statement_timeout')).rows[0],
        (await database.query('show idle_in_transaction_session_timeout')).rows[0],
      ])
      expect(limits).toEqual([{ statement_timeout: '0' }, { idle_in_transaction_session_timeout: '0' }])
    })
  })

  it.each([
    ['a host that does not answer', 'postgresql://postgres:geheim@127.0.0.1:1/postgres', 'SOURCE_FAILED'],
    ['a URL that is none', 'postgresql://postgres:geheim@host:port/postgres', 'USAGE'],
  ])('to %s is told as such, without the password', async (_name, url, code) => {
    const failure: unknown = await connect({ url }, (database) => database.query('select 1')).catch(
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({ code })
    expect(JSON.stringify(failure) + String(failure)).not.toContain('geheim')
  })

  it('lets what is no fault of the database pass as it is', async () => {
    await withDatabase(async ({ url }) => {
      await expect(connect({ url }, () => Promise.reject(new TypeError('a bug')))).rejects.toThrow(TypeError)
    })
  })
})
