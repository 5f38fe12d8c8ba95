import config from "./jest.config.js";

/** The tests that need Chromium on the machine. */
/** @type {import("jest").Config} */
export default {
  ...config,
  testMatch: ["<rootDir>/local-org/test/setup/browser.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
