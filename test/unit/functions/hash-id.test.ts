import { decodeHashId, encodeHashId } from '../../../services/functions/upload/audius/hash-id'

describe("Audius's ids", () => {
  // Pairs seen at Audius: its documentation's user 7eP5n, and a track.
  it.each([
    [1, '7eP5n'],
    [1_192_383_172, 'AlQM0Bg'],
  ])('write %i as %s', (id, text) => {
    expect(encodeHashId(id)).toBe(text)
    expect(decodeHashId(text)).toBe(id)
  })

  it('come back from every size of number', () => {
    for (let id = 0; id < 2 ** 31; id = id * 2 + 7) {
      expect(encodeHashId(id)).toMatch(/^[A-Za-z0-9]{5,}$/)
      expect(decodeHashId(encodeHashId(id))).toBe(id)
    }
  })

  it.each(['', 'zzz', '7eP5m', 'AlQM0Bg ', "7eP5n' or 1", '../users'])('fails for %j', (text) => {
    expect(decodeHashId(text)).toBeUndefined()
  })
})
