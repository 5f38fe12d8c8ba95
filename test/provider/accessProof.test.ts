import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { type SelfSigned, selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import type { Values } from "../../provider/lifecycle.ts";
import { withServer } from "../salesforce/network/server.ts";
import { type Access, makeAccess, proofOf } from "./access.ts";
import { failureOf, type OpenScene, openScene, requestsTo, type Scene, Stack, withStack } from "./kit.ts";

let signed: SelfSigned;
let other: SelfSigned;

beforeAll(() => {
  signed = selfSigned();
  other = selfSigned();
});

type Prepared = Access & { declared: Values };

async function prepared({ stack }: Scene): Promise<Prepared> {
  const access = await makeAccess(stack, signed);
  return { ...access, declared: { ...proofOf(access, signed), propagationTimeoutSeconds: 0 } };
}

let shared: OpenScene & Prepared;

beforeAll(async () => {
  const scene = await openScene();
  shared = { ...scene, ...(await prepared(scene)) };
});
afterAll(() => shared.close());

/** Runs a test with an access that other tests use too: it changes nothing in the org. */
async function withSharedAccess(work: (scene: Scene & Prepared) => Promise<void>): Promise<void> {
  shared.said.length = 0;
  await work(shared);
}

/** Runs a test with an access of its own. */
function withAccess(work: (scene: Scene & Prepared) => Promise<void>): Promise<void> {
  return withStack(async (scene) => work({ ...scene, ...(await prepared(scene)) }));
}

describe("the proof", () => {
  test("logs in as the integration user, and leaves nothing in the org but its session", () =>
    withSharedAccess(async ({ stack, local, app, user, declared, said }) => {
      await requestsTo(local);
      const made = await stack.create("AccessProof", "proof", declared);
      expect(made.id).toBe(`${app.id}:${user.id}`);
      expect(made.outputs).toMatchObject({
        instanceUrl: local.url,
        grantedScopes: expect.arrayContaining(["api"]),
        probeStatus: 0,
        orgId: local.org.organizationId,
      });
      expect(await requestsTo(local)).toEqual(expect.arrayContaining(["POST /services/oauth2/token"]));
      expect(said.join()).toContain(
        "scv@mycompany.example logs in by JWT with the audience https://login.salesforce.com",
      );
    }));

  test("is of a moment: a read asks the org nothing and a delete does nothing", () =>
    withSharedAccess(async ({ stack, local, declared }) => {
      const made = await stack.create("AccessProof", "proof", declared);
      await requestsTo(local);
      expect(await stack.read(made)).toEqual(made);
      await stack.delete(made);
      expect(await requestsTo(local)).toEqual([]);
    }));

  test("runs again at each update", () =>
    withSharedAccess(async ({ stack, local, declared }) => {
      const made = await stack.create("AccessProof", "proof", declared);
      await requestsTo(local);
      const again = await stack.update(made, { revisions: { app: 2 } });
      expect(again.outputs.revision).toBe(Number(made.outputs.revision) + 1);
      expect(await requestsTo(local)).toContain("POST /services/oauth2/token");
    }));

  test("calls what it is given to call, as the integration user; a refused method counts as reached", () =>
    withSharedAccess(async ({ stack, declared }) => {
      const probe = { probePath: "/services/apexrest/cnxscv/voice/v1/createVoiceCall", probeMethod: "GET" };
      const made = await stack.create("AccessProof", "proof", { ...declared, ...probe });
      expect(made.outputs.probeStatus).toBe(405);
      const allowed = await stack.update(made, { probePath: "/services/data/v67.0/" });
      expect(allowed.outputs.probeStatus).toBe(200);
    }));

  test("fails where the integration user is refused, and does not blame the deployer", () =>
    withSharedAccess(async ({ stack, declared }) => {
      const failure = await failureOf(
        stack.create("AccessProof", "proof", { ...declared, probePath: "/services/data/v67.0/limits" }),
      );
      expect(failure.message).toMatch(
        /calling GET .*\/limits as the integration user failed with INSUFFICIENT_ACCESS: .* Its permission sets do not allow/,
      );
      expect(failure.message).not.toContain("deployer");
    }));

  test("fails where the path does not exist", () =>
    withSharedAccess(async ({ stack, declared }) => {
      const failure = await failureOf(
        stack.create("AccessProof", "proof", { ...declared, probePath: "/services/apexrest/cnxscv/nowhere" }),
      );
      expect(failure.message).toMatch(/^AccessProof "proof" \(scv@mycompany\.example\): calling GET .*NOT_FOUND/);
    }));

  test("fails with the key of another certificate", () =>
    withSharedAccess(async ({ stack, declared }) => {
      const failure = await failureOf(
        stack.create("AccessProof", "proof", { ...declared, privateKeyPem: other.privateKeyPem }),
      );
      expect(failure.message).toMatch(/logging in to .* failed with invalid_\w+: /);
      expect(failure).not.toHaveProperty("id");
    }));

  test("fails with the old key once the app has the new certificate, and works with the new one", () =>
    withAccess(async ({ stack, app, declared }) => {
      const made = await stack.create("AccessProof", "proof", declared);
      await stack.update(app, { certificatePem: other.certificatePem });
      expect((await failureOf(stack.update(made))).message).toMatch(/failed with invalid_/);
      await expect(stack.update(made, { privateKeyPem: other.privateKeyPem })).resolves.toBeDefined();
    }));

  test("fails for a closed app, before a policy admits anybody", () =>
    withAccess(async ({ stack, policy, declared }) => {
      await stack.delete(policy);
      expect((await failureOf(stack.create("AccessProof", "proof", declared))).message).toMatch(
        /invalid_app_access|invalid_grant|No permission set .* is pre-authorised/,
      );
    }));

  test("fails for a user who is not active", () =>
    withAccess(async ({ stack, user, declared }) => {
      await stack.update(user, { isActive: false });
      expect((await failureOf(stack.create("AccessProof", "proof", declared))).message).toMatch(/inactive/);
    }));

  test("names the class that no permission set of the user grants", () =>
    withSharedAccess(async ({ stack, declared }) => {
      const failure = await failureOf(
        stack.create("AccessProof", "proof", {
          ...declared,
          apexClasses: ["cnxscv.ServiceRouting", "cnxscv.ServiceUtils"],
        }),
      );
      expect(failure.message).toMatch(
        /apexClasses: no permission set of scv@mycompany\.example gives access to cnxscv\.ServiceUtils\./,
      );
    }));

  test("names it too where nobody answers the login, and does not wait for that", () =>
    withSharedAccess(({ stack, declared }) =>
      withServer(
        () => {},
        async (loginUrl) => {
          const apexClasses = ["cnxscv.ServiceUtils"];
          const failure = await failureOf(stack.create("AccessProof", "proof", { ...declared, apexClasses, loginUrl }));
          expect(failure.message).toMatch(/gives access to cnxscv\.ServiceUtils\./);
        },
      ),
    ));

  test("sees when the login works but as somebody else", () =>
    withAccess(async ({ stack, administrator, declared }) => {
      const userId = await administrator.createUser("ann");
      const failure = await failureOf(stack.create("AccessProof", "proof", { ...declared, userId, apexClasses: [] }));
      expect(failure.message).toMatch(/works, but as user 005\w+|No permission set .* is pre-authorised/);
    }));
});

describe("the audience", () => {
  beforeEach(() => {
    shared.local.org.settings.wrongAudienceAnswer = "invalid_grant";
  });

  afterEach(() => {
    shared.local.org.settings.acceptedAudiences = ["https://login.salesforce.com"];
  });

  test.each([
    ["https://test.salesforce.com", "https://login.salesforce.com"],
    ["https://login.salesforce.com", "https://test.salesforce.com"],
  ])("that the org accepts is named when %s is refused", (wrong, right) =>
    withSharedAccess(async ({ stack, local, declared }) => {
      local.org.settings.acceptedAudiences = [right];
      const failure = await failureOf(stack.create("AccessProof", "proof", { ...declared, audience: wrong }));
      expect(failure.message).toMatch(
        new RegExp(`audience: the org refuses ${wrong} \\(invalid_grant: .*\\), and accepts ${right}\\. Set audience`),
      );
      await expect(stack.create("AccessProof", "proof", { ...declared, audience: right })).resolves.toBeDefined();
    }),
  );

  test("is said to be none of the known ones when none works", () =>
    withSharedAccess(async ({ stack, local, declared }) => {
      local.org.settings.acceptedAudiences = ["https://elsewhere.example"];
      const failure = await failureOf(stack.create("AccessProof", "proof", declared));
      expect(failure.message).toContain(`none of ${local.url}, https://test.salesforce.com works either`);
    }));

  const logins = async (local: LocalOrg) =>
    (await requestsTo(local)).filter((request) => request === "POST /services/oauth2/token").length;

  test("that nobody declares is the one that Webex fills in, where a production org accepts it", () =>
    withSharedAccess(async ({ stack, local, declared }) => {
      local.org.settings.acceptedAudiences = ["https://login.salesforce.com", local.url];
      await requestsTo(local);
      const { outputs } = await stack.create("AccessProof", "proof", declared);
      expect(outputs).toMatchObject({ audience: "", provenAudience: "https://login.salesforce.com" });
      expect(await logins(local)).toBe(1);
    }));

  test("that nobody declares is found where the org refuses that one, and is tried first from then on", () =>
    withSharedAccess(async ({ stack, local, declared, said }) => {
      local.org.settings.acceptedAudiences = [local.url];
      const made = await stack.create("AccessProof", "proof", { ...declared, propagationTimeoutSeconds: 600 });
      expect(made.outputs).toMatchObject({ audience: "", provenAudience: local.url });
      expect(said.join()).toContain(`logs in by JWT with the audience ${local.url}`);
      await requestsTo(local);
      local.org.settings.acceptedAudiences = ["https://login.salesforce.com", local.url];
      const again = await stack.update(made, { revisions: { app: 2 } });
      expect(again.outputs.provenAudience).toBe(local.url);
      expect(await logins(local)).toBe(1);
    }));

  test("that nobody declares is My Domain in a sandbox", async () => {
    const local = await createLocalOrg({ settings: { deployMs: 0 }, shape: { isSandbox: true } });
    try {
      local.org.settings.acceptedAudiences = [local.url];
      const stack = await Stack.on(local);
      const access = await makeAccess(stack, signed);
      await requestsTo(local);
      const { outputs } = await stack.create("AccessProof", "proof", proofOf(access, signed));
      expect(outputs.provenAudience).toBe(local.url);
      expect(await logins(local)).toBe(1);
    } finally {
      await local.stop();
    }
  });
});

describe("what waiting cannot change is said within seconds, however long the proof may wait", () => {
  const patient = { propagationTimeoutSeconds: 600 };

  test.each<[string, (scene: Scene & Prepared) => Promise<Values>, RegExp]>([
    [
      "the key of another certificate",
      async () => ({ privateKeyPem: other.privateKeyPem }),
      /privateKeyPem: the private key does not belong to the certificate of app WxCC_SCV .*invalid_client/,
    ],
    [
      "a certificate that somebody has changed",
      async ({ stack, app }) => {
        await stack.update(app, { certificatePem: other.certificatePem });
        return {};
      },
      /privateKeyPem: the private key does not belong/,
    ],
    ["another username", async () => ({ username: "nobody@mycompany.example" }), /username: the user is named scv@my/],
    [
      "an inactive user",
      async ({ stack, user }) => {
        await stack.update(user, { isActive: false });
        return {};
      },
      /is inactive: .*invalid_grant/,
    ],
    [
      "a frozen user",
      async ({ administrator, user }) => {
        const id = await administrator.idOf("UserLogin", `UserId = '${user.id}'`);
        await administrator.change("UserLogin", id, { IsFrozen: true });
        return {};
      },
      /is frozen: an administrator must unfreeze it/,
    ],
    [
      "an app that is switched off",
      async ({ stack, policy }) => {
        await stack.update(policy, { isEnabled: false });
        return {};
      },
      /App WxCC_SCV is switched off: see isEnabled/,
    ],
    [
      "a policy by which users approve the app themselves",
      async ({ stack, policy }) => {
        await stack.update(policy, { permittedUsers: "AllSelfAuthorized" });
        return {};
      },
      /lets users approve it themselves|No permission set .* is pre-authorised/,
    ],
    [
      "the consumer key of another app",
      async () => ({ consumerKey: "3MVG9other" }),
      /consumerKey: app WxCC_SCV has another/,
    ],
    ["an audience of no org", async () => ({ audience: "https://elsewhere.example" }), /audience: the org refuses/],
  ])("%s", (_what, prepare, reason) =>
    withAccess(async (scene) => {
      const change = await prepare(scene);
      const started = Date.now();
      const failure = await failureOf(
        scene.stack.create("AccessProof", "proof", { ...scene.declared, ...patient, ...change }),
      );
      expect(failure.message).toMatch(reason);
      expect(Date.now() - started).toBeLessThan(10_000);
    }),
  );
});

describe("an answer that may pass by waiting", () => {
  test("is waited for, and said", () =>
    withAccess(async ({ stack, local, policy, set, declared, said }) => {
      const { settings } = local.org;
      settings.propagationMs = 600_000;
      await stack.update(policy, { permissionSetIds: [] });
      await stack.update(policy, { permissionSetIds: [set.id] });
      const proof = stack.create("AccessProof", "proof", { ...declared, propagationTimeoutSeconds: 600 });
      const isWaiting = () =>
        said.some((line) => /minutes to arrive everywhere: waiting, \d+ s of at most 600 s/.test(line));
      while (!isWaiting()) await wait(10);
      settings.propagationMs = 0;
      expect((await proof).outputs.grantedScopes).toContain("api");
    }));

  test("is not waited for longer than allowed, and what was tried is said", () =>
    withAccess(async ({ stack, local, policy, set, declared }) => {
      local.org.settings.propagationMs = 600_000;
      await stack.update(policy, { permissionSetIds: [] });
      await stack.update(policy, { permissionSetIds: [set.id] });
      const started = Date.now();
      const failure = await failureOf(
        stack.create("AccessProof", "proof", { ...declared, propagationTimeoutSeconds: 1 }),
      );
      expect(Date.now() - started).toBeLessThan(10_000);
      expect(failure.message).toMatch(/invalid_client_id.*Also tried as the audience, and refused: http:\/\/127/);
    }));
});

test("no error of a proof holds the private key", () =>
  withSharedAccess(async ({ stack, declared }) => {
    const failure = await failureOf(
      stack.create("AccessProof", "proof", { ...declared, privateKeyPem: other.privateKeyPem }),
    );
    const { inspect } = await import("node:util");
    const text = inspect(failure, { depth: null, showHidden: true, maxStringLength: null });
    for (const line of other.privateKeyPem.split("\n").slice(1, -2)) expect(text).not.toContain(line);
  }));
