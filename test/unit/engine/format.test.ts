import {
  formatBytes,
  formatClock,
  formatCount,
  formatDuration,
  visible,
} from '../../../scripts/engine/format'

describe('figures for people', () => {
  it('bytes are in binary units with three digits, and never say 1024', () => {
    expect([0, 1023, 1024, 1536, 1_048_575, 104_857_600, 2 ** 31].map(formatBytes)).toEqual([
      '0 B',
      '1023 B',
      '1.00 KiB',
      '1.50 KiB',
      '1.00 MiB',
      '100 MiB',
      '2.00 GiB',
    ])
  })

  it('durations grow from milliseconds to hours, and never say 60 s or 60 min', () => {
    expect([0, 0.0001, 0.42, 0.9996, 8.24, 59.96, 271, 3599.6, 3725].map(formatDuration)).toEqual([
      '0 s',
      '1 ms',
      '420 ms',
      '1.0 s',
      '8.2 s',
      '1 min 0 s',
      '4 min 31 s',
      '1 h 0 min',
      '1 h 2 min',
    ])
  })

  it('clocks and counts are read at a glance', () => {
    expect([-1, 8.9, 271, 3723].map(formatClock)).toEqual(['0:00', '0:08', '4:31', '1:02:03'])
    expect(formatCount(1_234_567)).toBe('1,234,567')
  })
})

describe('text of others', () => {
  it('keeps every letter of any script and spells out what steers', () => {
    expect(visible('łódź 日本 🙂 a+b')).toBe('łódź 日本 🙂 a+b')
    expect(visible('\u001b[31m\r\n\u202e\ud800\u009b')).toBe(
      '\\u{1b}[31m\\u{d}\\u{a}\\u{202e}\\u{d800}\\u{9b}',
    )
  })
})
