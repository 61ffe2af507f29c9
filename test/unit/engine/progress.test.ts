import { Writable } from 'node:stream'
import { createProgress, type Progress } from '../../../scripts/engine/progress'

interface Recorded {
  progress: Progress
  pass: (seconds: number) => void
  text: () => string
  /** What a terminal would show: lines erased by the cursor going up are gone. */
  screen: () => string[]
}

function recorded({ isTty, columns }: { isTty: boolean; columns?: number }): Recorded {
  let text = ''
  let clock = 0
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString()
      done()
    },
  })
  const sized = columns === undefined ? stream : Object.assign(stream, { columns })
  return {
    progress: createProgress({ stream: sized, isTty, now: () => clock }),
    pass: (seconds) => (clock += seconds * 1000),
    text: () => text,
    screen: () => replay(text),
  }
}

const UP_AND_ERASE = '\u001b[1A\u001b[2K'

/** Follows the one sequence that is used: a line up, and erase it. */
function replay(text: string): string[] {
  let shown = ''
  for (const [index, part] of text.split(UP_AND_ERASE).entries()) {
    if (index > 0) shown = shown.slice(0, shown.lastIndexOf('\n', shown.length - 2) + 1)
    shown += part
  }
  return shown.split('\n').slice(0, -1)
}

const MIB = 2 ** 20

describe('progress on a terminal', () => {
  it('draws a bar with count, bytes, rate and time left', () => {
    const { progress, pass, screen } = recorded({ isTty: true, columns: 120 })
    const bar = progress.start({ label: 'copy images', totalItems: 2000, totalBytes: 100 * MIB })
    pass(2)
    bar.advance({ items: 500, bytes: 25 * MIB })
    expect(screen()).toEqual([
      'copy images     █████░░░░░░░░░░░░░░░   25 %  500 / 2,000  25.0 MiB / 100 MiB  12.5 MiB/s  0:06 left',
    ])
  })

  it('keeps one line for each bar in work, and puts lines above them', () => {
    const { progress, pass, screen } = recorded({ isTty: true })
    const images = progress.start({ label: 'images', totalItems: 10 })
    progress.start({ label: 'videos', totalItems: 4 })
    pass(1)
    images.advance({ items: 5 })
    progress.line('fenced')
    expect(screen()).toEqual([
      'fenced',
      expect.stringMatching(/^images .* 50 % {2}5 \/ 10 {2}5\/s {2}0:01 left$/),
      expect.stringMatching(/^videos .* 0 % {2}0 \/ 4/),
    ])
  })

  it('leaves the closing text in place of the bar, once', () => {
    const { progress, screen } = recorded({ isTty: true })
    const bar = progress.start({ label: 'images', totalItems: 10 })
    bar.finish('images: 10 objects')
    bar.finish('again')
    expect(screen()).toEqual(['images: 10 objects'])
  })

  it('is not redrawn for every object', () => {
    const { progress, pass, text } = recorded({ isTty: true })
    const bar = progress.start({ label: 'images', totalItems: 1000 })
    for (let done = 0; done < 1000; done += 1) {
      pass(0.001)
      bar.advance({ items: 1 })
    }
    expect(text().split('\u001b[1A').length - 1).toBe(10)
  })

  it('never wraps: a line that wraps could not be erased', () => {
    const { progress, screen } = recorded({ isTty: true, columns: 40 })
    progress.start({ label: 'a bucket with a very long name', totalItems: 10, totalBytes: 10 })
    expect(screen().map((line) => line.length)).toEqual([39])
  })

  it('gives up the bar before the figures, and counts before rate and time left', () => {
    const shown = [120, 90, 80, 60].map((columns) => {
      const { progress, pass, screen } = recorded({ isTty: true, columns })
      const bar = progress.start({ label: 'images', totalItems: 2000, totalBytes: 100 * MIB })
      pass(2)
      bar.advance({ items: 500, bytes: 25 * MIB })
      return screen()[0]?.replace(/ {3,}/g, '  ')
    })
    expect(shown).toEqual([
      'images  █████░░░░░░░░░░░░░░░  25 %  500 / 2,000  25.0 MiB / 100 MiB  12.5 MiB/s  0:06 left',
      'images  ███░░░░░░░  25 %  500 / 2,000  25.0 MiB / 100 MiB  12.5 MiB/s  0:06 left',
      'images  ███░░░░░░░  25 %  25.0 MiB / 100 MiB  12.5 MiB/s  0:06 left',
      'images  ███░░░░░░░  25 %  12.5 MiB/s  0:06 left',
    ])
  })

  it('says 100 % only when all is done', () => {
    const { progress, pass, screen } = recorded({ isTty: true })
    const bar = progress.start({ label: 'images', totalItems: 1000 })
    pass(1)
    bar.advance({ items: 999 })
    expect(screen()[0]).toContain('99 %')
    pass(1)
    bar.advance({ items: 1 })
    expect(screen()[0]).toContain('100 %')
  })

  it('shows the rate of late, not since the start', () => {
    const { progress, pass, screen } = recorded({ isTty: true })
    const bar = progress.start({ label: 'images', totalItems: 100_000 })
    for (let second = 0; second < 60; second += 1) {
      pass(1)
      bar.advance({ items: second < 30 ? 1000 : 10 })
    }
    expect(screen()[0]).toContain(' 10/s')
  })

  it('works without a total, and with a total of nothing', () => {
    const { progress, pass, screen } = recorded({ isTty: true })
    const open = progress.start({ label: 'listing' })
    progress.start({ label: 'empty', totalItems: 0, totalBytes: 0 })
    pass(1)
    open.advance({ items: 7 })
    expect(screen()).toEqual(['listing         7  7/s', expect.stringMatching(/^empty .* 100 % {2}0 \/ 0/)])
  })
})

describe('progress elsewhere', () => {
  it('is a plain line every few seconds, without control characters', () => {
    const { progress, pass, text } = recorded({ isTty: false })
    const bar = progress.start({ label: 'copy images', totalItems: 2000, totalBytes: 100 * MIB })
    for (let second = 0; second < 12; second += 1) {
      pass(1)
      bar.advance({ items: 100, bytes: 5 * MIB })
    }
    bar.finish('images: done')
    expect(text().trimEnd().split('\n')).toEqual([
      'copy images: 25 %, 500 of 2,000, 25.0 MiB of 100 MiB, 5.00 MiB/s, about 0:15 left',
      'copy images: 50 %, 1,000 of 2,000, 50.0 MiB of 100 MiB, 5.00 MiB/s, about 0:10 left',
      'images: done',
    ])
    expect(text()).not.toContain('\u001b')
  })

  it('says nothing of work that is done within seconds but its end', () => {
    const { progress, pass, text } = recorded({ isTty: false })
    const bar = progress.start({ label: 'images', totalItems: 2 })
    pass(1)
    bar.advance({ items: 2 })
    bar.finish('images: 2 objects')
    expect(text()).toBe('images: 2 objects\n')
  })
})
