import { z } from 'zod'

// The part of `terraform show -json` we read (format 1.x: https://developer.hashicorp.com/terraform/internals/json-format).
// Unknown keys are let through: Terraform promises to add keys within a major version.

const changeSchema = z.looseObject({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
  importing: z.looseObject({ id: z.unknown(), identity: z.unknown() }).partial().optional(),
})

const resourceSchema = z.looseObject({
  address: z.string(),
  previous_address: z.string().optional(),
  type: z.string(),
  deposed: z.string().optional(),
  action_reason: z.string().optional(),
  change: changeSchema,
})

export const rawPlanSchema = z.looseObject({
  format_version: z.string(),
  terraform_version: z.string().default('unknown'),
  complete: z.boolean().default(true),
  errored: z.boolean().default(false),
  resource_changes: z.array(resourceSchema).default([]),
  resource_drift: z.array(resourceSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
  deferred_changes: z.array(z.unknown()).default([]),
  variables: z.record(z.string(), z.looseObject({ value: z.unknown().optional() })).default({}),
  configuration: z
    .looseObject({
      provider_config: z.record(z.string(), z.unknown()).default({}),
      root_module: z
        .looseObject({
          variables: z
            .record(z.string(), z.looseObject({ sensitive: z.boolean().default(false) }))
            .default({}),
        })
        .optional(),
    })
    .optional(),
})

export type RawPlan = z.output<typeof rawPlanSchema>
export type RawChange = z.output<typeof changeSchema>
export type RawResource = z.output<typeof resourceSchema>
