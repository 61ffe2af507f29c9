import { liftProtection, mustBeApplied } from '../../../scripts/rehearsal/infrastructure/lift-protection'

const backend = { s3: { bucket: 'aiuteur-dev-tfstate-123456789012' } }

describe('lifting the protection', () => {
  it('takes away what Terraform and what AWS refuse, and says so', () => {
    const { configuration, lifted } = liftProtection({
      terraform: { backend, required_version: '>= 1.11.0' },
      resource: {
        aws_db_instance: {
          server: {
            deletion_protection: true,
            final_snapshot_identifier: 'last',
            lifecycle: { prevent_destroy: true, ignore_changes: ['engine_version'] },
          },
        },
        aws_sns_topic: { alarms: { name: 'alarms' } },
      },
    })
    expect(configuration.resource).toEqual({
      aws_db_instance: {
        server: {
          deletion_protection: false,
          delete_automated_backups: true,
          skip_final_snapshot: true,
          lifecycle: { ignore_changes: ['engine_version'] },
        },
      },
      aws_sns_topic: { alarms: { name: 'alarms' } },
    })
    expect(lifted).toEqual([
      {
        address: 'aws_db_instance.server',
        arguments: [
          'prevent_destroy',
          'deletion_protection',
          'skip_final_snapshot',
          'delete_automated_backups',
          'final_snapshot_identifier',
        ],
      },
    ])
  })

  it('brings the state into a file: the foundation destroys the bucket that holds it', () => {
    const { configuration } = liftProtection({ terraform: { backend, required_version: '>= 1.11.0' } })
    expect(configuration.terraform).toEqual({
      backend: { local: { path: 'terraform.tfstate' } },
      required_version: '>= 1.11.0',
    })
  })

  it('leaves the original as it is', () => {
    const original = {
      terraform: { backend },
      resource: { aws_s3_bucket: { logs: { lifecycle: { prevent_destroy: true } } } },
    }
    liftProtection(original)
    expect(original.resource.aws_s3_bucket.logs).toEqual({ lifecycle: { prevent_destroy: true } })
    expect(original.terraform).toEqual({ backend })
  })

  it.each([
    ['prevent_destroy is the configuration’s alone', ['prevent_destroy'], false],
    ['force_destroy is AWS’s to know', ['prevent_destroy', 'force_destroy'], true],
  ])('%s', (_, changed, expected) => {
    expect(mustBeApplied([{ address: 'aws_s3_bucket.logs', arguments: changed }])).toBe(expected)
  })
})
