/** Specs of the Lightning components (`<feature>/lwc/<component>/__tests__`) and of what the local host gives them in place of the platform. */
const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

module.exports = {
  ...jestConfig,
  rootDir: __dirname,
  roots: ['<rootDir>/force-app', '<rootDir>/sandbox/pages/host'],
  testMatch: ['**/__tests__/**/*.test.js'],
  moduleNameMapper: {
    // Stubs that are missing or too silent, and the values of the user's locale.
    '^lightning/navigation$': '<rootDir>/force-app/test/jest-mocks/navigation.js', // the stub goes nowhere and tells nobody
    '^lightning/modal$': '<rootDir>/force-app/test/jest-mocks/modal.js',
    '^@salesforce/i18n/timeZone$': '<rootDir>/force-app/test/jest-mocks/timeZone.js',
    '^@salesforce/i18n/locale$': '<rootDir>/force-app/test/jest-mocks/locale.js',
  },
  setupFilesAfterEnv: [...jestConfig.setupFilesAfterEnv, '<rootDir>/force-app/test/jest-mocks/setup.js'],
  coverageProvider: 'v8', // the other provider reports nothing for files in the transform cache
  maxWorkers: 2,
};
