import type { StorageSettings } from '../../../cdktf/config/storage-settings'
import { INITIAL_SWITCH } from '../../../cdktf/config/switch'
import {
  INITIAL_SWITCH as SERVICES_INITIAL_SWITCH,
  parseSwitch,
} from '../../../services/shared/switch/switch'
import { parseStorageSettings } from '../../../services/shared/storage/settings'

/** Terraform writes what services read; neither may import the other. */
describe('what the stacks write', () => {
  it('is a switch that services understand', () => {
    expect(parseSwitch(JSON.stringify(INITIAL_SWITCH))).toEqual(SERVICES_INITIAL_SWITCH)
  })

  it('are storage settings that services understand', () => {
    const settings: StorageSettings = {
      v: 1,
      region: 'us-east-1',
      buckets: {
        images: {
          bucket: 'b',
          prefix: '',
          access: 'public',
          cdnDomain: 'd1.cloudfront.net',
          distributionId: 'E1',
        },
        videos: { bucket: 'c', prefix: '', access: 'private' },
      },
    }
    expect(parseStorageSettings(JSON.stringify(settings))).toEqual(settings)
  })
})
