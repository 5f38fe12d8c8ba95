import config from "./jest.config.js";

/**
 * The tests with clients of other projects, which are installed when they first run: Python's simple-salesforce,
 * Salesforce's source-deploy-retrieve and its CLI.
 */
/** @type {import("jest").Config} */
export default {
  ...config,
  testMatch: [
    "<rootDir>/local-org/test/clients/salesforceCli.test.ts",
    "<rootDir>/local-org/test/clients/simpleSalesforce.test.ts",
    "<rootDir>/local-org/test/clients/sourceDeployRetrieve.test.ts",
  ],
  testPathIgnorePatterns: ["/node_modules/"],
};
