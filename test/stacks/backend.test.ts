import { NO_IMAGE_DIGEST } from '../../cdktf/constructs/container-definition'
import { at, backends, containerOf, statementsOf } from './backend-parts'
import { inside, type Config } from './synthesized'

it('there is a backend for each system and environment', () => {
  expect(backends.map(([name]) => name)).toEqual([
    'aiuteur-dev-backend',
    'aiuteur-prod-backend',
    'studio-dev-backend',
    'studio-prod-backend',
    'community-dev-backend',
    'community-prod-backend',
  ])
})

describe.each(backends)('%s', (_name, stack) => {
  it('keeps images scanned, under the data key, each tag written once', () => {
    expect(stack.ofType('aws_ecr_repository').length).toBeGreaterThan(0)
    for (const { config } of stack.ofType('aws_ecr_repository')) {
      expect(config).toMatchObject({
        image_tag_mutability: 'IMMUTABLE',
        image_scanning_configuration: { scan_on_push: true },
        encryption_configuration: [
          { encryption_type: 'KMS', kms_key: expect.stringContaining('data_key_arn') as string },
        ],
        lifecycle: { prevent_destroy: true },
      })
    }
  })

  it('expires images without a tag, and releases nobody goes back to', () => {
    for (const { config } of stack.ofType('aws_ecr_lifecycle_policy')) {
      const { rules } = JSON.parse(String(config['policy'])) as { rules: { selection: Config }[] }
      expect(rules.map(({ selection }) => [selection['tagStatus'], selection['countNumber']])).toEqual([
        ['untagged', 14],
        ['tagged', 50],
      ])
    }
  })

  it('measures its cluster and records every shell under the data key', () => {
    expect(at(stack, 'aws_ecs_cluster', 'cluster/cluster')).toMatchObject({
      setting: [{ name: 'containerInsights', value: 'enabled' }],
      configuration: {
        execute_command_configuration: {
          kms_key_id: expect.stringContaining('data_key_arn') as string,
          logging: 'OVERRIDE',
          log_configuration: { cloud_watch_encryption_enabled: true },
        },
      },
    })
  })

  it('has blue and green of each service, both without tasks, and owns neither count nor revision', () => {
    const services = stack.ofType('aws_ecs_service')
    expect(services).toHaveLength(2 * stack.ofType('aws_ecr_repository').length)
    for (const { config } of services) {
      expect(config['name']).toMatch(/-(blue|green)$/)
      expect(config['desired_count']).toBe(0)
      expect(inside(config, 'lifecycle', 'ignore_changes')).toEqual(['desired_count', 'task_definition'])
    }
    for (const { config } of stack.ofType('aws_appautoscaling_target')) {
      expect(config['min_capacity']).toBe(0)
      expect(inside(config, 'lifecycle', 'ignore_changes')).toEqual(['min_capacity'])
    }
  })

  it('takes a bad release back by itself', () => {
    const alarms = stack
      .ofType('aws_cloudwatch_metric_alarm')
      .map(({ address }) => `\${${address}.alarm_name}`)
    for (const { config } of stack.ofType('aws_ecs_service')) {
      expect(config).toMatchObject({
        deployment_circuit_breaker: { enable: true, rollback: true },
        alarms: { enable: true, rollback: true },
        deployment_minimum_healthy_percent: 100,
        deployment_maximum_percent: 200,
        wait_for_steady_state: false,
      })
      const watched = inside(config, 'alarms', 'alarm_names') as string[]
      expect(watched.length).toBeGreaterThan(0)
      expect(alarms).toEqual(expect.arrayContaining(watched))
    }
  })

  it('runs its tasks in private subnets on the newest platform, and nobody opens a shell in them', () => {
    for (const { config } of stack.ofType('aws_ecs_service')) {
      expect(config).toMatchObject({
        launch_type: 'FARGATE',
        platform_version: 'LATEST',
        enable_execute_command: false,
        propagate_tags: 'SERVICE',
        network_configuration: {
          assign_public_ip: false,
          subnets: expect.stringContaining('private_subnet_ids') as string,
        },
      })
      expect(String(inside(config, 'network_configuration', 'security_groups', 0))).toContain(
        'task_security_group_id',
      )
    }
  })

  it('gives a container no way to harm, and names an image that cannot exist', () => {
    for (const { config } of stack.ofType('aws_ecs_task_definition')) {
      expect(config).toMatchObject({
        network_mode: 'awsvpc',
        requires_compatibilities: ['FARGATE'],
        runtime_platform: { cpu_architecture: 'ARM64', operating_system_family: 'LINUX' },
      })
      expect(config).not.toHaveProperty('pid_mode')
      const container = containerOf(config)
      expect(container).toMatchObject({
        user: '1000:1000',
        privileged: false,
        readonlyRootFilesystem: true,
        linuxParameters: { initProcessEnabled: true, capabilities: { add: [], drop: ['ALL'] } },
        mountPoints: [{ containerPath: '/tmp', readOnly: false }],
        logConfiguration: { logDriver: 'awslogs' },
      })
      expect(String(container['image'])).toMatch(
        new RegExp(`^\\$\\{aws_ecr_repository\\..+@${NO_IMAGE_DIGEST}$`),
      )
      expect(Number(inside(container, 'healthCheck', 'startPeriod'))).toBeLessThanOrEqual(300)
      expect(Number(container['stopTimeout'])).toBeLessThanOrEqual(120)
    }
  })

  it('starts and runs each task with two roles of its own, within the boundary', () => {
    const tasks = stack.ofType('aws_ecs_task_definition')
    const roles = tasks.flatMap(({ config }) => [config['execution_role_arn'], config['task_role_arn']])
    expect(new Set(roles).size).toBe(2 * tasks.length)
    for (const { config } of stack.ofType('aws_iam_role')) {
      expect(String(config['permissions_boundary'])).toMatch(/:policy\/.+-boundary$/)
    }
  })

  it('allows no action by a star, and every resource by name but the login to ECR', () => {
    for (const { config, path } of stack.ofType('aws_iam_role_policy')) {
      for (const { Action, Resource, Sid } of statementsOf(config)) {
        expect(Action.filter((action) => action.includes('*'))).toEqual([])
        if (Resource.includes('*'))
          expect([path, Sid, Action]).toEqual([path, 'Login', ['ecr:GetAuthorizationToken']])
      }
    }
  })

  it('keeps all logs for a year under the data key', () => {
    for (const { config } of stack.ofType('aws_cloudwatch_log_group')) {
      expect(config['retention_in_days']).toBe(365)
      expect(String(config['kms_key_id'])).toContain('data_key_arn')
    }
  })

  it('tells the alarm topic when tasks are missing, busy or full', () => {
    for (const { path } of stack.ofType('aws_ecs_service')) {
      for (const alarm of ['cpu', 'memory', 'tasks']) {
        const config = at(
          stack,
          'aws_cloudwatch_metric_alarm',
          `${path.replace('/service', '-alarms')}/${alarm}/alarm`,
        )
        expect(String(inside(config, 'alarm_actions', 0))).toContain('alarm_topic_arn')
      }
    }
  })
})
