import { eachContainer } from '../judge/containers'
import { shown } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const imageByDigest: Rule = {
  id: 'image-by-digest',
  title: 'Containers name their image by digest',
  row: 'own',
  severity: 'high',
  appliesTo: ['aws_ecs_task_definition'],
  fix: 'Write repository@sha256:…: a tag may mean another image tomorrow.',
  check: (definition) =>
    eachContainer(definition, ({ image }) =>
      typeof image === 'string' && /@sha256:[0-9a-f]{64}$/.test(image)
        ? []
        : [{ attribute: 'image', found: shown(image), expected: '…@sha256:<64 digits>' }],
    ),
}
