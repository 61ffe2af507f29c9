import type { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository'
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition'
import { Construct } from 'constructs'
import { containerDefinition, SCRATCH_VOLUME, type ContainerProps } from './container-definition'
import { LogGroup } from './log-group'
import { ServiceRole, type RoleStatement } from './service-role'

export interface TaskTemplateProps extends Omit<ContainerProps, 'repositoryUrl'> {
  readonly family: string
  readonly repository: EcrRepository
  readonly logGroupName: string
  /** Of the log group. */
  readonly kmsKeyArn: string
  readonly executionRoleName: string
  readonly taskRoleName: string
  /** What the program may do. */
  readonly taskStatements: readonly RoleStatement[]
  /** Reading what `secrets` names, which ECS does before the program starts. */
  readonly secretStatements: readonly RoleStatement[]
  readonly permissionsBoundary: string
  readonly accountId: string
  readonly region: string
  /** @default 'ARM64': a fifth cheaper than X86_64 on Fargate, and what the functions run on */
  readonly cpuArchitecture?: 'ARM64' | 'X86_64'
}

const ECS_TASKS = 'ecs-tasks.amazonaws.com'

/**
 * Everything about a task but its image: roles, environment, secrets, limits, health check, log group. Its own family, so a
 * revision that a release registered is never taken away by a change here.
 */
export class TaskTemplate extends Construct {
  readonly taskDefinition: EcsTaskDefinition
  readonly executionRole: ServiceRole
  readonly taskRole: ServiceRole

  constructor(scope: Construct, id: string, props: TaskTemplateProps) {
    super(scope, id)
    const logs = new LogGroup(this, 'logs', { name: props.logGroupName, kmsKeyArn: props.kmsKeyArn })
    const { accountId, permissionsBoundary, region } = props
    this.executionRole = new ServiceRole(this, 'execution-role', {
      name: props.executionRoleName,
      description: `Starts ${props.family}: image, secrets, logs`,
      service: ECS_TASKS,
      accountId,
      permissionsBoundary,
      statements: executionStatements(props, logs),
    })
    this.taskRole = new ServiceRole(this, 'task-role', {
      name: props.taskRoleName,
      description: `The program of ${props.family}`,
      service: ECS_TASKS,
      accountId,
      permissionsBoundary,
      statements: props.taskStatements,
    })
    const container = { ...props, repositoryUrl: props.repository.repositoryUrl }
    this.taskDefinition = new EcsTaskDefinition(this, 'task-definition', {
      family: props.family,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: String(props.cpuUnits),
      memory: String(props.memoryMb),
      runtimePlatform: {
        cpuArchitecture: props.cpuArchitecture ?? 'ARM64',
        operatingSystemFamily: 'LINUX',
      },
      executionRoleArn: this.executionRole.role.arn,
      taskRoleArn: this.taskRole.role.arn,
      volume: [{ name: SCRATCH_VOLUME }],
      containerDefinitions: JSON.stringify([
        containerDefinition(container, { groupName: logs.group.name, region }),
      ]),
    })
  }
}

function executionStatements(props: TaskTemplateProps, logs: LogGroup): RoleStatement[] {
  return [
    // A token for all of ECR: AWS has no resource for it. What it opens is the next statement.
    { sid: 'Login', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
    {
      sid: 'Image',
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: [props.repository.arn],
    },
    {
      sid: 'Logs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${logs.group.arn}:*`],
    },
    ...props.secretStatements,
  ]
}
