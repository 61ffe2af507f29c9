import type { SystemInput } from '../../cdktf/config/schema'
import { community } from '../../cdktf/systems/community'
import { studio } from '../../cdktf/systems/studio'
import { at } from '../unit/config/faulty'
import { changedDev, configOf, stackNamed, statement } from './find'
import { inside, synthesized, type Synthesized } from './synthesized'

const stacks = synthesized([studio, community])
const echo = stackNamed('studio-dev-functions', stacks)
const matches = stackNamed('community-dev-functions', stacks)

function changed(system: SystemInput, change: (input: SystemInput) => void): Synthesized {
  return stackNamed(`${system.name}-dev-functions`, changedDev(system, change))
}

describe('events', () => {
  it('start matching every Monday at 3, with retries and a queue for what failed', () => {
    const [schedule] = matches.ofType('aws_scheduler_schedule')
    expect(schedule?.config).toMatchObject({
      schedule_expression: 'cron(0 3 ? * MON *)',
      schedule_expression_timezone: 'UTC',
      flexible_time_window: { mode: 'OFF' },
    })
    expect(inside(schedule?.config, 'target')).toMatchObject({
      retry_policy: { maximum_retry_attempts: 3, maximum_event_age_in_seconds: 3600 },
      dead_letter_config: { arn: expect.stringContaining('community-matching-failures') as string },
    })
    expect(JSON.parse(String(inside(schedule?.config, 'target', 'input')))).toEqual({
      source: 'schedule',
      time: '<aws.scheduler.scheduled-time>',
    })
  })

  it('of an object start the function of its bucket, which belongs to this account', () => {
    expect(
      configOf(matches, 'aws_s3_bucket_notification', 'events-community-photos/notification'),
    ).toMatchObject({
      bucket: 'community-dev-photos-123456789012',
      lambda_function: [
        { id: 'image-processor', events: ['s3:ObjectCreated:*'], filter_prefix: 'originals/' },
      ],
    })
    expect(
      configOf(matches, 'aws_lambda_permission', 'community-image-processor/from-events-community-photos'),
    ).toMatchObject({
      principal: 's3.amazonaws.com',
      source_arn: 'arn:aws:s3:::community-dev-photos-123456789012',
      source_account: '123456789012',
    })
  })

  it('of one bucket stand in one resource, whoever they start', () => {
    const both = changed(community, (input) => {
      const functions = at(input, 'apps', 'community', 'functions')
      functions['presign'] = {
        description: 'Also started by objects',
        bucketEvents: { bucket: 'photos', prefix: 'other/' },
      }
    })
    const notifications = both.ofType('aws_s3_bucket_notification')
    expect(notifications).toHaveLength(1)
    expect(
      (notifications[0]?.config['lambda_function'] as object[]).map((each) => inside(each, 'id')).sort(),
    ).toEqual(['image-processor', 'presign'])
  })

  it('that failed for good go to a queue', () => {
    for (const [stack, id] of [
      [echo, 'echo-upload'],
      [matches, 'community-matching'],
      [matches, 'community-image-processor'],
    ] as const) {
      expect(configOf(stack, 'aws_lambda_function_event_invoke_config', `${id}-calls/config`)).toMatchObject({
        maximum_retry_attempts: 2,
        destination_config: {
          on_failure: { destination: expect.stringContaining(`${id}-failures`) as string },
        },
      })
      expect(statement(stack, id, 'SendFailures')?.Action).toEqual(['sqs:SendMessage'])
      expect(statement(stack, id, 'OwnQueuesKey')?.Condition).toEqual({
        StringEquals: { 'kms:ViaService': ['sqs.us-east-1.amazonaws.com'] },
      })
    }
  })

  it('have no such queue where somebody waits for the answer', () => {
    const calls = matches.ofType('aws_lambda_function_event_invoke_config').map(({ path }) => path)
    expect(calls).not.toContain('community-presign-calls/config')
  })
})

describe('queues and tables', () => {
  it('hand messages over in batches of which each message fails for itself', () => {
    const [mapping] = echo.ofType('aws_lambda_event_source_mapping')
    expect(mapping?.config).toMatchObject({
      function_response_types: ['ReportBatchItemFailures'],
      scaling_config: { maximum_concurrency: 10 },
    })
    expect(statement(echo, 'tap-tap-worker', 'Consume')?.Action).toContain('sqs:DeleteMessage')
  })

  it('hide a message six times as long as its function may run', () => {
    expect(configOf(echo, 'aws_sqs_queue', 'queue-tap-taps/queue')).toMatchObject({
      name: 'studio-dev-tap-taps',
      visibility_timeout_seconds: 360,
    })
    const slower = changed(studio, (input) => {
      at(input, 'apps', 'tap', 'functions', 'tap-worker')['timeoutSeconds'] = 100
    })
    expect(configOf(slower, 'aws_sqs_queue', 'queue-tap-taps/queue')).toMatchObject({
      visibility_timeout_seconds: 600,
    })
  })

  it('give up after three deliveries, and take failed messages of their own queue only', () => {
    const queue = configOf(echo, 'aws_sqs_queue', 'queue-tap-taps/queue')
    expect(JSON.parse(String(queue['redrive_policy']))).toMatchObject({ maxReceiveCount: 3 })
    const failed = configOf(echo, 'aws_sqs_queue', 'queue-tap-taps/failures/queue')
    expect(JSON.parse(String(failed['redrive_allow_policy']))).toEqual({
      redrivePermission: 'byQueue',
      sourceQueueArns: ['arn:aws:sqs:us-east-1:123456789012:studio-dev-tap-taps'],
    })
  })

  it('are under the data key', () => {
    const key = '${data.terraform_remote_state.foundation-state.outputs.data_key_arn}'
    for (const { config } of [...echo.ofType('aws_sqs_queue'), ...matches.ofType('aws_sqs_queue')])
      expect(config['kms_master_key_id']).toBe(key)
    for (const { config } of echo.ofType('aws_dynamodb_table'))
      expect(inside(config, 'server_side_encryption')).toEqual({ enabled: true, kms_key_arn: key })
  })

  it('say what to do with what failed: SQS redrives messages to their queue, and events have none', () => {
    const adviceOf = (alarm: string) =>
      echo.ofType('aws_cloudwatch_metric_alarm').find(({ config }) => config['alarm_name'] === alarm)?.config[
        'alarm_description'
      ]
    expect(adviceOf('studio-dev-tap-taps-failed-not-empty')).toMatch(/then redrive the queue\.$/)
    expect(adviceOf('studio-dev-echo-upload-failed-not-empty')).toMatch(/then invoke the function with it\.$/)
  })

  it('raise an alarm for what failed and for what waits too long', () => {
    const alarms = echo.ofType('aws_cloudwatch_metric_alarm').map(({ config }) => config['alarm_name'])
    expect(alarms).toEqual(
      expect.arrayContaining([
        'studio-dev-tap-taps-failed-not-empty',
        'studio-dev-tap-taps-age',
        'studio-dev-echo-upload-failed-not-empty',
      ]),
    )
  })

  it('keep items that can be restored and are not deleted by accident', () => {
    expect(configOf(echo, 'aws_dynamodb_table', 'table-echo-upload-jobs/table')).toMatchObject({
      name: 'studio-dev-echo-upload-jobs',
      billing_mode: 'PAY_PER_REQUEST',
      hash_key: 'jobId',
      attribute: [
        { name: 'jobId', type: 'S' },
        { name: 'userId', type: 'S' },
      ],
      global_secondary_index: [{ name: 'userId-index', hash_key: 'userId', projection_type: 'ALL' }],
      ttl: { attribute_name: 'expiresAt', enabled: true },
      point_in_time_recovery: { enabled: true },
      deletion_protection_enabled: true,
      lifecycle: { prevent_destroy: true },
    })
  })
})
