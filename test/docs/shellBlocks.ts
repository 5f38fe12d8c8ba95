import { textOf } from "./pages.ts";

/** How a shell block of a page is tried. */
export type Trial =
  /** `test/docs/runBlocks.test.ts` runs it, after `before` and followed by `after`. */
  | { before?: string; after?: string }
  /** A file that runs the same commands. */
  | { elsewhere: string }
  /** Why it cannot be run. */
  | { not: string };

/** The way into the org, as the README sets it for its terminal. */
export const login = "export SALESFORCE_PRIVATE_KEY_FILE=/run/secrets/deployer.key";
const production = { before: login };
const guides = { elsewhere: "test/engine/guides.test.ts" };
const blueGreen = { elsewhere: "test/engine/rotation.test.ts" };
const removeKey = "rm key.pem";
/** What a page has set for its terminal in its first block. */
const org = "ORG=http://127.0.0.1:8417";

/** Each shell block of each page, in order. What runs here runs from top to bottom, on one org. */
export const trials: Record<string, Trial[]> = {
  "README.md": [
    ...[".ci/run", ".ci/run", ".ci/run"].map((elsewhere) => ({ elsewhere })),
    {},
    { elsewhere: "test/package/consumer.test.ts" },
  ],
  "docs/connection.md": [{}, {}, {}, production, {}],
  "docs/deployer.md": [{ after: "rm deployer.key" }, production, { after: "rm deployer.key deployer.crt" }],
  "docs/customise.md": [
    {},
    {
      before: "cp /run/secrets/certificate.pem certificate.pem; cp /run/secrets/deployer.key key.pem",
      after: `pulumi config rm-all certificatePem privateKeyPem; rm certificate.pem; ${removeKey}`,
    },
  ],
  "docs/connected-app.md": [
    { elsewhere: "test/engine/adoption.test.ts" },
    { elsewhere: "test/engine/adoption.test.ts" },
    ...[1, 2, 3].map(() => ({ elsewhere: "test/engine/connectedApp.test.ts" })),
  ],
  "docs/adoption.md": [{ elsewhere: "test/engine/adoption.test.ts" }],
  "docs/webex.md": [
    { before: login, after: removeKey },
    production,
    guides,
    guides,
    { elsewhere: "test/operations/connector/move/command.test.ts" },
    { elsewhere: "test/operations/connector/move/command.test.ts" },
    production,
    production,
  ],
  "docs/operate.md": [
    production,
    { before: login, after: removeKey },
    production,
    { elsewhere: "test/engine/sandboxRefresh.test.ts" },
  ],
  "docs/performance.md": [{ not: "takes hours on an idle machine" }],
  "docs/rotation.md": [
    // Cut-over: prepared, done, confirmed, taken back.
    ...[guides, guides, guides, guides],
    ...[blueGreen, blueGreen, blueGreen, blueGreen, blueGreen],
    // A key that has leaked, and a certificate that has expired.
    ...[guides, guides, guides],
  ],
  "docs/fleet.md": [
    { elsewhere: "test/operations/fleet/drift.test.ts" },
    { elsewhere: "test/engine/reader.test.ts" },
    { elsewhere: "test/engine/reader.test.ts" },
    { before: login, after: "rm fleet.json comment.md fleet.xml fleet.html" },
    { elsewhere: "test/operations/fleet/repairAndAccept.test.ts" },
    { elsewhere: "test/engine/fleet.test.ts" },
    { elsewhere: "test/operations/fleet/pipelines.test.ts" },
  ],
  "docs/policies.md": [{ elsewhere: "test/package/policies.test.ts" }],
  "docs/gitops.md": Array.from({ length: 6 }, () => ({ elsewhere: "test/engine/gitops.test.ts" })),
  "docs/reliability.md": [production, production, { not: "takes hours; a sample is part of npm test" }],
  "docs/resources/README.md": [{ after: "pulumi config rm pulumi-nodejs:salesforce.ownerTag" }],
  "examples/README.md": [
    { elsewhere: "test/package/consumer.test.ts" },
    { elsewhere: "test/package/consumer.test.ts" },
    { elsewhere: "test/package/consumer.test.ts" },
  ],
  "CONTRIBUTING.md": [
    { elsewhere: ".ci/run" },
    { not: "npm run check and npm test run the same programs" },
    { elsewhere: "test/tools/release/release.test.ts" },
  ],
  "local-webex/README.md": [{}],
  "local-webex/docs/control.md": [{ elsewhere: "local-webex/test/tenant/faults.test.ts" }],
  "local-org/README.md": [
    { elsewhere: "test/package/localOrg.test.ts" },
    { elsewhere: "local-org/test/conformance/command.test.ts" },
  ],
  "local-org/docs/clients.md": [{}, { elsewhere: "local-org/test/clients/salesforceCli.test.ts" }],
  "local-org/docs/faults.md": [
    { after: "curl -s -X DELETE http://127.0.0.1:8417/_local/faults" },
    { before: org },
    { before: `echo '{"emea": {}}' > orgs.json`, after: "rm orgs.json" },
  ],
  "local-org/docs/rules.md": [{}, {}, {}, { before: org }],
  "local-org/docs/setup.md": [{}],
  "local-org/docs/test-your-integration.md": [
    { elsewhere: "local-org/test/conformance/command.test.ts" },
    { elsewhere: "local-org/test/conformance/command.test.ts" },
  ],
};

/** Whether a command runs until it is stopped. */
export const isServer = (command: string) =>
  /^(npm run org|npx local-salesforce-org|npx local-webex-tenant)\b/.test(command) && !command.includes("conformance");

/** The commands of the shell blocks of a page: lines after a prompt with what continues them; without prompts, all lines. */
export function shellBlocksOf(page: string): string[] {
  return [...textOf(page).matchAll(/^ *```(?:console|sh|bash)\n([\s\S]*?)^ *```$/gm)].map(([, block = ""]) => {
    const lines = block.split("\n").map((line) => line.trim());
    if (!lines.some((line) => line.startsWith("$ "))) return lines.join("\n").trim();
    const commands = lines.filter((line, index) => line.startsWith("$ ") || lines[index - 1]?.endsWith("\\"));
    return commands.map((line) => line.replace(/^\$ /, "")).join("\n");
  });
}

const ours = /^(?:npm run (?:--silent )?|npx (?:pulumi-salesforce-access|local-\S+) |pulumi )(.*)$/;

/** What a test has to give that runs the commands of this project and of Pulumi in a block: their names and options. */
export function wordsOf(commands: string): string[] {
  const lines = commands.replaceAll(/\\\n */g, "").split("\n");
  return lines.flatMap((line) => {
    const words =
      ours
        .exec(line.replace(/ #.*/, ""))?.[1]
        ?.replace(/^(\S+) --(?= |$)/, "$1")
        .split(" ") ?? [];
    const options = words.filter((word) => word.startsWith("--")).map((word) => word.replace(/=.*/, ""));
    const names = words.slice(0, words.findIndex((word) => !/^[a-z][a-z:-]*$/.test(word)) >>> 0);
    return [...names.slice(0, 2), ...options];
  });
}
