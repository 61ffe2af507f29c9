import { defineSystem } from '../config/define-system'
import { aiuteurApp } from './aiuteur-app'
import { dev, prod } from './aiuteur-environments'

/** Aiuteur: a video production assistant. React and Express on Supabase, moved to AWS one phase at a time. */
export const aiuteur = defineSystem({
  name: 'aiuteur',
  description: 'Video production assistant: React SPA, Express API, video job worker',
  // Placeholders: fill in with `gh api repos/OWNER/NAME --jq '.id, .owner.id'`.
  github: { repository: 'example-org/aiuteur', repositoryId: '100000001', ownerId: '1000001' },
  phases: {
    foundation: 'new',
    storage: 'migrate',
    database: 'migrate',
    auth: 'migrate',
    backend: 'migrate',
    // Optional in the seed ("S3 + CloudFront or Amplify"). `keep` leaves the SPA where it is hosted today.
    frontend: 'migrate',
    decommission: 'migrate',
  },
  apps: { aiuteur: aiuteurApp },
  // RDS and not Aurora Serverless: the worker polls every 10 s, and a paused Aurora takes 5 to 30 s to wake up.
  databaseServer: {
    engine: 'postgres',
    version: '16',
    port: 5432,
    masterUsername: 'aiuteur_admin',
    // The seed opens port 5432 to 0.0.0.0/0 and makes the instance public "for development". Never here: the migration
    // runs inside the VPC, so nobody's laptop needs a way in.
    publiclyAccessible: false,
  },
  userPool: { name: 'aiuteur-users', signInWith: 'email', mfa: 'optional' },
  secrets: {
    DATABASE_URL: {
      description: 'Connection of the application role, which is not the master user',
      form: 'postgres-url',
    },
    GOOGLE_CREDENTIALS: { description: 'Service account for Veo3', form: 'json' },
    API_KEYS: {
      description: 'One JSON object with the keys of the language model and image providers',
      form: 'json',
    },
    SUPABASE_SERVICE_ROLE_KEY: {
      description: 'Storage and users of the source, until its phases are complete',
      form: 'service-key',
    },
    SUPABASE_JWT_SECRET: {
      description: 'Verifies the tokens of the source while both issuers are accepted',
      form: 'signing-secret',
    },
  },
  environments: { dev, prod },
})
