import { listenerPriorities } from '../../../cdktf/config/listener-priority'

const rules = [
  { key: 'shop/site', paths: ['/*'] },
  { key: 'shop/api', paths: ['/api/*'] },
  { key: 'shop/jobs', paths: ['/api/jobs/*', '/api/queues/*'] },
]

describe('listener priorities', () => {
  it('put exact paths before general ones, within what a load balancer takes', () => {
    const priorities = listenerPriorities(rules)
    const inOrder = [...priorities].sort(([, a], [, b]) => a - b).map(([key]) => key)
    expect(inOrder).toEqual(['shop/jobs', 'shop/api', 'shop/site'])
    for (const priority of priorities.values()) {
      expect(priority).toBeGreaterThanOrEqual(1)
      expect(priority).toBeLessThanOrEqual(50_000)
    }
  })

  it('judge a rule by its most general path', () => {
    const [mixed] = listenerPriorities([{ key: 'shop/api', paths: ['/api/jobs/*', '/*'] }]).values()
    expect(mixed).toBe(listenerPriorities([{ key: 'shop/api', paths: ['/*'] }]).get('shop/api'))
  })

  it('stay as they are when a service is added before the others', () => {
    const more = listenerPriorities([{ key: 'shop/admin', paths: ['/admin/*'] }, ...rules])
    for (const [key, priority] of listenerPriorities(rules)) expect(more.get(key)).toBe(priority)
  })

  it('fails where two rules fall on one number', () => {
    expect(() => listenerPriorities([...rules, { key: 'shop/site', paths: ['/*'] }])).toThrow(
      /shop\/site and shop\/site get the same listener priority \d+: rename one/,
    )
  })
})
