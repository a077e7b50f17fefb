/** Tests are TypeScript modules, compiled by SWC because type-graphql needs decorator metadata. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/adapters', '<rootDir>/src'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { swcrc: true }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testTimeout: 30_000,
  maxWorkers: 2,
};
