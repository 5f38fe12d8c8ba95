import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import type { Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { unknownValue } from "../../provider/unknowns.ts";
import { providerText } from "../../resources/dynamicProvider.ts";
import { formerProviderText } from "../fixtures/upgrade/formerProviderText.ts";
import { failureOf, requestsTo } from "../provider/kit.ts";
import { type ProviderError, ProviderProcess } from "./providerProcess.ts";

// A process takes a second to start, and much longer where many start at once.
jest.setTimeout(120_000);

let local: LocalOrg;
let folder: string;
let keyFile: string;
/** Logged in with an access token. */
let provider: ProviderProcess;
const started: ProviderProcess[] = [];

async function start(
  settings: Record<string, string>,
  environment: Record<string, string> = {},
): Promise<ProviderProcess> {
  const made = await ProviderProcess.start(settings, environment);
  started.push(made);
  return made;
}

const withToken = (accessToken = local.org.deployer.accessToken) =>
  start(
    {
      instanceUrl: local.url,
      clientId: local.org.deployer.clientId,
      allowProduction: "true",
    },
    { SALESFORCE_ACCESS_TOKEN: accessToken },
  );

const withKey = () =>
  start({
    loginUrl: local.url,
    clientId: local.org.deployer.clientId,
    allowProduction: "true",
    username: local.org.deployer.username,
    privateKeyFile: keyFile,
  });

beforeAll(async () => {
  local = await createLocalOrg({ settings: { deployMs: 0 } });
  folder = await mkdtemp(join(tmpdir(), "provider-process-"));
  keyFile = join(folder, "deployer.pem");
  await writeFile(keyFile, local.org.deployer.privateKeyPem(), { mode: 0o600 });
  provider = await withToken();
});

afterAll(async () => {
  await Promise.all(started.map((made) => made.stop()));
  await rm(folder, { recursive: true, force: true });
  await local.stop();
});

/** Inputs of a program, with the text that Pulumi adds. */
const declare = (kind: ResourceKind, name: string, inputs: Values): Values => ({
  ...inputs,
  owner: `access/process/${name}`,
  __provider: providerText(kind),
});

async function create(kind: ResourceKind, name: string, inputs: Values, by = provider) {
  const { inputs: checked, failures } = await by.check({}, declare(kind, name, inputs));
  expect(failures).toEqual([]);
  return { checked, ...(await by.create(checked)) };
}

describe("the process that Pulumi starts", () => {
  test("leads a permission set through its life", async () => {
    const made = await create("PermissionSet", "set", {
      label: "Process set",
      userPermissions: ["ApiEnabled"],
      apexClasses: ["cnxscv.ServiceRouting"],
    });
    expect(made.checked.__provider).toBe(providerText("PermissionSet"));
    expect(made.properties).toMatchObject({
      apiName: "Process_set",
      orgId: local.org.organizationId,
      revision: expect.any(Number),
      __provider: providerText("PermissionSet"),
    });
    expect(await provider.read(made.id, made.properties)).toEqual({
      id: made.id,
      properties: made.properties,
      inputs: made.checked,
    });

    const changed = declare("PermissionSet", "set", { label: "Process set", userPermissions: ["ApexRestServices"] });
    const { inputs: news } = await provider.check(made.checked, changed);
    expect(await provider.diff(made.id, made.properties, news)).toEqual({ changes: "unknown", replaces: [] });
    const properties = await provider.update(made.id, made.properties, news);
    expect(properties).toMatchObject({
      userPermissions: ["ApexRestServices"],
      apexClasses: [],
      revision: Number(made.properties.revision) + 1,
    });
    expect(properties.__provider).toBe(providerText("PermissionSet"));
    const older = { ...properties, __provider: "// the text of an older package" };
    expect(await provider.diff(made.id, older, news)).toEqual({
      changes: "none",
      replaces: [],
    });

    await provider.delete(made.id, properties);
    expect((await provider.read(made.id, properties)).id).toBe("");
  });

  // What 0.1.0 left in a state is run for ever: as news until the program of today runs, as outputs until the next update.
  test("runs the text of version 0.1.0: a resource lives on with it, and an update leaves today's text", async () => {
    const former = { __provider: formerProviderText("PermissionSet") };
    const declared = { ...declare("PermissionSet", "former", { label: "Former set" }), ...former };
    const { inputs: checked } = await provider.check({}, declared);
    const made = await provider.create(checked);
    expect([checked, made.properties]).toEqual([expect.objectContaining(former), expect.objectContaining(former)]);
    expect(await provider.read(made.id, made.properties)).toEqual({ ...made, inputs: checked });

    const { inputs: today } = await provider.check(
      checked,
      declare("PermissionSet", "former", { label: "Former set" }),
    );
    expect(today.__provider).toBe(providerText("PermissionSet"));
    expect(await provider.diff(made.id, made.properties, today)).toEqual({ changes: "none", replaces: [] });
    const relabelled = await provider.update(made.id, made.properties, { ...checked, label: "Former set, relabelled" });
    expect(relabelled).toMatchObject({ label: "Former set, relabelled", ...former });
    const updated = await provider.update(made.id, relabelled, { ...today, label: "Today's set" });
    expect(updated).toMatchObject({ label: "Today's set", __provider: providerText("PermissionSet") });
    await provider.delete(made.id, { ...updated, ...former });
    expect((await provider.read(made.id, { ...updated, ...former })).id).toBe("");
  });

  test("leads a user through its life", async () => {
    const profile = await create("IntegrationProfile", "profile", {
      name: "Process profile",
      userPermissions: ["ApiEnabled", "ApiUserOnly"],
    });
    const set = await create("PermissionSet", "users-set", { label: "Users set", userPermissions: ["ApiEnabled"] });
    const inputs = {
      username: "process@mycompany.example",
      email: "process@mycompany.example",
      lastName: "Process User",
      profileId: profile.id,
      permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
      permissionSetIds: [set.id],
    };
    const made = await create("IntegrationUser", "user", inputs);
    expect(await provider.read(made.id, made.properties)).toEqual({
      id: made.id,
      properties: made.properties,
      inputs: made.checked,
    });
    const changed = declare("IntegrationUser", "user", { ...inputs, alias: "process", permissionSetIds: [] });
    const { inputs: news } = await provider.check(made.checked, changed);
    const properties = await provider.update(made.id, made.properties, news);
    expect(properties).toMatchObject({
      alias: "process",
      permissionSetIds: [],
      revision: Number(made.properties.revision) + 1,
    });
    await provider.delete(made.id, properties);
    expect(local.org.records.get("User", made.id)?.IsActive).toBe(false);
    await provider.delete(profile.id, profile.properties);
    await provider.delete(set.id, set.properties);
    expect(provider.written).toContain("IntegrationUser: user process@mycompany.example");
  });

  test("says what replaces", async () => {
    const made = await create("PermissionSet", "bound", { label: "Bound", license: "Salesforce Integration" });
    const { inputs: news, failures } = await provider.check(
      made.checked,
      declare("PermissionSet", "bound", { label: "Bound", apiName: "Bound_2", license: "" }),
    );
    expect(failures).toEqual([]);
    expect((await provider.diff(made.id, made.properties, news)).replaces).toEqual(["license"]);
    await provider.delete(made.id, made.properties);
  });

  test("lets unknown values pass a check, also in the place of a list", async () => {
    const unknown = declare("PermissionSet", "unknown", { label: unknownValue, apexClasses: unknownValue });
    const { inputs, failures } = await provider.check({}, unknown);
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ label: unknownValue, apiName: unknownValue, apexClasses: unknownValue });
  });

  test("tells what is wrong with inputs, and names no property whose value may be secret", async () => {
    const wrong = declare("ExternalClientApp", "wrong", {
      label: "",
      contactEmail: "admin@mycompany.example",
      callbackUrls: ["http://localhost:1717/OauthRedirect"],
      scopes: ["Api"],
      certificatePem: "nonsense",
    });
    const { failures } = await provider.check({}, wrong);
    expect(failures).toEqual([
      { property: "label", reason: expect.stringMatching(/^label: /) },
      { property: "", reason: expect.stringMatching(/^certificatePem: /) },
    ]);
  });
});

describe("a create that fails after something was made", () => {
  test("carries the id, the properties with the provider's text, and the reason that the engine prints", async () => {
    const { inputs } = await provider.check(
      {},
      declare("PermissionSet", "half", {
        label: "Half",
        objectPermissions: [{ object: "NoSuchObject", allowRead: true }],
      }),
    );
    const error = (await failureOf(provider.create(inputs))) as Error as ProviderError;
    const [record] = local.org.records.find("PermissionSet", { Label: "Half" });
    expect(error.failure?.id).toBe(record?.Id);
    expect(error.failure?.properties).toMatchObject({
      label: "Half",
      orgId: local.org.organizationId,
      revision: expect.any(Number),
      __provider: providerText("PermissionSet"),
    });
    expect(error.failure?.reasons).toEqual([expect.stringMatching(/^PermissionSet "half" \(Half\): /)]);

    // The next run calls update, and the resource is whole.
    const { id, properties } = error.failure ?? { id: "", properties: {} };
    const { inputs: news } = await provider.check(inputs, declare("PermissionSet", "half", { label: "Half" }));
    await provider.update(id, properties, news);
    await provider.delete(id, properties);
  });

  test("and one that fails before carries nothing", async () => {
    const { inputs } = await provider.check(
      {},
      declare("PermissionSet", "none", { label: "None", apexClasses: ["missing.Class"] }),
    );
    const error = (await failureOf(provider.create(inputs))) as Error as ProviderError;
    expect(error.failure).toBeUndefined();
    expect(error.details).toMatch(/^PermissionSet "none" \(None\): apexClasses: missing\.Class is not installed/);
  });
});

describe("the login", () => {
  test.each([
    ["an access token", withToken, "GET /"],
    ["a private key", withKey, "POST /services/oauth2/token"],
  ])("with %s is one, though all kinds are read first at the same time", async (_case, login, request) => {
    const set = await create("PermissionSet", "one", { label: "One" });
    const profile = await create("IntegrationProfile", "one-profile", { name: "One", userPermissions: ["ApiEnabled"] });
    const app = { ...declare("ExternalClientApp", "app", { apiName: "None" }), orgId: local.org.organizationId };
    const policy = { ...declare("PolicyAssignment", "policy", { appId: "0xI000000000001EAA", permissionSetIds: [] }) };
    const fresh = await login();
    await requestsTo(local);
    const { inputs } = await fresh.check({}, declare("PermissionSet", "one", { label: "One" }));
    await fresh.diff(set.id, set.properties, inputs);
    // A check and a diff ask the org nothing.
    expect(await requestsTo(local)).toEqual([]);
    // The engine reads the resources of a refresh at the same time, and each kind is configured at its first call.
    const answers = await Promise.all([
      fresh.read(set.id, set.properties),
      fresh.read(set.id, set.properties),
      fresh.read(profile.id, profile.properties),
      fresh.read("0xI000000000001EAA", app),
      fresh.read("0xP000000000001AAA", policy),
    ]);
    expect(answers.map(({ id }) => id)).toEqual([set.id, set.id, profile.id, "", ""]);
    expect((await requestsTo(local)).filter((made) => made === request)).toHaveLength(1);
    await provider.delete(set.id, set.properties);
    await provider.delete(profile.id, profile.properties);
  });
});

describe("nothing secret", () => {
  test("is in what the process writes and answers, also when the login is refused or ends", async () => {
    const token = "00D!AQEAQ.secret.token.of.nobody";
    const refused = await withToken(token);
    const { inputs } = await refused.check({}, declare("PermissionSet", "set", { label: "Set" }));
    const errors = [
      await failureOf(refused.create(inputs)),
      await failureOf(refused.read("0PS000000000001GAA", { ...inputs, orgId: local.org.organizationId })),
      await failureOf(refused.delete("0PS000000000001GAA", inputs)),
    ];
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining("INVALID_SESSION_ID"),
      expect.stringContaining("nothing was touched, for the reason given above"),
      expect.stringContaining("nothing was touched, for the reason given above"),
    ]);

    const { org } = local;
    const keyed = await withKey();
    org.settings.acceptedAudiences = ["https://elsewhere.example"];
    const audience = await failureOf(keyed.create(inputs));
    org.settings.acceptedAudiences = ["https://login.salesforce.com"];
    expect(audience.message).toMatch(/invalid_grant: .*audience/);

    const everything = [...started.map(({ written }) => written), ...[...errors, audience].map((e) => e.stack)].join(
      "\n",
    );
    expect(everything).not.toContain(token);
    expect(everything).not.toContain(org.deployer.accessToken);
    expect(everything).not.toContain("eyJhbGciOi");
    for (const line of org.deployer.privateKeyPem().split("\n").slice(1, -2)) expect(everything).not.toContain(line);
  });
});
