import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy'
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository'
import { Construct } from 'constructs'

export interface ImageRepositoryProps {
  readonly name: string
  readonly kmsKeyArn: string
  /** Newest releases that stay: how far back a rollback can go. @default 50 */
  readonly keptImages?: number
  /** Images that no tag names, such as an attestation that was replaced, go after so many days. @default 14 */
  readonly untaggedDays?: number
}

/** Images of one service: a tag is written once, every image is scanned, and nobody can destroy the repository by a plan. */
export class ImageRepository extends Construct {
  readonly repository: EcrRepository

  constructor(scope: Construct, id: string, props: ImageRepositoryProps) {
    super(scope, id)
    this.repository = new EcrRepository(this, 'repository', {
      name: props.name,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: props.kmsKeyArn }],
      lifecycle: { preventDestroy: true },
    })
    new EcrLifecyclePolicy(this, 'lifecycle', {
      repository: this.repository.name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: 'Images without a tag',
            selection: {
              tagStatus: 'untagged',
              countType: 'sinceImagePushed',
              countUnit: 'days',
              countNumber: props.untaggedDays ?? 14,
            },
            action: { type: 'expire' },
          },
          {
            rulePriority: 2,
            description: 'Releases before the newest ones',
            selection: {
              tagStatus: 'tagged',
              tagPatternList: ['*'],
              countType: 'imageCountMoreThan',
              countNumber: props.keptImages ?? 50,
            },
            action: { type: 'expire' },
          },
        ],
      }),
    })
  }
}
