import { z } from 'zod'
import { oneOf, sentence, slug, text } from './fields'
import { PHASE_MODES, PHASES } from './phases'
import { appSchema } from './schema-app'
import { environmentSchema } from './schema-environment'
import { databaseServerSchema, realtimeSchema, secretSchema, userPoolSchema } from './schema-shared'

const githubSchema = z.strictObject({
  repository: text('owner/name', /^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/),
  /** Numbers that survive a rename: newer tokens carry them, and the roles' trust is pinned to them. */
  repositoryId: text('digits', /^\d+$/),
  ownerId: text('digits', /^\d+$/),
  /** Where the workflows of phases are started from. */
  defaultBranch: text('the name of a branch', /^[A-Za-z0-9][A-Za-z0-9._/-]*$/).default('main'),
})

/** One product to move. Unknown keys are faults. */
export const systemSchema = z.strictObject({
  name: slug(20),
  description: sentence(),
  github: githubSchema,
  phases: z.record(z.enum(PHASES), oneOf(PHASE_MODES)),
  apps: z.record(slug(20), appSchema),
  databaseServer: databaseServerSchema.optional(),
  userPool: userPoolSchema.optional(),
  /** Redis, and WebSocket APIs for the apps that have functions with `websocket`. */
  realtime: realtimeSchema.optional(),
  /** By name. Terraform makes them empty; values never pass through it. */
  secrets: z.record(text('capital letters, digits and _', /^[A-Z][A-Z0-9_]*$/), secretSchema).default({}),
  environments: z.record(slug(12), environmentSchema),
})

/** What a system file holds: not trusted yet. */
export type SystemInput = z.input<typeof systemSchema>
/** A system with every default filled in and every rule kept. */
export type System = z.output<typeof systemSchema>
export type Environment = System['environments'][string]
export type App = System['apps'][string]
export type StorageOfApp = NonNullable<App['storage']>
export type Service = App['services'][string]
export type FunctionOfApp = App['functions'][string]
export type Bucket = StorageOfApp['buckets'][string]
