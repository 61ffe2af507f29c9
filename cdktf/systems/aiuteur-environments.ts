import type { SystemInput } from '../config/schema'

type EnvironmentInput = SystemInput['environments'][string]

// AWS's documentation account. An account for each environment is the better choice: then prod owns its provider too.
const DOCUMENTATION_ACCOUNT = '123456789012'

/** Small scale: up to 100 users and 50 GB, about 53 USD a month. */
export const dev: EnvironmentInput = {
  production: false,
  accountId: DOCUMENTATION_ACCOUNT,
  region: 'us-east-1',
  githubProvider: 'own',
  // A zone of its own: the parent zone delegates it, and nothing done here can touch production's names.
  dns: { zone: 'dev.aiuteur.example', ownership: 'own' },
  domains: { aiuteur: { web: 'dev.aiuteur.example', api: 'api.dev.aiuteur.example' } },
  network: { cidr: '10.20.0.0/16', zones: 2, nat: 'one' },
  webOrigins: ['https://dev.aiuteur.example'],
  // Made up; the seed's own project is not ours to name.
  source: { aiuteur: { supabase: { projectRef: 'hvmtqzkwxplbnrcdfgse' } } },
  database: {
    instanceClass: 'db.t3.micro',
    allocatedStorageGb: 20,
    maxAllocatedStorageGb: 100,
    // The seed says gp2. gp3 costs the same and does not run out of burst credits.
    storageType: 'gp3',
    multiAz: false,
    backupRetentionDays: 7,
    // The seed says no protection. Dev holds the only copy of a migration that was tried: one flag is cheaper than a restore.
    deletionProtection: true,
  },
  services: {
    aiuteur: {
      api: { cpuUnits: 512, memoryMb: 1024, desiredCount: 1 },
      worker: { cpuUnits: 256, memoryMb: 512, desiredCount: 1 },
    },
  },
  budget: { alertsUsd: [100, 200], emails: [] },
}

/** Medium scale: about 1,000 users and 500 GB, about 336 USD a month, of which 170 are CloudFront traffic. */
export const prod: EnvironmentInput = {
  production: true,
  accountId: DOCUMENTATION_ACCOUNT,
  region: 'us-east-1',
  // dev owns the provider as long as both share an account.
  githubProvider: 'shared',
  // The zone in which the live names are: looked up, so that nothing has to be delegated anew and no name goes missing.
  dns: { zone: 'aiuteur.example', ownership: 'existing' },
  domains: {
    aiuteur: { web: 'aiuteur.example', api: 'api.aiuteur.example', cdn: 'cdn.aiuteur.example' },
  },
  // One NAT gateway: when its zone fails, calls to Veo wait. A second one costs 33 USD a month.
  network: { cidr: '10.30.0.0/16', zones: 2, nat: 'one' },
  webOrigins: ['https://aiuteur.example', 'https://www.aiuteur.example'],
  source: { aiuteur: { supabase: { projectRef: 'kwbyrjnsexotgdlmzvqa' } } },
  database: {
    instanceClass: 'db.t3.small',
    allocatedStorageGb: 100,
    maxAllocatedStorageGb: 500,
    storageType: 'gp3',
    multiAz: true,
    // The seed says 7 everywhere. Backups up to the size of the database are free.
    backupRetentionDays: 35,
    deletionProtection: true,
  },
  services: {
    aiuteur: {
      api: { cpuUnits: 1024, memoryMb: 2048, desiredCount: 2 },
      worker: { cpuUnits: 512, memoryMb: 1024, desiredCount: 1 },
    },
  },
  // The seed's two alerts, and a third: at this scale the second one rings every month.
  budget: { alertsUsd: [100, 200, 400], emails: [] },
  alarms: { apiErrorPercent: 2, apiLatencyMs: 1500 },
}
