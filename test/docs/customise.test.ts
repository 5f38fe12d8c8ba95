import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { lifecycleOf, type ResourceKind } from "../../provider/registry.ts";
import { anyPrivateKey } from "../provider/declarations.ts";
import { certificate } from "../provider/kit.ts";
import { type Declared, known, mockEngine } from "../resources/mocks.ts";
import { blocksOf, textOf } from "./pages.ts";

/** Real values in the places of those that the stand-in of the engine makes up. */
const real: Record<string, unknown> = {
  "scv-profile-id": "00e000000000001AAA",
  "scv-permission-set-id": "0PS000000000001GAA",
  "scv-user-id": "005000000000001AAA",
  "scv-app-id": "0xI000000000001EAA",
  "PKCS#8 key": anyPrivateKey,
  certificate: certificate("valid"),
};
const realOf = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(realOf) : typeof value === "string" ? (real[value] ?? value) : value;

type Configuration = Record<string, unknown>;
let programs = 0;

/** Runs the project's program with a stack's configuration, on top of what it cannot do without. */
async function programWith(configuration: Configuration): Promise<Declared[]> {
  const declared = await mockEngine("production");
  const project = parse(textOf("Pulumi.yaml")) as { config: Record<string, { default?: unknown }> };
  const all = {
    ...Object.fromEntries(Object.entries(project.config).map(([key, { default: value }]) => [`access:${key}`, value])),
    "access:contactEmail": "team@mycompany.example",
    "access:username": "scv@mycompany.example",
    ...Object.fromEntries(
      Object.entries(configuration).map(([key, value]) => [key.replace("scv-integration:", "access:"), value]),
    ),
  };
  const texts = Object.entries(all).filter(([, value]) => value !== undefined);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      texts.map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)]),
    ),
  );
  programs++;
  const program = (await import(`../../index.ts?program=${programs}`)) as typeof import("../../index.ts");
  await known(program.default.webexConnector);
  // Nothing waits for the proof, which is declared last.
  while (!declared.some(({ name }) => name === "scv-proof")) await setTimeout(10);
  return declared;
}

const blocks = blocksOf("docs/customise.md", "yaml");

/** What each example of the page, in order, leads to: a resource, and some of its inputs. */
const expected: [name: string, inputs: object][] = [
  ["scv-app", { label: "WxCC Routing" }],
  ["scv-permission-set", { apexClasses: ["cnxscv.ServiceRouting", "c.OrderService"] }],
  ["scv-permission-set", { allowHighPrivilege: ["ViewAllData"] }],
  ["scv-user", { email: "platform-team@mycompany.com", timeZone: "Europe/Zurich", locale: "de_CH", alias: "scvrt" }],
  ["scv-user", { reactivate: true }],
  ["scv-app", { adopt: true }],
  ["scv-signing-certificate-1", { validityPeriodHours: 180 * 24, earlyRenewalHours: 20 * 24 }],
  ["scv-signing-key-2", { algorithm: "RSA" }],
  ["scv-proof", { audience: "https://login.salesforce.com", propagationTimeoutSeconds: 900, probeMethod: "GET" }],
  ["scv-policy", { sessionTimeoutInMinutes: 120 }],
];

describe("the examples of the page on customising", () => {
  test("are all tried here", () => {
    expect(blocks).toHaveLength(expected.length);
  });

  test.each(expected.map(([name, inputs], index) => [index, name, inputs] as const))(
    "%i makes %s %j, and no resource refuses it",
    async (index, name, inputs) => {
      const { config } = parse(blocks[index] ?? "") as { config: Configuration };
      const declared = await programWith(config);
      expect(declared.find((resource) => resource.name === name)?.inputs).toMatchObject(inputs);
      for (const { type, name: resource, inputs: news } of declared) {
        const [, kind] = /^pulumi-nodejs:dynamic\/salesforce:(\w+)$/.exec(type) ?? [];
        if (kind === undefined) continue;
        const values = Object.fromEntries(Object.entries(news).map(([key, value]) => [key, realOf(value)]));
        const lifecycle = lifecycleOf(kind as ResourceKind);
        const checked = await lifecycle.check({}, { ...values, isEnabled: false }, () => Promise.reject(new Error()));
        expect([resource, checked.failures]).toEqual([resource, []]);
      }
    },
  );
});

describe("a stack's configuration is refused", () => {
  test.each<[Configuration, string]>([
    [
      { "scv-integration:keyGenration": 2 },
      "The stack's configuration has no keyGenration; did you mean keyGeneration?",
    ],
    [
      { "scv-integration:contactEmial": "x" },
      "The stack's configuration has no contactEmial; did you mean contactEmail?",
    ],
    [
      { "scv-integration:overrides": { permissionset: {} } },
      "overrides has no permissionset; did you mean permissionSet?",
    ],
    [{ "scv-integration:overrides": { adopt: true } }, "overrides has no adopt; known are app, certificate, "],
    [{ "scv-integration:overrides": { user: "Jane" } }, "overrides.user must be an object of settings by name."],
    [{ "scv-integration:overrides": ["user"] }, "overrides must be an object of settings by name."],
    [
      { "scv-integration:certificatePem": "x", "scv-integration:overrides": { certificate: { validityDays: 30 } } },
      "overrides.certificate is about a certificate that is made here",
    ],
    [
      { "scv-integration:certificatePem": "x", "scv-integration:keyGeneration": 2 },
      "has keyGeneration, which is of keys that are made here, and certificatePem",
    ],
    [
      { "scv-integration:certificatePem": "x", "scv-integration:activeKeyGeneration": 1 },
      "has activeKeyGeneration, which is of keys that are made here, and certificatePem",
    ],
    [
      { "scv-integration:connectedAppConnector": "WxCC - SCV" },
      "has connectedAppConnector, which says nothing without connectedApp: set connectedApp too, or remove",
    ],
    [
      { "scv-integration:overrides.user.locale": "fr_FR" },
      "has overrides.user.locale as one key with dots in it, which nobody reads. Set it with --path: pulumi config set --path overrides.user.locale …",
    ],
    [
      { "scv-integration:locale": "de_CH", "scv-integration:overrides": { user: { locale: "fr_FR" } } },
      "The stack's configuration has locale, and overrides.user.locale too: remove one of them.",
    ],
    [
      { "scv-integration:keyGeneration": 2, "scv-integration:overrides": { certificate: { generation: 3 } } },
      "overrides.certificate.generation cannot be set: set keyGeneration in its place.",
    ],
    [
      { "SCV-Integration:adopt": "true", "Access:adopt": "true" },
      "Access:adopt is no key that is read; did you mean access",
    ],
    [
      { "Salesforce:orgid": "00D" },
      "Salesforce:orgid is no key that is read; did you mean pulumi-nodejs:salesforce.orgId",
    ],
    [{ "scv-integration:probeMethod": "POST" }, "has probeMethod, which says nothing without probePath"],
  ])("%j", async (configuration, problem) => {
    await expect(programWith(configuration)).rejects.toThrow(problem);
  });
});
