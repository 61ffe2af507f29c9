import { configIsPure, constructsKnowNoSystem, providerByPath } from './rules/imports-cdktf'
import {
  phasesStandAlone,
  scriptsTakeSchemasOnly,
  servicesStandAlone,
  sidesAreStrangers,
  transferAndChecksKnowPortsOnly,
} from './rules/imports-scripts'
import { testRule } from './test-rule'

testRule(configIsPure, {
  bad: {
    'cdktf/config/a.ts': "import { App } from 'cdktf'",
    'cdktf/config/b.ts': "import type { S3Client } from '@aws-sdk/client-s3'",
    'cdktf/config/c.ts': "export { Storage } from '../stacks/storage'",
    'cdktf/config/d.ts': "import { name } from '../names'",
    'cdktf/names.ts': "const lazily = () => import('./constructs/bucket')",
  },
  caught: [
    /a\.ts: reaches CDKTF/,
    /b\.ts: reaches an AWS SDK/,
    /c\.ts: reaches a stack/,
    /d\.ts: .* through cdktf\/names/,
  ],
  good: { 'cdktf/config/a.ts': "import { z } from 'zod'\nimport { b } from './b'" },
})

testRule(constructsKnowNoSystem, {
  bad: {
    'cdktf/constructs/a.ts': "import { stackName } from '../config/names'",
    'cdktf/constructs/b.ts': "import { systems } from '../systems'",
  },
  caught: [/a\.ts: imports \.\.\/config\/names/, /b\.ts: imports \.\.\/systems/],
  good: { 'cdktf/constructs/a.ts': "import { Construct } from 'constructs'\nimport { tags } from './tags'" },
})

testRule(providerByPath, {
  bad: {
    'cdktf/stacks/a.ts': "import { s3Bucket } from '@cdktf/provider-aws'",
    'cdktf/stacks/b.ts': "const aws = require('@cdktf/provider-aws/lib')",
  },
  caught: [/a\.ts/, /b\.ts/],
  good: { 'cdktf/stacks/a.ts': "import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket'" },
})

testRule(phasesStandAlone, {
  bad: {
    'scripts/phases/storage/copy.ts': "import { dump } from '../database/dump'",
    'scripts/phases/auth.ts': "import { users } from '../adapters/supabase/users'",
    'scripts/phases/backend.ts': "import { S3Client } from '@aws-sdk/client-s3'",
    'scripts/phases/frontend.ts': "import { foundation } from './foundation'",
  },
  caught: [
    /copy\.ts: .*another phase/,
    /auth\.ts: .*not open/,
    /backend\.ts: .*ports/,
    /frontend\.ts: .*another phase/,
  ],
  good: {
    'scripts/phases/index.ts': "import { storage } from './storage/phase'",
    'scripts/phases/storage/phase.ts':
      "import { copy } from './copy'\nimport type { Ports } from '../../adapters/ports'",
    'scripts/phases/storage.ts':
      "import { verify } from '../checks/objects'\nimport { createHash } from 'node:crypto'",
  },
})

testRule(transferAndChecksKnowPortsOnly, {
  bad: {
    'scripts/transfer/objects.ts': "import { list } from '../adapters/aws/objects'",
    'scripts/transfer/rows.ts': "import { Client } from 'pg'",
    'scripts/transfer/urls/rewrite.ts': "import { lease } from '../../engine/lease'",
    'scripts/transfer/users.ts': "import { compare } from '../checks/users'",
    'scripts/checks/objects.ts': "import { storage } from '../phases/storage/phase'",
  },
  caught: [
    /objects\.ts: .*aws/,
    /rows\.ts: .*pg/,
    /rewrite\.ts: .*lease/,
    /users\.ts: .*checks/,
    /checks\/objects\.ts/,
  ],
  good: {
    'scripts/transfer/objects.ts':
      "import type { ObjectSource } from '../adapters/ports'\nimport { join } from './merge-join'",
    'scripts/checks/objects.ts': "import { MigrateError } from '../engine/errors'",
  },
})

testRule(sidesAreStrangers, {
  bad: {
    'scripts/adapters/supabase/objects.ts': "import { put } from '../aws/objects'",
    'scripts/adapters/aws/objects.ts': "import { get } from '../supabase/objects'",
  },
  caught: [/supabase\/objects\.ts: imports \.\.\/aws/, /aws\/objects\.ts: imports \.\.\/supabase/],
  good: {
    'scripts/adapters/aws/objects.ts':
      "import { errorOf } from './errors'\nimport type { P } from '../ports'",
  },
})

testRule(servicesStandAlone, {
  bad: {
    'services/api/main.ts': "import { MigrateError } from '../../scripts/engine/errors'",
    'services/shared/a.ts': "import { names } from '../../cdktf/config/names'",
    'services/shared/b.ts': "import { App } from 'cdktf'",
  },
  caught: [/main\.ts/, /a\.ts/, /b\.ts/],
  good: { 'services/api/main.ts': "import { follow } from '../shared/switch/follow'" },
})

testRule(scriptsTakeSchemasOnly, {
  bad: {
    'scripts/plan/a.ts': "import { StorageStack } from '../../cdktf/stacks/storage'",
    'scripts/rehearsal/b.ts': "import { app } from '../../services/api/app'",
  },
  caught: [/a\.ts: .*cdktf\/stacks/, /b\.ts: .*services\/api/],
  good: {
    'scripts/plan/a.ts':
      "import { systems } from '../../cdktf/systems'\nimport { parse } from '../../cdktf/config/parse-system'\n" +
      "import { parseSwitch } from '../../services/shared/switch/schema'",
  },
})
