import {
  applyRoleName,
  journalTableName,
  stackName,
  stateBucketName,
  storageSettingsParameterName,
  switchedApps,
  switchParameterName,
  targetBucketName,
} from '../../../cdktf/config/names'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { changed } from './faulty'

describe('a target', () => {
  const target = resolveTarget(systems, 'aiuteur/dev')

  it('is found by system and environment', () => {
    expect(target.name).toBe('aiuteur/dev')
    expect(target.environment.production).toBe(false)
  })

  it.each(['aiuteur', 'aiuteur/', 'aiuteur/stage', 'nobody/dev', '', '/dev'])(
    'fails for %p, naming those that exist',
    (name) => {
      expect(() => resolveTarget(systems, name)).toThrow(/expected one of aiuteur\/dev, aiuteur\/prod/)
      expect(() => resolveTarget(systems, name)).toThrow(
        expect.objectContaining({ code: 'TARGET_UNKNOWN' }) as Error,
      )
    },
  )

  it('names everything on AWS', () => {
    expect(stackName(target, 'foundation')).toBe('aiuteur-dev-foundation')
    expect(stateBucketName(target)).toBe('aiuteur-dev-tfstate-123456789012')
    expect(journalTableName(target)).toBe('aiuteur-dev-migration-journal')
    expect(switchParameterName(target, 'aiuteur', 'storage')).toBe('/aiuteur/dev/switch/aiuteur/storage')
    expect(storageSettingsParameterName(target, 'aiuteur')).toBe('/aiuteur/dev/storage/aiuteur')
    expect(applyRoleName(target)).toBe('aiuteur-dev-apply')
    expect(targetBucketName(target, 'aiuteur', 'asset-images')).toBe('aiuteur-dev-asset-images-123456789012')
  })

  it('fails to name a bucket that no app has', () => {
    expect(() => targetBucketName(target, 'aiuteur', 'audio')).toThrow(RangeError)
  })

  it('has a switch for each app and phase that moves, none for a phase that is kept', () => {
    expect(switchedApps(target, 'storage')).toEqual(['aiuteur'])
    const kept = changed((system) => {
      system.phases.frontend = 'keep'
    })
    expect(switchedApps(resolveTarget([kept], 'aiuteur/dev'), 'frontend')).toEqual([])
  })
})
