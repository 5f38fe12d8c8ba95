/** @type {import("jest").Config} */
export default {
  testMatch: ["<rootDir>/test/**/*.test.ts", "<rootDir>/local-org/test/**/*.test.ts"],
  // npm run test:live gives its tests an org; npm run test:browser needs a browser on the machine, npm run test:clients
  // Python and packages of others.
  testPathIgnorePatterns: [
    "/node_modules/",
    "/test/live/",
    "/local-org/test/setup/browser\\.test\\.ts$",
    "/local-org/test/clients/(salesforceCli|simpleSalesforce|sourceDeployRetrieve)\\.test\\.ts$",
  ],
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/local-org/dist/", "<rootDir>/.local/"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": ["ts-jest", { useESM: true, diagnostics: false }] },
  testTimeout: 60_000,
  // The engine tests mostly wait for processes of their own, so no core is left for jest alone.
  maxWorkers: "100%",
};
