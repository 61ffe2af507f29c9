import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MigrateError } from '../../../scripts/engine/errors'
import { isEmptyPlan, losesData, parsePlan } from '../../../scripts/plan/model'
import { planJson, resource } from './plan-json'

// Made by Terraform 1.11.4 from terraform_data resources.
const everyAction: unknown = JSON.parse(
  readFileSync(join(__dirname, 'fixtures', 'every-action.json'), 'utf8'),
)

describe('parsePlan', () => {
  test('reads every action of a plan that Terraform made', () => {
    const kinds = Object.fromEntries(
      parsePlan(everyAction).resources.map(({ address, kind }) => [address, kind]),
    )
    expect(kinds).toEqual({
      'terraform_data.a': 'update',
      'terraform_data.b': 'replace',
      'terraform_data.brand': 'create',
      'terraform_data.forgot': 'forget',
      'terraform_data.gone': 'delete',
      'terraform_data.imp': 'import',
      'terraform_data.new': 'move',
    })
  })

  test('keeps where a resource moved from, what is imported, and why it is replaced', () => {
    const { resources } = parsePlan(everyAction)
    expect(resources.find(({ kind }) => kind === 'move')?.previousAddress).toBe('terraform_data.old')
    expect(resources.find(({ kind }) => kind === 'import')?.importId).toBe('some-id')
    const replaced = resources.find(({ kind }) => kind === 'replace')
    expect(replaced?.reason).toBe('cannot be updated in place')
    expect(replaced?.attributes.filter((a) => a.forcesReplacement).map((a) => a.path)).toEqual([
      'triggers_replace[0]',
    ])
  })

  test('keeps no sensitive value, also where a computed attribute repeats it unmarked', () => {
    expect(JSON.stringify(everyAction)).toContain('hunter2-very-secret')
    expect(JSON.stringify(parsePlan(everyAction))).not.toMatch(/hunter\d/)
  })

  test('hides a sensitive value inside another string, a JSON document, a number and an import id', () => {
    const plan = parsePlan(
      planJson({
        resource_changes: [
          resource('aws_x.a', ['create'], {
            after: {
              password: 'p4ss"word',
              pin: 918273,
              url: 'postgres://u:p4ss"word@h/db',
              copy: 918273,
              policy: JSON.stringify({ deep: ['p4ss"word'] }),
            },
            after_sensitive: { password: true, pin: true },
            importing: { id: 'id/p4ss"word' },
          }),
        ],
      }),
    )
    const text = JSON.stringify(plan)
    expect(text).not.toContain('p4ss')
    expect(text).not.toContain('918273')
    expect(plan.resources[0]?.attributes.map(({ path }) => path)).toContain('policy.deep[0]')
  })

  test('a list that is sensitive as a whole shows none of its members', () => {
    const change = { before: { keys: ['alpha1', 'alpha2'] }, after: { keys: ['alpha1', 'beta22'] } }
    const sensitive = { before_sensitive: { keys: true }, after_sensitive: { keys: true } }
    const plan = parsePlan(
      planJson({ resource_changes: [resource('aws_x.a', ['update'], { ...change, ...sensitive })] }),
    )
    expect(plan.resources[0]?.attributes).toEqual([
      { path: 'keys', before: '(sensitive value)', after: '(sensitive value)', forcesReplacement: false },
    ])
  })

  test('a store that is destroyed or replaced loses data, one that is forgotten or changed does not', () => {
    const kinds = [['delete'], ['create', 'delete'], ['forget'], ['update']]
    const changes = kinds.map((actions, i) => resource(`aws_s3_bucket.b${i}`, actions))
    expect(parsePlan(planJson({ resource_changes: changes })).resources.map(losesData)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  test('a plan of outputs, forgets, imports or moves alone is not empty', () => {
    const moved = { ...resource('aws_x.b', ['no-op']), previous_address: 'aws_x.a' }
    const cases = [
      planJson({ output_changes: { a: { actions: ['create'], before: null, after: 'x' } } }),
      planJson({ resource_changes: [resource('aws_x.a', ['forget'])] }),
      planJson({ resource_changes: [resource('aws_x.a', ['no-op'], { importing: { id: 'x' } })] }),
      planJson({ resource_changes: [moved] }),
    ]
    expect(cases.map((json) => isEmptyPlan(parsePlan(json)))).toEqual([false, false, false, false])
    expect(isEmptyPlan(parsePlan(planJson({ resource_changes: [resource('aws_x.a', ['no-op'])] })))).toBe(
      true,
    )
  })

  test('drift is kept apart from what the plan does', () => {
    const plan = parsePlan(
      planJson({ resource_drift: [resource('aws_x.a', ['update'], { before: { n: 1 }, after: { n: 2 } })] }),
    )
    expect(plan.drift.map(({ address }) => address)).toEqual(['aws_x.a'])
    expect(isEmptyPlan(plan)).toBe(true)
  })

  test.each([
    ['something else', { hello: 1 }],
    ['another major format', planJson({ format_version: '2.0' })],
    ['a plan with errors', planJson({ errored: true })],
    ['an action nobody knows', planJson({ resource_changes: [resource('aws_x.a', ['vanish'])] })],
  ])('fails on %s', (_name, json) => {
    expect(() => parsePlan(json)).toThrow(MigrateError)
  })
})
