import { planFingerprint } from '../../../scripts/plan/fingerprint'
import { parsePlan } from '../../../scripts/plan/model'
import { planJson, resource } from './plan-json'

function fingerprint(json: unknown): string {
  return planFingerprint(parsePlan(json))
}

const secret = (value: string): Record<string, unknown> =>
  planJson({
    resource_changes: [
      resource('aws_x.a', ['update'], { after: { s: value }, after_sensitive: { s: true } }),
    ],
  })

describe('planFingerprint', () => {
  const a = resource('aws_x.a', ['create'], { after: { name: 'a', size: 1 } })
  const b = resource('aws_x.b', ['create'])

  test('is the same for two plans of the same change', () => {
    const sameA = resource('aws_x.a', ['create'], { after: { size: 1, name: 'a' } })
    const one = planJson({ resource_changes: [a, b], timestamp: '2026-01-01T00:00:00Z' })
    const other = planJson({ resource_changes: [b, sameA], timestamp: '2026-02-02T00:00:00Z' })
    expect(fingerprint(one)).toBe(fingerprint(other))
  })

  test('does not depend on resources that do not change', () => {
    const same = planJson({ resource_changes: [a, resource('aws_x.still', ['no-op'])] })
    expect(fingerprint(same)).toBe(fingerprint(planJson({ resource_changes: [a] })))
  })

  test('differs by one value, one sensitive value, one output, one provider', () => {
    const bigger = resource('aws_x.a', ['create'], { after: { name: 'a', size: 2 } })
    const output = { o: { actions: ['create'], before: null, after: 'x' } }
    const provider = { provider_config: { aws: { version_constraint: '5.100.0' } } }
    const prints = [
      planJson({ resource_changes: [a] }),
      planJson({ resource_changes: [bigger] }),
      planJson({ resource_changes: [a], output_changes: output }),
      planJson({ resource_changes: [a], configuration: provider }),
      secret('one-secret'),
      secret('two-secret'),
    ].map(fingerprint)
    expect(new Set(prints).size).toBe(prints.length)
  })
})
