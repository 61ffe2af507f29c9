import { shortName } from '../../../cdktf/config/short-name'

const LONG = 'studio-prod-everlink-everlink-green'

describe('a short name', () => {
  it('is the name itself where that fits', () => {
    expect(shortName('aiuteur-dev-api-blue', 32)).toBe('aiuteur-dev-api-blue')
  })

  it('keeps the beginning of one that does not, and tells it from its neighbours', () => {
    const short = shortName(LONG, 32)
    expect(short).toMatch(/^studio-prod-everlink-ev\w*-[0-9a-f]{8}$/)
    expect(short.length).toBeLessThanOrEqual(32)
    expect(shortName(LONG.replace('green', 'greed'), 32)).not.toBe(short)
    expect(shortName(LONG, 32)).toBe(short)
  })

  it('has no two hyphens where the cut falls on one', () => {
    expect(shortName('studio-prod-everlink-e-verlink-green', 32)).not.toContain('--')
  })
})
