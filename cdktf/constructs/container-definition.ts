/** One program as ECS starts it. Nothing here decides how many run or which image: that is the release. */
export interface ContainerProps {
  readonly containerName: string
  /** Address of the repository, without tag or digest. */
  readonly repositoryUrl: string
  readonly cpuUnits: number
  readonly memoryMb: number
  /** @default no port */
  readonly port?: number
  /** User and group inside the container. @default '1000:1000', `node` in the images of Node.js */
  readonly user?: string
  /** Answers 0 when the program is well. @default ECS only sees whether the process lives */
  readonly healthCommand?: readonly string[]
  /** Longest time from start to the first good answer, at most 300. */
  readonly startSeconds: number
  /** From the order to stop until the process is killed, at most 120. */
  readonly stopSeconds: number
  readonly environment: Readonly<Record<string, string>>
  /** Name of the variable -> ARN in Secrets Manager, or name in Parameter Store. ECS reads the value when the task starts. */
  readonly secrets: Readonly<Record<string, string>>
}

export interface ContainerLogs {
  readonly groupName: string
  readonly region: string
}

/**
 * SHA-256 of no bytes at all. No image has it, so this names one that cannot exist: what Terraform registers is never
 * run, and a task started from it by mistake fails at the pull instead of running something old.
 */
export const NO_IMAGE_DIGEST = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** The one place a program can write to, on the task's own disk. */
export const SCRATCH_VOLUME = 'scratch'

/** The object that ECS takes as a container definition. */
export function containerDefinition(props: ContainerProps, logs: ContainerLogs): object {
  return {
    name: props.containerName,
    image: `${props.repositoryUrl}@${NO_IMAGE_DIGEST}`,
    essential: true,
    cpu: props.cpuUnits,
    memory: props.memoryMb,
    user: props.user ?? '1000:1000',
    privileged: false,
    readonlyRootFilesystem: true,
    // Node.js as process 1 would neither reap children nor take the default action of a signal.
    linuxParameters: { initProcessEnabled: true, capabilities: { add: [], drop: ['ALL'] } },
    // Not tmpfs: that would come out of the memory, and a video is larger than what a small task has. An image has to
    // declare `VOLUME /tmp`, or Fargate hands the folder to root.
    mountPoints: [{ sourceVolume: SCRATCH_VOLUME, containerPath: '/tmp', readOnly: false }],
    portMappings:
      props.port === undefined ? [] : [{ containerPort: props.port, hostPort: props.port, protocol: 'tcp' }],
    stopTimeout: props.stopSeconds,
    ...(props.healthCommand === undefined ? {} : { healthCheck: healthCheck(props, props.healthCommand) }),
    logConfiguration: logConfiguration(props.containerName, logs),
    environment: pairs(props.environment, 'value'),
    secrets: pairs(props.secrets, 'valueFrom'),
    systemControls: [],
    volumesFrom: [],
  }
}

function healthCheck({ startSeconds }: ContainerProps, command: readonly string[]): object {
  // Failures do not count before startPeriod is over; after it three in a row end the container.
  return { command, interval: 10, timeout: 5, retries: 3, startPeriod: startSeconds }
}

function logConfiguration(streamPrefix: string, { groupName, region }: ContainerLogs): object {
  return {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': groupName,
      'awslogs-region': region,
      'awslogs-stream-prefix': streamPrefix,
      // When CloudWatch is slow, lines are lost rather than requests held up.
      mode: 'non-blocking',
      'max-buffer-size': '25m',
    },
  }
}

/** Sorted by name: the order of a file must not register a new revision. */
function pairs(record: Readonly<Record<string, string>>, key: 'value' | 'valueFrom'): object[] {
  return Object.entries(record)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, [key]: value }))
}
