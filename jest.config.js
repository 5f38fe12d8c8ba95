import { availableParallelism } from "node:os";

const root = import.meta.dirname;
const paths = (...names) => names.map((name) => `${root}/${name}.test.ts`);

const common = {
  rootDir: root,
  modulePathIgnorePatterns: [
    "<rootDir>/dist/",
    "<rootDir>/local-org/dist/",
    "<rootDir>/local-webex/dist/",
    "<rootDir>/.local/",
  ],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/tools/jest/stripTypes.js" },
  testEnvironment: "<rootDir>/tools/jest/environment.js",
  moduleNameMapper: { "^fast-check$": "<rootDir>/tools/jest/fastCheck.js" },
};

/** The tests that `npm test` leaves out, and the script `test:<name>` runs: tools/commands/test.ts says what they need. */
const kinds = {
  browser: paths(
    "local-org/test/setup/browser",
    "local-webex/test/pages/browser",
    "test/docs/pictures",
    "test/docs/screenshots",
    "test/operations/fleet/page",
  ),
  clients: paths(
    "local-org/test/clients/jwtLogins",
    "local-org/test/clients/salesforceCli",
    "local-org/test/clients/simpleSalesforce",
    "local-org/test/clients/sourceDeployRetrieve",
    "test/clients/deployer",
    "test/clients/recipes",
  ),
  fleet: paths("test/operations/fleet/measure"),
  live: paths("test/live/**/*"),
};
const others = Object.values(kinds).flat();

/** Tests of which `npm test` runs a sample, and `test:<name>` the whole. */
const wholes = { configuration: paths("test/engine/todaysConfiguration"), rotation: paths("test/engine/rotation") };

/** @type {import("jest").Config} */
export default {
  projects: [
    {
      ...common,
      displayName: "test",
      testMatch: [
        ...paths("test/**/*", "local-org/test/**/*", "local-webex/test/**/*"),
        ...others.map((path) => `!${path}`),
      ],
    },
    ...Object.entries(kinds).map(([displayName, testMatch]) => ({ ...common, displayName, testMatch })),
    ...Object.entries(wholes).map(([displayName, testMatch]) => ({
      ...common,
      displayName,
      testMatch,
      globals: { wholeTable: true },
    })),
  ],
  testTimeout: 60_000,
  testSequencer: "<rootDir>/tools/jest/sequencer.js",
  // Many suites wait: for processes of their own, or for the windows in which reads are joined.
  // A number: jest takes "150%" for 150 workers.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
};
