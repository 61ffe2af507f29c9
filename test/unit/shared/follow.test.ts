import {
  followSwitch,
  type FollowSwitchOptions,
  type SwitchFollower,
} from '../../../services/shared/switch/follow'
import { INITIAL_SWITCH, type SwitchValue } from '../../../services/shared/switch/switch'

const at = (epoch: number): SwitchValue => ({ v: 1, epoch, writes: 'aws', reads: 'aws' })

/** Follows sources that the test sets by hand, without polling. */
class Sources {
  row: SwitchValue | null | Error = null
  parameter: SwitchValue | Error = INITIAL_SWITCH
  readonly errors: unknown[] = []
  wake: () => void = () => undefined

  follow(): Promise<SwitchFollower> {
    const options: FollowSwitchOptions = {
      readDatabaseRow: async () => thrown(this.row),
      readParameter: async () => thrown(this.parameter),
      listen: (wake) => {
        this.wake = wake
        return { close: async () => undefined }
      },
      pollMilliseconds: 3_600_000,
      onError: (error) => this.errors.push(error),
    }
    return followSwitch(options)
  }
}

function thrown<T>(value: T | Error): T {
  if (value instanceof Error) throw value
  return value
}

describe('following the switch', () => {
  it('takes the higher epoch of the row and the parameter', async () => {
    const sources = new Sources()
    sources.row = at(4)
    sources.parameter = at(3)
    const follower = await sources.follow()
    expect(follower.current()).toEqual(at(4))
    sources.parameter = at(5)
    expect(await follower.refresh()).toEqual(at(5))
    await follower.stop()
  })

  it('never goes back to a lower epoch', async () => {
    const sources = new Sources()
    sources.parameter = at(9)
    const follower = await sources.follow()
    sources.parameter = at(8)
    expect(await follower.refresh()).toEqual(at(9))
    await follower.stop()
  })

  it('tells each new epoch once', async () => {
    const sources = new Sources()
    const follower = await sources.follow()
    const seen: number[] = []
    const off = follower.onChange(({ epoch }) => seen.push(epoch))
    sources.row = at(1)
    await follower.refresh()
    await follower.refresh()
    sources.row = at(2)
    await follower.refresh()
    off()
    sources.row = at(3)
    await follower.refresh()
    expect(seen).toEqual([1, 2])
    await follower.stop()
  })

  it('reads again when it is woken', async () => {
    const sources = new Sources()
    const follower = await sources.follow()
    const changed = new Promise<SwitchValue>((resolve) => follower.onChange(resolve))
    sources.row = at(1)
    sources.wake()
    expect(await changed).toEqual(at(1))
    await follower.stop()
  })

  it('polls', async () => {
    let epoch = 0
    const follower = await followSwitch({ readParameter: async () => at(epoch), pollMilliseconds: 1 })
    const changed = new Promise<SwitchValue>((resolve) => follower.onChange(resolve))
    epoch = 6
    expect(await changed).toEqual(at(6))
    await follower.stop()
  })

  it.each(['row', 'parameter'] as const)('goes on when the %s cannot be read', async (broken) => {
    const sources = new Sources()
    sources.row = at(1)
    sources.parameter = at(1)
    sources[broken] = new Error('no route')
    const follower = await sources.follow()
    const other = broken === 'row' ? 'parameter' : 'row'
    sources[other] = at(2)
    expect(await follower.refresh()).toEqual(at(2))
    expect(sources.errors).toEqual([sources[broken], sources[broken]])
    await follower.stop()
  })

  it('keeps what it knows when nothing can be read any more', async () => {
    const sources = new Sources()
    sources.parameter = at(2)
    const follower = await sources.follow()
    sources.row = new Error('down')
    sources.parameter = new Error('down')
    expect(await follower.refresh()).toEqual(at(2))
    await follower.stop()
  })

  it('does not start when nothing can be read', async () => {
    const sources = new Sources()
    sources.row = new Error('down')
    sources.parameter = new Error('down')
    await expect(sources.follow()).rejects.toMatchObject({ code: 'SWITCH_UNREADABLE' })
  })
})
