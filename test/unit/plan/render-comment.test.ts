import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StackPlan } from '../../../scripts/plan/comment-input'
import { parsePlan } from '../../../scripts/plan/model'
import { COMMENT_LIMIT, commentMarker, renderPlanComment } from '../../../scripts/plan/render-comment'
import { planJson, resource } from './plan-json'

const target = { system: 'aiuteur', environment: 'dev' }

function planned(stack: string, ...changes: unknown[]): StackPlan {
  return { stack, status: 'planned', plan: parsePlan(planJson({ resource_changes: changes })) }
}

function many(count: number, type: string, actions: readonly string[]): unknown[] {
  return Array.from({ length: count }, (_, i) =>
    resource(`${type}.r${String(i).padStart(5, '0')}`, actions, {
      after: { name: `n${i}`, text: 'x'.repeat(150) },
    }),
  )
}

describe('renderPlanComment', () => {
  test('shows every action of a plan that Terraform made as the golden comment does', () => {
    const json: unknown = JSON.parse(readFileSync(join(__dirname, 'fixtures', 'every-action.json'), 'utf8'))
    const comment = renderPlanComment({
      ...target,
      stacks: [
        { stack: 'foundation', status: 'planned', plan: parsePlan(json) },
        { stack: 'storage', status: 'waiting', waitsFor: 'foundation' },
      ],
      phase: 'storage',
      applied: ['foundation'],
    })
    expect(`${comment}\n`).toBe(readFileSync(join(__dirname, 'fixtures', 'every-action.md'), 'utf8'))
  })

  test('begins with the marker by which it is found again', () => {
    const comment = renderPlanComment({ ...target, stacks: [planned('foundation')] })
    expect(comment.split('\n')[0]).toBe(commentMarker(target))
    expect(comment).toContain('Nothing would change.')
  })

  test('puts lost data above everything else', () => {
    const comment = renderPlanComment({
      ...target,
      stacks: [
        planned('foundation', ...many(20, 'aws_iam_role', ['create'])),
        planned('storage', resource('aws_s3_bucket.images', ['delete'])),
      ],
    })
    const at = comment.indexOf('**destroy** <code>aws_s3_bucket.images</code>, which holds objects')
    expect(at).toBeGreaterThan(0)
    expect(at).toBeLessThan(comment.indexOf('| stack |'))
  })

  test('keeps the stacks in the given order and says what waits and what failed', () => {
    const comment = renderPlanComment({
      ...target,
      stacks: [
        planned('foundation', resource('aws_x.a', ['create'])),
        { stack: 'network', status: 'failed', message: 'no <valid> credentials' },
        { stack: 'storage', status: 'waiting', waitsFor: 'network' },
      ],
    })
    expect(comment).toContain('waits for <code>network</code>')
    expect(comment).toContain('failed: <code>no &lt;valid&gt; credentials</code>')
    expect(comment).toContain('**1 of 3 stacks could not be planned.**')
    expect(comment.indexOf('<code>foundation</code> |')).toBeLessThan(
      comment.indexOf('<code>storage</code> |'),
    )
  })

  test('3,000 resources fit; what is left out is the least harmful wherever it stands', () => {
    const comment = renderPlanComment({
      ...target,
      stacks: [
        planned('foundation', ...many(2900, 'aws_iam_role', ['create'])),
        planned(
          'storage',
          ...many(98, 'aws_iam_policy', ['update']),
          resource('aws_x.last', ['delete']),
          resource('aws_kms_key.k', ['delete']),
        ),
      ],
    })
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LIMIT)
    expect(comment).toContain('destroy <code>aws_kms_key.k</code>')
    expect(comment).toContain('destroy <code>aws_x.last</code>')
    expect(comment.match(/update <code>aws_iam_policy/g)).toHaveLength(98)
    expect(comment).toMatch(/Left out for want of room, the least harmful: \d+ create\./)
  })

  test('3,000 destroyed stores are listed as far as they go and counted beyond', () => {
    const comment = renderPlanComment({
      ...target,
      stacks: [planned('storage', ...many(3000, 'aws_s3_bucket', ['delete']))],
    })
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LIMIT)
    expect(comment).toMatch(/> - and \d+ more: \d+ aws_s3_bucket/)
    expect(comment).toContain('**3000 that hold data would be destroyed.**')
  })

  test('twelve stacks with long changes fit, also in a smaller limit', () => {
    const stacks = Array.from({ length: 12 }, (_, i) =>
      planned(`stack${i}`, ...many(40, 'aws_iam_role', ['update'])),
    )
    for (const limit of [COMMENT_LIMIT, 20_000]) {
      expect(renderPlanComment({ ...target, stacks }, limit).length).toBeLessThanOrEqual(limit)
    }
  })

  test('a value cannot close the fence, the tag or the table', () => {
    const comment = renderPlanComment({
      ...target,
      stacks: [
        planned('a|b', resource('aws_x.y["</summary>|"]', ['create'], { after: { v: '```\n</details>' } })),
      ],
    })
    expect(comment).toContain('````diff')
    expect(comment).not.toContain('</summary>|')
    expect(comment).toContain('a&#124;b')
  })

  test('drift has its own lines and is not counted as a change', () => {
    const drifted = planJson({
      resource_drift: [resource('aws_x.a', ['update'], { before: { n: 1 }, after: { n: 2 } })],
    })
    const comment = renderPlanComment({
      ...target,
      stacks: [{ stack: 's', status: 'planned', plan: parsePlan(drifted) }],
    })
    expect(comment).toContain('drift: <code>aws_x.a</code> was changed outside of Terraform')
    expect(comment).toContain('Nothing would change.')
  })
})
