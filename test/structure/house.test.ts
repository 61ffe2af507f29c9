import { repositoryFiles } from '../helpers/source-files'
import { errorCodesAreDocumented, errorCodesAreUsed } from './rules/errors'
import { environmentAtTheEdge, filesAreShort, noBarrels } from './rules/shape'
import { nobodyKnowsTheRehearsal } from './rules/words'
import { testRule } from './test-rule'

testRule(nobodyKnowsTheRehearsal, {
  bad: {
    'cdktf/stacks/a.ts': "const endpoint = 'http://localhost:5000'",
    'services/api/b.ts': "const host = '127.0.0.1'",
    'scripts/engine/c.ts': '// the emulator answers 404 here',
    'scripts/adapters/d.ts': "import { moto_server } from './moto'",
    '.github/actions/x/src/run.ts': 'const rehearsing = true',
  },
  caught: [
    /a\.ts:1: .*localhost/,
    /b\.ts/,
    /c\.ts/,
    /d\.ts:1: mentions moto_/,
    /d\.ts:1: mentions moto$/,
    /run\.ts/,
  ],
  good: {
    'scripts/rehearsal/main.ts': "const emulator = 'http://127.0.0.1'",
    'scripts/report/schema.ts': "const file = '.rehearsal/report.json'",
    'scripts/commands/a.ts': "const suggestion = 'npm run rehearse shows it'",
    'cdktf/config/b.ts': "const motor = 'remote, promotor'",
    'test/unit/a.test.ts': "const emulator = 'localhost'",
  },
})

testRule(filesAreShort, {
  bad: { 'scripts/a.ts': 'x\n'.repeat(301), 'services/b.sql': 'x\n'.repeat(400) },
  caught: [/a\.ts: 301 lines/, /b\.sql: 400 lines/],
  good: { 'scripts/a.ts': 'x\n'.repeat(300), 'scripts/b.ts': `${'x\n'.repeat(299)}x` },
})

testRule(noBarrels, {
  bad: {
    'scripts/a.ts': "export * from './b'\nexport const c = 1",
    'scripts/b.ts': "export { c } from './c'\nexport type { D } from './d'",
    'scripts/c/index.ts': "import { d } from './d'\nexport const run = () => d()",
    'scripts/d.ts': "import { e } from './e'\nexport { e }",
  },
  caught: [
    /a\.ts: export \*/,
    /b\.ts: only passes on/,
    /index\.ts: .*no ordered list/,
    /d\.ts: only passes on/,
  ],
  good: {
    'scripts/phases/index.ts':
      "import { a } from './a'\nexport const phases = [a] as const satisfies readonly unknown[]",
    'scripts/checks/index.ts': "import { a } from './a'\nexport const checks = { a } as const",
    'scripts/a.ts': "import { b } from './b'\nexport const a = b + 1",
    'scripts/setup.ts': "import './register'\nregister()",
  },
})

testRule(environmentAtTheEdge, {
  bad: {
    'scripts/engine/a.ts': "const home = process.env['HOME']",
    'scripts/engine/b.ts': "const home = process['env'].HOME",
    'scripts/engine/c.ts': 'const { env } = process',
    'scripts/engine/d.ts': "import { env as settings } from 'node:process'",
    'services/shared/e.ts': 'const { env: settings } = globalThis.process',
  },
  caught: [/a\.ts:1: .*process\.env/, /b\.ts/, /c\.ts/, /d\.ts/, /e\.ts/],
  good: {
    'scripts/bin.ts': 'const settings = process.env',
    '.github/actions/x/src/inputs.ts': 'const settings = process.env',
    'scripts/engine/a.ts': '// process.env is not read here\nconst env = options.env\nprocess.exitCode = 1',
    'test/helpers/a.ts': 'const settings = process.env',
  },
})

const codes = (...names: readonly string[]): string =>
  `export const ERROR_CODES = { ${names.map((name) => `${name}: { exit: 2, meaning: 'x' }`).join(', ')} } as const`

testRule(errorCodesAreUsed, {
  bad: {
    'scripts/engine/error-codes.ts': codes('USAGE', 'LEASE_HELD', 'REVERTED'),
    'scripts/cli.ts': "throw new MigrateError('USAGE', 'x', { suggestion: 'y' }) // LEASE_HELD",
    'test/unit/a.test.ts': "expect(code).toBe('REVERTED')",
  },
  caught: [/LEASE_HELD is used nowhere/, /REVERTED is used nowhere/],
  good: {
    'scripts/engine/error-codes.ts': codes('USAGE'),
    'scripts/cli.ts': "throw new MigrateError('USAGE', 'x', { suggestion: 'y' })",
  },
})

testRule(errorCodesAreDocumented, {
  bad: {
    'scripts/engine/error-codes.ts': codes('USAGE', 'REVERTED'),
    'docs/errors.md': '| `USAGE` | 2 | x |\n| `GONE` | 2 | x |\n',
  },
  caught: [/lacks REVERTED/, /GONE does not exist/],
  good: { 'scripts/engine/error-codes.ts': codes('USAGE'), 'docs/errors.md': '| `USAGE` | 2 | x |\n' },
})

describe('the files the rules are held against', () => {
  it('are all of the code: every folder is there, and no generated or foreign file', () => {
    const paths = repositoryFiles().map(({ path }) => path)
    for (const folder of ['.github/actions/', 'cdktf/', 'scripts/', 'services/', 'test/']) {
      expect(paths.filter((path) => path.startsWith(folder))).not.toEqual([])
    }
    expect(paths.filter((path) => /(^|\/)(node_modules|dist)\//.test(path))).toEqual([])
  })
})
