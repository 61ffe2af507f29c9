import type { SystemInput } from '../config/schema'

type EnvironmentInput = SystemInput['environments'][string]

/** Prototyping: db.t3.micro, as the roadmap says. */
export const dev: EnvironmentInput = {
  production: false,
  // AWS's documentation accounts. dev shares one with other systems, prod has its own.
  accountId: '123456789012',
  region: 'us-east-1',
  // aiuteur/dev owns it in this account.
  githubProvider: 'shared',
  guardDuty: true,
  dns: { zone: 'dev.studio.example', ownership: 'own' },
  domains: {
    echo: { web: 'echo.dev.studio.example', api: 'api.echo.dev.studio.example' },
    everlink: { api: 'api.everlink.dev.studio.example' },
  },
  webOrigins: ['https://echo.dev.studio.example', 'https://everlink.dev.studio.example'],
  source: { echo: { supabase: { projectRef: 'wqlzhdnpyvtkexrmacbo' } } },
  network: { cidr: '10.40.0.0/16', zones: 2, nat: 'one' },
  database: {
    instanceClass: 'db.t3.micro',
    allocatedStorageGb: 20,
    maxAllocatedStorageGb: 100,
    storageType: 'gp3',
    multiAz: false,
    backupRetentionDays: 7,
    deletionProtection: true,
  },
  services: { everlink: { everlink: { cpuUnits: 256, memoryMb: 512, desiredCount: 1 } } },
  budget: { alertsUsd: [100, 200], emails: [] },
}

/** Production: db.t3.medium, Multi-AZ. The roadmap's 30 to 40 USD for it is the price of one zone, reserved for a year. */
export const prod: EnvironmentInput = {
  production: true,
  accountId: '111122223333',
  region: 'us-east-1',
  githubProvider: 'own',
  guardDuty: true,
  // The zone in which the live names are: looked up, so that nothing has to be delegated anew and no name goes missing.
  dns: { zone: 'studio.example', ownership: 'existing' },
  domains: {
    echo: {
      web: 'echo.studio.example',
      api: 'api.echo.studio.example',
      cdn: 'cdn.echo.studio.example',
    },
    everlink: { api: 'api.everlink.studio.example', cdn: 'cdn.everlink.studio.example' },
  },
  webOrigins: ['https://echo.studio.example', 'https://everlink.studio.example'],
  source: { echo: { supabase: { projectRef: 'nzkrwtuxjhqapvdleymo' } } },
  network: { cidr: '10.50.0.0/16', zones: 2, nat: 'one' },
  database: {
    instanceClass: 'db.t3.medium',
    allocatedStorageGb: 50,
    maxAllocatedStorageGb: 500,
    storageType: 'gp3',
    multiAz: true,
    backupRetentionDays: 35,
    deletionProtection: true,
  },
  services: { everlink: { everlink: { cpuUnits: 512, memoryMb: 1024, desiredCount: 2 } } },
  budget: { alertsUsd: [100, 200], emails: [] },
}
