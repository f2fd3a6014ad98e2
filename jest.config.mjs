/** TypeScript tests of the bridge, the sandbox and the scripts. LWC specs have their own configuration. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/bridge', '<rootDir>/sandbox', '<rootDir>/scripts'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest-strip-types.cjs' },
  moduleFileExtensions: ['ts', 'mjs', 'cjs', 'js', 'json', 'node'],
  testTimeout: 20_000,
  maxWorkers: 2,
};
