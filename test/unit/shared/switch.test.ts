import { hasCode } from '../../../services/shared/errors'
import {
  INITIAL_SWITCH,
  newer,
  parseSwitch,
  serializeSwitch,
  type SwitchValue,
} from '../../../services/shared/switch/switch'

const at = (epoch: number, writes: SwitchValue['writes'] = 'aws'): SwitchValue => ({
  v: 1,
  epoch,
  writes,
  reads: 'aws',
})

describe('the switch value', () => {
  it.each([INITIAL_SWITCH, at(7), at(3, 'draining')])('comes back from its text: %j', (value) => {
    expect(parseSwitch(serializeSwitch(value))).toEqual(value)
  })

  it('is written as Terraform writes its first value', () => {
    expect(serializeSwitch(INITIAL_SWITCH)).toBe('{"v":1,"epoch":0,"writes":"source","reads":"source"}')
  })

  it.each([
    ['no JSON', 'x'],
    ['another version', '{"v":2,"epoch":0,"writes":"source","reads":"source"}'],
    ['a side that does not exist', '{"v":1,"epoch":0,"writes":"gcp","reads":"source"}'],
    ['reads that drain', '{"v":1,"epoch":0,"writes":"aws","reads":"draining"}'],
    ['half an epoch', '{"v":1,"epoch":0.5,"writes":"source","reads":"source"}'],
    ['a key too many', '{"v":1,"epoch":0,"writes":"source","reads":"source","x":1}'],
  ])('fails for %s', (_, text) => {
    let error: unknown
    try {
      parseSwitch(text)
    } catch (caught) {
      error = caught
    }
    expect(hasCode(error, 'SWITCH_INVALID')).toBe(true)
  })

  it('is the one with the higher epoch of two', () => {
    expect(newer(at(1), at(2))).toEqual(at(2))
    expect(newer(at(2), at(1))).toEqual(at(2))
    expect(newer(at(2, 'draining'), at(2, 'aws'))).toEqual(at(2, 'draining'))
  })
})
