import { legs, placeStages } from '../../../scripts/report/course'
import { niceCeiling, thinned, timeScale, timeTicks } from '../../../scripts/report/scale'
import { verdict } from '../../../scripts/report/verdict'
import { failedReport, sampleReport } from './fixtures/sample-report'

describe('the course of a run', () => {
  it('goes forward, back, forward again, and ends complete', () => {
    expect(legs(placeStages(sampleReport())).map(({ name }) => name)).toEqual([
      'preparing',
      'forward',
      'back',
      'forward again',
      'complete',
    ])
  })

  it('knows who served after each stage that switches', () => {
    const served = placeStages(sampleReport())
      .filter(({ servedBefore, servedAfter }) => servedBefore !== servedAfter)
      .map(
        ({ stage, servedBefore, servedAfter }) =>
          `${stage.id}: ${servedBefore ?? '?'} -> ${servedAfter ?? '?'}`,
      )
    expect(served).toEqual([
      'cutover: source -> aws',
      'revert: aws -> source',
      'cutover-again: source -> aws',
    ])
  })

  it('claims no side after a crossing that failed midway', () => {
    expect(placeStages(failedReport()).at(-1)).toMatchObject({ servedBefore: 'source', servedAfter: null })
  })

  it('stays where it was when a crossing was skipped', () => {
    const report = sampleReport()
    const stages = report.stages.map((stage) => ({ ...stage, outcome: 'skipped' as const }))
    expect(new Set(placeStages({ ...report, stages }).map(({ servedAfter }) => servedAfter))).toEqual(
      new Set(['source']),
    )
  })
})

describe('the verdict', () => {
  it('of a success says so, and what was moved', () => {
    expect(verdict(sampleReport())).toEqual({
      succeeded: true,
      headline: 'Nothing lost. Nothing doubled. 0 differences.',
      account:
        '2,667 objects, 1.89 GiB, crossed to AWS, came home and crossed again in 4 min 29 s, ' +
        'while the application made 1,316 writes.',
      failure: null,
    })
  })

  it('of a failure names what is wrong, then where it stopped, and what is not known', () => {
    const told = verdict(failedReport())
    expect(told.headline).toBe('2 differences. Failed at stage 8, Cut over to AWS.')
    expect(told.account).toContain('Not established: lost, doubled, resurrected.')
  })

  it('of a failure between stages claims no stage', () => {
    const report = failedReport()
    const failure = { code: 'BUG', message: 'x', suggestion: 'y', stage: null }
    expect(verdict({ ...report, failure, differences: null, lost: 1 }).headline).toBe(
      '1 lost. The rehearsal failed.',
    )
  })
})

describe('scales', () => {
  it('keep every place inside the drawing', () => {
    const scale = timeScale(100, 800)
    expect([-5, 0, 50, 100, 900].map(scale)).toEqual([0, 0, 400, 800, 800])
  })

  it('put marks at times people count in', () => {
    expect(timeTicks(timeScale(269, 840))).toEqual([0, 30, 60, 90, 120, 150, 180, 210, 240])
    expect(timeTicks(timeScale(20_000, 356))).toEqual([0, 7200, 14_400])
  })

  it('end at round numbers, in bytes too', () => {
    expect([0, 7.9, 8, 95, 101, 0.3].map((value) => niceCeiling(value))).toEqual([1, 8, 8, 100, 150, 0.3])
    expect(niceCeiling(90 * 2 ** 20, 1024)).toBe(100 * 2 ** 20)
  })

  it('keep a pause of one sample in a run too long to draw whole', () => {
    const points = Array.from({ length: 10_000 }, (_, at) => ({ at, value: at === 5004 ? 0 : 10 }))
    const kept = thinned(points, timeScale(10_000, 300))
    expect(kept.length).toBeLessThanOrEqual(602)
    expect(kept).toContainEqual({ at: 5004, value: 0 })
    expect(kept.map(({ at }) => at)).toEqual(kept.map(({ at }) => at).toSorted((a, b) => a - b))
  })
})
