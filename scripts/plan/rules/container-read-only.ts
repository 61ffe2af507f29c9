import { eachContainer } from '../judge/containers'
import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const containerReadOnly: Rule = {
  id: 'container-read-only',
  title: 'Containers cannot write to their own files',
  row: 63,
  checkov: 'CKV_AWS_336',
  severity: 'high',
  appliesTo: ['aws_ecs_task_definition'],
  fix: 'Set readonlyRootFilesystem, and mount a volume for what is written.',
  check: (definition) =>
    eachContainer(definition, (container) => mustBe(container, 'readonlyRootFilesystem', true)),
}
