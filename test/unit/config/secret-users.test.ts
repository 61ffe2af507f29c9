import { secretUsers } from '../../../cdktf/config/secrets'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'

const usersOf = (target: string, name: string) => secretUsers(resolveTarget(systems, target), name)

describe('who reads a secret', () => {
  it('is the services and functions that name it', () => {
    expect(usersOf('community/prod', 'DATABASE_URL')).toEqual(['community/matching', 'community/websocket'])
  })

  it('is also the authorizers that check tokens signed with it, and the trigger that takes users over', () => {
    expect(usersOf('community/prod', 'SUPABASE_JWT_SECRET')).toEqual([
      'community/authorizer',
      'community/websocket-authorizer',
    ])
    expect(usersOf('aiuteur/prod', 'SUPABASE_SERVICE_ROLE_KEY')).toContain('user-migration')
    expect(usersOf('community/prod', 'SUPABASE_SERVICE_ROLE_KEY')).toEqual([])
  })
})
