import config from "./jest.config.js";

/**
 * The tests with clients of other projects, which are installed when they first run: Python's simple-salesforce,
 * Salesforce's source-deploy-retrieve and its CLI.
 */
/** @type {import("jest").Config} */
export default {
  ...config,
  testMatch: [
    "<rootDir>/test/local-org-clients/salesforceCli.test.ts",
    "<rootDir>/test/local-org-clients/simpleSalesforce.test.ts",
    "<rootDir>/test/local-org-clients/sourceDeployRetrieve.test.ts",
  ],
  testPathIgnorePatterns: ["/node_modules/"],
};
