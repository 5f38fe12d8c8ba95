import { beforeAll, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { ownerInDescription } from "../../provider/marks.ts";
import { lifecycleOf } from "../../provider/registry.ts";
import { providerText, type ResourceKind } from "../../resources/dynamicProvider.ts";
import { declarationsOf } from "../docs/declarations.ts";
import { minimalArguments } from "./minimalArguments.ts";
import { type Declared, known, mockEngine } from "./mocks.ts";

type Resources = typeof import("../../resources/index.ts");
// biome-ignore lint/suspicious/noExplicitAny: the classes differ in their arguments alone
type AnyClass = new (name: string, args: any, options?: pulumi.CustomResourceOptions) => pulumi.CustomResource;

const kinds = Object.keys(minimalArguments) as ResourceKind[];

/** Outputs that are not inputs, by kind. */
const outputs: Record<ResourceKind, string[]> = {
  OrgReadiness: ["instanceUrl", "apiVersion"],
  PermissionSet: ["unmanagedGrants", "isAdopted"],
  IntegrationProfile: ["licenseForcedPermissions", "isAdopted"],
  IntegrationUser: ["pendingEmail", "deactivatedByStack", "isFrozen", "isAdopted"],
  ExternalClientApp: [
    "consumerKey",
    "certificateSha256",
    "certificateValidTo",
    "oauthSettingsName",
    "globalOauthSettingsName",
    "isAdopted",
  ],
  PolicyAssignment: ["oauthPoliciesName", "policiesName"],
  AccessProof: ["instanceUrl", "grantedScopes", "probeStatus", "undeclaredAccess", "licenseAccess", "otherAppUsers"],
  WebexConnector: ["handOff", "since"],
};

/** Inputs that no program sets: what a read finds beside what is declared. */
const drift: Partial<Record<ResourceKind, string[]>> = {
  IntegrationProfile: ["otherGrants"],
  IntegrationUser: ["frozenByAdministrator"],
  ExternalClientApp: ["otherFlows"],
  PolicyAssignment: ["otherFlows"],
  WebexConnector: ["keySince", "valuesSince"],
};

/** Inputs that nobody reads from the object. */
const unreadable: Partial<Record<ResourceKind, string[]>> = {
  // The readiness is declared to be depended on.
  OrgReadiness: [
    "apexClasses",
    "userPermissions",
    "sourceProfile",
    "userLicense",
    "permissionSetLicenses",
    "username",
    "adoptions",
    "creations",
    "profileNames",
    "keyGeneration",
  ],
  AccessProof: [
    "consumerKey",
    "privateKeyPem",
    "loginUrl",
    "apexClasses",
    "probePath",
    "probeMethod",
    "propagationTimeoutSeconds",
    "revisions",
    "userPermissions",
    "customPermissions",
    "objectPermissions",
    "fieldPermissions",
    "allowHighPrivilege",
  ],
};

let declared: Declared[];
let resources: Resources;

beforeAll(async () => {
  declared = await mockEngine("test");
  resources = await import("../../resources/index.ts");
});

/** Every kind is exported under its own name: the type check compares. */
const classes = () => resources satisfies Record<ResourceKind, unknown> as unknown as Record<ResourceKind, AnyClass>;

const make = (kind: ResourceKind, name: string, args: object = {}) =>
  new (classes()[kind])(name, { ...minimalArguments[kind], ...args });

const find = (name: string) => declared.find((resource) => resource.name === name);

describe.each(kinds)("%s", (kind) => {
  test("has a type token and a URN for ever, and carries project, stack and name to its mark", async () => {
    const name = `${kind}-token`;
    const urn = await known(make(kind, name).urn);
    expect(urn).toBe(`urn:pulumi:test::access::pulumi-nodejs:dynamic/salesforce:${kind}::${name}`);
    expect(find(name)?.type).toBe(`pulumi-nodejs:dynamic/salesforce:${kind}`);
    expect(find(name)?.inputs.owner).toBe(`access/test/${name}`);
  });

  test("carries the word of pulumi-nodejs:salesforce.ownerTag, which tells equal stacks of two back ends apart", async () => {
    const name = `${kind}-tagged`;
    pulumi.runtime.setAllConfig({ "pulumi-nodejs:salesforce.ownerTag": "emea-1" });
    try {
      await known(make(kind, name).urn);
      expect(find(name)?.inputs.owner).toBe(`access/test@emea-1/${name}`);
      expect(ownerInDescription(String(find(name)?.inputs.owner))).toBeUndefined();
      pulumi.runtime.setAllConfig({ "pulumi-nodejs:salesforce.ownerTag": "emea/1" });
      expect(() => make(kind, `${name}-wrong`)).toThrow(/^pulumi-nodejs:salesforce.ownerTag must be one word/);
    } finally {
      pulumi.runtime.setAllConfig({});
    }
  });

  test("carries the text that its provider process runs, as a plain value", async () => {
    const name = `${kind}-text`;
    await known(make(kind, name).urn);
    expect(find(name)?.inputs.__provider).toBe(providerText(kind));
    expect(find(name)?.secrets).not.toContain("__provider");
  });

  test("hands over what is declared, and only that", async () => {
    const name = `${kind}-inputs`;
    await known(make(kind, name).urn);
    const { owner: _owner, __provider: _provider, ...inputs } = find(name)?.inputs ?? {};
    expect(inputs).toEqual(minimalArguments[kind]);
    const names: readonly string[] = lifecycleOf(kind).inputNames;
    for (const input of Object.keys(inputs)) expect(names).toContain(input);
  });

  test("takes what its lifecycle takes, and nothing else", () => {
    const { inputNames, unkeptNames = [] } = lifecycleOf(kind);
    const args = declarationsOf(`resources/${kind.charAt(0).toLowerCase()}${kind.slice(1)}.ts`).interfaces;
    const declarable = [...inputNames, ...unkeptNames].filter(
      (name) => name !== "owner" && !drift[kind]?.includes(name),
    );
    expect([...(args.get(`${kind}Args`) ?? [])].sort()).toEqual(declarable.sort());
  });

  test("can be read: every input, every output, the org and the revision", async () => {
    const made = make(kind, `${kind}-read`) as unknown as Record<string, unknown>;
    const inputs = lifecycleOf(kind).inputNames.filter(
      (input: string) => !["owner", "adopt", "deleteAdopted"].includes(input) && !unreadable[kind]?.includes(input),
    );
    for (const property of [...inputs, ...outputs[kind], "orgId", "revision", "id"]) {
      expect([property, pulumi.Output.isInstance(made[property])]).toEqual([property, true]);
    }
    expect(await known(made.orgId as pulumi.Output<string>)).toBe("00D000000000062EAA");
  });
});

test("a private key that is given to a proof in clear reaches the engine as a secret, and nothing else does", async () => {
  await known(make("AccessProof", "secret-key").urn);
  expect(find("secret-key")?.secrets).toEqual(["privateKeyPem"]);
});
