import { mustBe, mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { valueAt } from '../resources/resource'

const AT = 'configuration.execute_command_configuration'

export const ecsExecLogged: Rule = {
  id: 'ecs-exec-logged',
  title: 'Sessions of ECS Exec are logged, under a key of our own',
  row: 58,
  checkov: 'CKV_AWS_223, CKV_AWS_224',
  severity: 'medium',
  appliesTo: ['aws_ecs_cluster'],
  fix: 'Set configuration.execute_command_configuration with kms_key_id, logging OVERRIDE and an encrypted log group; or leave ECS Exec off.',
  exception: 'A cluster none of whose services allows ECS Exec.',
  check: (cluster, all) => {
    const isUsed = all
      .naming(cluster, 'aws_ecs_service', 'cluster')
      .some(({ values }) => values['enable_execute_command'] === true)
    const isSet = valueAt(cluster.values, 'configuration.execute_command_configuration') !== undefined
    if (!isUsed && !isSet) return []
    return [
      ...mustBeSet(cluster, `${AT}.kms_key_id`, 'a KMS key'),
      ...mustBe(cluster, `${AT}.logging`, 'OVERRIDE'),
      ...mustBe(cluster, `${AT}.log_configuration.cloud_watch_encryption_enabled`, true),
    ]
  },
}
