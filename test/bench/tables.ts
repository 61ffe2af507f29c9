import type { Result } from './job'
import type { Corpus } from './options'
import type { Contestant } from './contestants'
import { median, spread, table } from './stats'

const MIB = 1024 * 1024

export interface Measured extends Contestant {
  /** One result a round, into an empty bucket. */
  first: Result[]
  /** The same command over what it has copied. */
  second: Result[]
  kept: string
}

const HEAD = ['', 'seconds', 'objects/s', 'MiB/s', 'to the pipe', 'no-op s', 'cpu s', 'peak MiB', 'spread']

/** Medians over the rounds. `to the pipe` is the median of each round's own ratio, which a slow spell hurts least. */
export function copyTable(corpus: Corpus, measured: readonly Measured[], loads: readonly number[]): string {
  const pipe = measured.find(({ name }) => name === 'pipe')
  const rows = measured.map((one) => copyRow(one, pipe ?? one))
  const kept = measured.map(({ name, kept: what }) => [`  ${name}`, what])
  const load = loads.map((value) => value.toFixed(1)).join(' ')
  return [
    '',
    `${corpus.objects} objects of ${corpus.size} bytes, ${measured[0]?.first.length ?? 0} rounds, load between rounds ${load}`,
    table([HEAD, ...rows]),
    'kept, of type, cache, metadata and a SHA-256 that S3 itself verified:',
    ...kept.map(([name = '', what = '']) => `${name.padEnd(44)} ${what}`),
  ].join('\n')
}

function copyRow(one: Measured, pipe: Measured): string[] {
  const of = (pick: (result: Result) => number): number => median(one.first.map(pick))
  const rate = (result: Result): number => result.objects / result.seconds
  const ratios = one.first.flatMap((result, round) => {
    const same = pipe.first[round]
    return same ? [rate(result) / rate(same)] : []
  })
  const cpu = of((result) => result.cpuSeconds)
  return [
    one.name,
    of((result) => result.seconds).toFixed(2),
    of(rate).toFixed(0),
    of((result) => result.bytes / MIB / result.seconds).toFixed(1),
    median(ratios).toFixed(2),
    one.second.length > 0 ? median(one.second.map(({ seconds }) => seconds)).toFixed(2) : '-',
    cpu > 0 ? cpu.toFixed(2) : '-',
    peak(one.first),
    percent(spread(one.first.map(({ seconds }) => seconds))),
  ]
}

export function inventoryTable(rows: number, results: ReadonlyMap<string, readonly Result[]>): string {
  const lines = [...results].map(([name, all]) => {
    const seconds = median(all.map((result) => result.seconds))
    const start = Math.max(...all.map(({ startRss }) => startRss)) / MIB
    const noise = percent(spread(all.map((result) => result.seconds)))
    return [name, seconds.toFixed(2), (rows / seconds).toFixed(0), start.toFixed(0), peak(all), noise]
  })
  const head = ['', 'seconds', 'rows/s', 'MiB before', 'peak MiB', 'spread']
  return ['', `inventory of ${rows} rows`, table([head, ...lines])].join('\n')
}

function peak(results: readonly Result[]): string {
  return (Math.max(...results.map(({ peakRss }) => peakRss)) / MIB).toFixed(0)
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`
}
