import { everythingOn } from '../../../scripts/rehearsal/infrastructure/stacks'
import { targetsFor } from '../../../scripts/rehearsal/infrastructure/world'

describe('what the rehearsal of the infrastructure applies', () => {
  it('turns on every variable that decides if a resource exists, and no other', () => {
    const record = { alias: { count: '${var.api_dns ? 1 : 0}' }, plain: { count: 2 }, other: {} }
    const configuration = { terraform: {}, resource: { aws_route53_record: record } }
    expect(everythingOn([{ configuration }])).toEqual({ TF_VAR_api_dns: 'true' })
  })

  it('is one environment of every system, in one account, its owner first', () => {
    const targets = targetsFor([])
    expect(targets.map(({ name }) => name)).toEqual(['aiuteur/dev', 'studio/dev', 'community/dev'])
    expect(new Set(targets.map(({ environment }) => environment.accountId)).size).toBe(1)
    expect(targets[0]?.environment.githubProvider).toBe('own')
  })

  it('can be one system', () => {
    expect(targetsFor(['studio']).map(({ name }) => name)).toEqual(['studio/dev'])
  })
})
