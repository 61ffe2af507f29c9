import { defineSystem } from '../config/define-system'
import { echo, everlink, tap } from './studio-apps'
import { dev, prod } from './studio-environments'

/**
 * The studio: Echo moves from Supabase and Fly.io, Everlink and TAP begin on AWS. They share network, database server, user
 * pool and load balancer. What Flight Control would do, the workflows of this repository do.
 */
export const studio = defineSystem({
  name: 'studio',
  description: 'Echo, Everlink and TAP on one bill',
  // Placeholders: fill in with `gh api repos/OWNER/NAME --jq '.id, .owner.id'`.
  github: { repository: 'example-org/studio', repositoryId: '100000002', ownerId: '1000001' },
  phases: {
    foundation: 'new',
    storage: 'migrate',
    database: 'migrate',
    auth: 'migrate',
    backend: 'migrate',
    frontend: 'migrate',
    decommission: 'migrate',
  },
  apps: { echo, everlink, tap },
  databaseServer: { engine: 'postgres', version: '16', masterUsername: 'studio_admin' },
  // One pool, a client for each project: somebody who knows Echo can sign in to Everlink.
  userPool: { name: 'studio-users', signInWith: 'email', mfa: 'optional' },
  secrets: {
    ECHO_DATABASE_URL: { description: "Connection of Echo's application role", form: 'postgres-url' },
    EVERLINK_DATABASE_URL: { description: "Connection of Everlink's application role", form: 'postgres-url' },
    // Parameter Store, as the roadmap has it.
    AUDIUS_API_KEY: { description: 'Key of the Audius developer app', store: 'parameter-store' },
    AUDIUS_API_SECRET: { description: 'Secret of the Audius developer app', store: 'parameter-store' },
    SUPABASE_SERVICE_ROLE_KEY: {
      description: 'Storage and users of the source, until its phases are complete',
      form: 'service-key',
    },
  },
  environments: { dev, prod },
})
