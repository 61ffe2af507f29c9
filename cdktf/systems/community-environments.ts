import type { SystemInput } from '../config/schema'

type EnvironmentInput = SystemInput['environments'][string]

export const dev: EnvironmentInput = {
  production: false,
  // AWS's documentation accounts. dev shares one with other systems, prod has its own.
  accountId: '123456789012',
  region: 'us-east-1',
  // aiuteur/dev owns it in this account.
  githubProvider: 'shared',
  dns: { zone: 'dev.community.example', ownership: 'own' },
  domains: { community: { api: 'api.dev.community.example' } },
  webOrigins: ['https://dev.community.example'],
  source: { community: { supabase: { projectRef: 'rxkdwmzqhvylnpeobtja' } } },
  // The plan's own addresses: public 10.0.1.0/24 and 10.0.2.0/24, private 10.0.10.0/24 and 10.0.11.0/24.
  network: { cidr: '10.0.0.0/16', zones: 2, nat: 'one' },
  database: {
    instanceClass: 'db.t4g.micro',
    allocatedStorageGb: 20,
    maxAllocatedStorageGb: 100,
    storageType: 'gp3',
    multiAz: false,
    backupRetentionDays: 7,
    deletionProtection: true,
  },
  redis: { nodeType: 'cache.t4g.micro', replicas: 0 },
  services: { community: { fanout: { cpuUnits: 256, memoryMb: 512, desiredCount: 1 } } },
  budget: { alertsUsd: [25, 50], emails: [] },
}

/** For about 10,000 users. */
export const prod: EnvironmentInput = {
  production: true,
  accountId: '444455556666',
  region: 'us-east-1',
  githubProvider: 'own',
  // The zone in which the live names are: looked up, so that nothing has to be delegated anew and no name goes missing.
  dns: { zone: 'community.example', ownership: 'existing' },
  domains: { community: { api: 'api.community.example', cdn: 'cdn.community.example' } },
  webOrigins: ['https://community.example', 'https://www.community.example'],
  source: { community: { supabase: { projectRef: 'ljvqtbnygzxwkrepdhca' } } },
  network: { cidr: '10.60.0.0/16', zones: 2, nat: 'one' },
  database: {
    instanceClass: 'db.t4g.small',
    allocatedStorageGb: 50,
    maxAllocatedStorageGb: 200,
    storageType: 'gp3',
    multiAz: true,
    backupRetentionDays: 35,
    deletionProtection: true,
  },
  redis: { nodeType: 'cache.t4g.micro', replicas: 1 },
  services: { community: { fanout: { cpuUnits: 256, memoryMb: 512, desiredCount: 2 } } },
  budget: { alertsUsd: [100, 200], emails: [] },
}
