import { defineSystem } from '../config/define-system'
import { communityApp } from './community-app'
import { dev, prod } from './community-environments'

/** Community: a hybrid. `keep` becomes `migrate` in one word each, and the stacks of that phase appear. */
export const community = defineSystem({
  name: 'community',
  description: 'Friend matching: photos, functions and messages on AWS; database and auth on Supabase',
  // Placeholders: fill in with `gh api repos/OWNER/NAME --jq '.id, .owner.id'`.
  github: { repository: 'example-org/community', repositoryId: '100000003', ownerId: '1000001' },
  phases: {
    foundation: 'new',
    storage: 'migrate',
    database: 'keep',
    auth: 'keep',
    backend: 'migrate',
    frontend: 'keep',
    decommission: 'keep',
  },
  apps: { community: communityApp },
  databaseServer: {
    engine: 'postgres',
    version: '15',
    masterUsername: 'community_admin',
    extensions: ['postgis'],
  },
  userPool: { name: 'community-users', signInWith: 'email', methods: ['magic-link'], mfa: 'off' },
  realtime: { redisVersion: '7.1' },
  secrets: {
    DATABASE_URL: {
      description: 'Connection of the application role: Supabase as long as the database is kept',
      form: 'postgres-url',
    },
    SUPABASE_JWT_SECRET: {
      description: 'Verifies tokens that Supabase signs with a shared secret',
      form: 'signing-secret',
    },
  },
  environments: { dev, prod },
})
