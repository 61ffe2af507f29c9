const config = require('./jest.config')

/**
 * Tests of minutes: `npm run test:long`.
 * @type {import('jest').Config}
 */
module.exports = {
  ...config,
  roots: ['<rootDir>/test/long'],
  testPathIgnorePatterns: ['/node_modules/'],
  // They start what they need themselves.
  globalSetup: undefined,
  globalTeardown: undefined,
  testTimeout: 900_000,
  // Each of them fills the machine.
  maxWorkers: 1,
}
