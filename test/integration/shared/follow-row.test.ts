import { Client, Pool } from 'pg'
import { followSwitch, type SwitchFollower } from '../../../services/shared/switch/follow'
import { listenForSwitch } from '../../../services/shared/switch/listen'
import { readSwitchRow } from '../../../services/shared/switch/row'
import { SWITCH_DDL } from '../../../services/shared/switch/schema'
import { INITIAL_SWITCH, type SwitchValue } from '../../../services/shared/switch/switch'
import { withDatabase } from '../../helpers/postgres'

const KEY = { app: 'aiuteur', phase: 'storage' }
/** So long that only an announcement can explain a change. */
const NEVER = 3_600_000

interface World {
  pool: Pool
  url: string
  superuserUrl: string
  follow: (parameter?: () => Promise<SwitchValue>) => Promise<SwitchFollower>
}

async function withSwitch(work: (world: World) => Promise<void>): Promise<void> {
  await withDatabase(async ({ url, superuserUrl }) => {
    const pool = new Pool({ connectionString: url })
    pool.on('error', () => undefined)
    const followers: SwitchFollower[] = []
    const follow: World['follow'] = async (readParameter = async () => INITIAL_SWITCH) => {
      const follower = await followSwitch({
        readDatabaseRow: () => readSwitchRow(pool, KEY),
        readParameter,
        listen: (wake) =>
          listenForSwitch({ connection: { connectionString: url, application_name: 'ear' }, wake }),
        pollMilliseconds: NEVER,
      })
      followers.push(follower)
      return follower
    }
    try {
      await work({ pool, url, superuserUrl, follow })
    } finally {
      for (const follower of followers) await follower.stop()
      await pool.end()
    }
  })
}

const move = (pool: Pool, epoch: number): Promise<unknown> =>
  pool.query(
    `insert into supabase_to_aws.switch (app, phase, epoch, writes, reads) values ('aiuteur', 'storage', $1, 'aws', 'aws')
     on conflict (app, phase) do update set epoch = excluded.epoch, writes = excluded.writes, reads = excluded.reads`,
    [epoch],
  )

function seen(follower: SwitchFollower, epoch: number): Promise<void> {
  return new Promise((resolve) => {
    follower.onChange((value) => {
      if (value.epoch === epoch) resolve()
    })
  })
}

/** The listener is connected a moment after the follower started. */
async function listening(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(
      `select 1 from pg_stat_activity where application_name = 'ear' and query like 'listen%' and state = 'idle'`,
    )
    if (rows.length > 0) return
  }
}

describe('following the switch row', () => {
  it('starts from the parameter while the database knows nothing of a switch', async () => {
    await withSwitch(async ({ pool, follow }) => {
      expect((await follow()).current()).toEqual(INITIAL_SWITCH)
      await pool.query(SWITCH_DDL)
      expect((await follow()).current()).toEqual(INITIAL_SWITCH)
    })
  })

  it('can be prepared twice', async () => {
    await withSwitch(async ({ pool }) => {
      await pool.query(SWITCH_DDL)
      await move(pool, 1)
      await pool.query(SWITCH_DDL)
      expect(await readSwitchRow(pool, KEY)).toEqual({ v: 1, epoch: 1, writes: 'aws', reads: 'aws' })
    })
  })

  it('is woken by the commit that changes the row, with triggers silenced or not', async () => {
    await withSwitch(async ({ pool, follow, superuserUrl }) => {
      await pool.query(SWITCH_DDL)
      const follower = await follow()
      await listening(pool)
      const first = seen(follower, 1)
      await move(pool, 1)
      await first
      const second = seen(follower, 2)
      const admin = new Client({ connectionString: superuserUrl })
      await admin.connect()
      await admin.query(`set session_replication_role = replica; update supabase_to_aws.switch set epoch = 2`)
      await admin.end()
      await second
    })
  })

  it('reads again after its connection was cut, so that nothing in between is missed', async () => {
    await withSwitch(async ({ pool, follow, superuserUrl }) => {
      await pool.query(SWITCH_DDL)
      const follower = await follow()
      await listening(pool)
      const changed = seen(follower, 5)
      const admin = new Client({ connectionString: superuserUrl })
      await admin.connect()
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ear'`,
      )
      await admin.query(`alter table supabase_to_aws.switch disable trigger announce_switch`)
      await move(pool, 5)
      await admin.end()
      await changed
    })
  })

  it('lets the higher epoch win, wherever it is', async () => {
    await withSwitch(async ({ pool, follow }) => {
      await pool.query(SWITCH_DDL)
      await move(pool, 3)
      const ahead: SwitchValue = { v: 1, epoch: 4, writes: 'source', reads: 'source' }
      expect((await follow(async () => ahead)).current()).toEqual(ahead)
      expect((await follow(async () => INITIAL_SWITCH)).current().epoch).toBe(3)
    })
  })

  it('goes on with the row while the parameter cannot be read', async () => {
    await withSwitch(async ({ pool, follow }) => {
      await pool.query(SWITCH_DDL)
      await move(pool, 3)
      const follower = await follow(async () => {
        throw new Error('SSM is down')
      })
      expect(follower.current().epoch).toBe(3)
    })
  })
})
