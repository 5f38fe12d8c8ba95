import config from "./jest.config.js";

/** The tests that need to know nothing of the org that they run against; npm run test:live gives them one. */
/** @type {import("jest").Config} */
export default {
  ...config,
  testMatch: ["<rootDir>/test/live/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  // A live org counts requests and locks rows: one test after the other.
  maxWorkers: 1,
};
