import { describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import type { OrgShape } from "../../local-org/src/shape.ts";
import type { Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { declarations, kinds } from "./declarations.ts";
import { type Deployed, failureOf, requestsTo, Stack, withStack } from "./kit.ts";

/** A resource that was made in another org. */
function elsewhere(kind: ResourceKind): Deployed {
  const inputs: Values = declarations[kind];
  return {
    kind,
    name: String(inputs.owner).split("/")[2] ?? "",
    id: "0PS000000000001GAA",
    inputs,
    outputs: { ...inputs, orgId: "00D000000000062EAA", orgName: "Acme", revision: 4 },
  };
}

const refusal =
  /The state says that this resource is in org Acme \(00D000000000062EAA\), but the login leads to org Local Org \(\w{18}, http.*Nothing was touched.*pulumi-nodejs:salesforce\.replacedOrgId 00D000000000062EAA/;

describe("a resource of another org", () => {
  test.each(kinds)("(%s) is neither read, nor changed, nor deleted", (kind) =>
    withStack(async ({ stack, local }) => {
      const other = elsewhere(kind);
      const update = kind === "OrgReadiness" ? stack.read(other) : stack.update(other);
      const failures = await Promise.all([stack.read(other), update, stack.delete(other)].map(failureOf));
      const messages = failures.map(({ message }) => message);
      for (const message of messages)
        expect(message).toMatch(new RegExp(`^${kind} .* in org Acme \\(00D000000000062EAA\\)`));
      // Why, and what to do, is said once.
      expect(messages.filter((message) => refusal.test(message))).toHaveLength(1);
      expect(messages.filter((message) => message.includes("see the next step above"))).toHaveLength(2);
      // The login, and the name of the org for the message.
      expect(await requestsTo(local)).toEqual(["GET /", expect.stringMatching(/^GET \/query.*Organization/)]);
    }),
  );

  test("is known by either form of the id of the org", () =>
    withStack(async ({ stack, local }) => {
      const made = await stack.create("PermissionSet", "set", { label: "Set" });
      const short = { ...made, outputs: { ...made.outputs, orgId: local.org.organizationId.slice(0, 15) } };
      await expect(stack.read(short)).resolves.toBeDefined();
    }));
});

describe("a resource of an org that was replaced", () => {
  const withReplaced = (test: (stack: Stack, local: LocalOrg) => Promise<void>) =>
    withStack(async ({ local }) => {
      const stack = await Stack.on(local, { replacedOrgId: "00D000000000062" });
      await requestsTo(local);
      await test(stack, local);
    });

  test.each(kinds)("(%s) is gone, and deleting it needs nothing", (kind) =>
    withReplaced(async (stack, local) => {
      await expect(stack.read(elsewhere(kind))).resolves.toBeUndefined();
      await stack.delete(elsewhere(kind));
      expect(await requestsTo(local)).toEqual(["GET /"]);
    }),
  );

  test("is not updated without a refresh, which is named", () =>
    withReplaced(async (stack) => {
      const { message } = await failureOf(stack.update(elsewhere("PermissionSet"), { description: "New" }));
      expect(message).toMatch(
        /It was in org 00D000000000062EAA, which pulumi-nodejs:salesforce\.replacedOrgId calls replaced.*--refresh/,
      );
    }));
});

test("a stack whose org was replaced is not compared without a refresh: it would look as if nothing were missing", () =>
  withStack(async ({ local }) => {
    const ofOrg = { orgId: local.org.organizationId, replacedOrgId: "00D000000000062" };
    const stack = await Stack.on(local, ofOrg);
    await requestsTo(local);
    const failures = await Promise.all(
      (["PermissionSet", "IntegrationProfile"] as const).map((kind) => failureOf(stack.diff(elsewhere(kind)))),
    );
    expect(failures.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^PermissionSet .*calls replaced.*Nothing was touched.*up --refresh/),
      expect.stringMatching(/^IntegrationProfile .*in the org that is replaced, too.*see the next step above/),
    ]);
    expect(await requestsTo(local)).toEqual([]);
  }));

describe("a production org", () => {
  test.each<[ResourceKind, Values]>([
    ["PermissionSet", { label: "Set" }],
    ["IntegrationProfile", { name: "Profile", userPermissions: ["ApiEnabled"] }],
  ])("is not written to by a stack that may not (%s)", (kind, thing) =>
    withStack(async ({ local }) => {
      const stack = await Stack.on(local, { allowProduction: undefined });
      const before = await (await fetch(`${local.url}/_local/export`)).json();
      const failure = await failureOf(stack.create(kind, "thing", thing));
      expect(failure.message).toMatch(
        /Org Local Org \(\w{18}, Enterprise Edition\) is a production org.*pulumi config set pulumi-nodejs:salesforce\.allowProduction true/,
      );
      expect(failure).not.toHaveProperty("id");
      expect(await (await fetch(`${local.url}/_local/export`)).json()).toEqual(before);
    }),
  );

  test("is neither changed nor emptied by a stack that may not any more, but read", () =>
    withStack(async ({ stack, local }) => {
      const made = await stack.create("PermissionSet", "set", { label: "Set" });
      const unconfirmed = await Stack.on(local, { allowProduction: "false" });
      expect((await failureOf(unconfirmed.update(made, { label: "Other" }))).message).toMatch(/is a production org/);
      expect((await failureOf(unconfirmed.delete(made))).message).toMatch(/is a production org/);
      expect((await unconfirmed.read(made))?.outputs.label).toBe("Set");
    }));

  test.each<[string, OrgShape]>([
    ["a sandbox", { isSandbox: true }],
    ["a Developer Edition", { edition: "Developer Edition" }],
  ])("%s is none", async (_case, shape) => {
    const local = await createLocalOrg({ shape });
    try {
      const stack = await Stack.on(local, { allowProduction: undefined });
      const made = await stack.create("PermissionSet", "set", { label: "Set" });
      expect(made.outputs.orgName).toBe("Local Org");
    } finally {
      await local.stop();
    }
  });
});

describe("the session of a provider", () => {
  test("is one, however many calls come first at the same time", () =>
    withStack(async ({ local }) => {
      const stack = await Stack.on(local);
      await requestsTo(local);
      const names = ["A", "B", "C", "D", "E", "F", "G", "H"];
      await Promise.all(names.map((name) => stack.create("PermissionSet", name, { label: `Set ${name}` })));
      const logins = (await requestsTo(local)).filter((request) => request === "GET /");
      expect(logins).toHaveLength(1);
    }));

  test("joins what several resources read at the same time", () =>
    withStack(async ({ stack, local }) => {
      const names = ["A", "B", "C", "D"];
      const made = await Promise.all(
        names.map((name) => stack.create("PermissionSet", name, { label: `Set ${name}` })),
      );
      await requestsTo(local);
      await stack.read(made[0] as Deployed);
      const alone = (await requestsTo(local)).length;
      await Promise.all(made.map((set) => stack.read(set)));
      expect((await requestsTo(local)).length).toBeLessThan(alone * made.length);
    }));

  test("that has expired fails with Salesforce's code and what to do, and writes nothing", () =>
    withStack(async ({ stack, local }) => {
      const made = await stack.create("PermissionSet", "set", { label: "Set" });
      local.org.sessions.close(local.org.deployer.accessToken);
      const failures = [
        stack.read(made),
        stack.update(made, { label: "New" }),
        stack.delete(made),
        stack.create("PermissionSet", "other", { label: "Other" }),
      ].map(failureOf);
      const messages = (await Promise.all(failures)).map(({ message }) => message);
      for (const message of messages) {
        expect(message).toMatch(/^PermissionSet "\w+" \(\w+\): .* failed with INVALID_SESSION_ID/);
      }
      const inFull = messages.filter((message) => message.includes("get a new access token, or log in by JWT"));
      expect(inFull).toHaveLength(1);
      expect(local.org.records.get("PermissionSet", made.id)?.Label).toBe("Set");
    }));

  test("that leads to another org than the stack's is refused before anything is done", () =>
    withStack(async ({ local }) => {
      const stack = await Stack.on(local, { orgId: "00D000000000062EAA" });
      const failure = await failureOf(stack.create("PermissionSet", "set", { label: "Set" }));
      expect(failure.message).toMatch(/leads to org .* this stack belongs to 00D000000000062EAA\. Nothing was touched/);
      expect(failure).not.toHaveProperty("id");
      expect(local.org.records.find("PermissionSet", { Label: "Set" })).toEqual([]);
    }));

  test("cannot be opened where nobody listens, and the address is doubted", async () => {
    const gone = await createLocalOrg();
    await gone.stop();
    const stack = await Stack.on(gone);
    expect((await failureOf(stack.create("PermissionSet", "set", { label: "Set" }))).message).toMatch(
      /^PermissionSet "set" \(Set\): .*ECONNREFUSED.*Is the address right, and can this machine reach it\?/,
    );
  });

  test("is not opened by what needs no org", () =>
    withStack(async ({ local }) => {
      const stack = await Stack.on(local, { instanceUrl: undefined });
      await requestsTo(local);
      const checked = await stack.check("PermissionSet", { label: "Set", owner: "access/test/set" });
      expect(checked.failures).toEqual([]);
      expect(await requestsTo(local)).toEqual([]);
    }));

  test.each([
    ["instanceUrl", "https://mycompany.lightning.force.com/lightning/page/home", "is an address for browsers"],
    ["instanceUrl", "http://mycompany.my.salesforce.com", "must be an https URL"],
    ["loginUrl", "login.salesforce.com", "must be an https URL"],
    ["orgId", "00Dshort", "must be the id of an org"],
    ["replacedOrgId", "005000000000001", "must be the id of the org that was replaced"],
    ["allowProduction", "yes", "must be true or false"],
    ["readOnly", "on", "must be true or false"],
    ["apiVersion", "67", "must be 63.0 or later"],
    ["retryAttempts", "many", "must be a whole number from 1 to 20"],
    ["sfAlias", "a b", "must be an alias"],
  ])("is refused for %s %s by whoever is checked first, before anything asks for it", async (name, value, problem) => {
    const stack = await Stack.configured({ [name]: value });
    const check = async () => (await stack.check("PermissionSet", { label: "Set", owner: "access/test/set" })).failures;
    expect(await check()).toEqual([
      { property: "", reason: expect.stringContaining(`pulumi-nodejs:salesforce.${name} ${problem}`) },
    ]);
    expect(await check()).toEqual([]);
  });
});

describe("a failed update", () => {
  test("that the org refused is told with the old properties, so that the next run tries again", () =>
    withStack(async ({ stack }) => {
      const made = await stack.create("PermissionSet", "set", { label: "Set" });
      const failure = await failureOf(
        stack.update(made, { label: "New", userPermissions: ["NoSuchThing"], allowHighPrivilege: ["NoSuchThing"] }),
      );
      expect(failure.id).toBe(made.id);
      expect(failure.reasons).toEqual([failure.message]);
      expect(failure.properties).toEqual(made.outputs);
      const repaired = await stack.update({ ...made, outputs: failure.properties }, { label: "New" });
      expect(await stack.drift(repaired)).toEqual({});
    }));

  test("that was refused before anything was written leaves the state as it is", () =>
    withStack(async ({ stack }) => {
      const made = await stack.create("PermissionSet", "set", { label: "Set" });
      const failure = await failureOf(stack.update(made, { apexClasses: ["missing.Class"] }));
      expect(failure).not.toHaveProperty("id");
      expect(failure).not.toHaveProperty("properties");
    }));
});

test("a kind of a newer or older package is refused by its name", async () => {
  const { call } = await import("../../provider/index.ts");
  await expect(call("NoSuchKind" as ResourceKind, "check", {}, {})).rejects.toThrow(
    "There is no kind of resource named NoSuchKind; is the package up to date?",
  );
});

describe("a problem that every call of a run meets", () => {
  const settings = { retryAttempts: "1" };

  test.each([
    ["a page in place of the API", { kind: "status", status: 503 }, /failed with ERROR_HTTP_503: .* Run again/],
    ["a connection that ends", { kind: "drop-before" }, /failed with UND_ERR_SOCKET: /],
    ["the limit of requests", { kind: "status", status: 403, errorCode: "REQUEST_LIMIT_EXCEEDED" }, /Run|used up/],
  ] as const)("(%s) is told once, with what to do, and named by the others", (_what, fault, told) =>
    withStack(async ({ local, stack }) => {
      const made = await Promise.all([
        stack.create("PermissionSet", "one", { label: "One" }),
        stack.create("PermissionSet", "two", { label: "Two" }),
        stack.create("PermissionSet", "three", { label: "Three" }),
      ]);
      const later = await Stack.on(local, settings);
      await later.read(made[0] as Deployed);
      local.faults.add([{ ...fault, match: { path: "^/services/data" } }]);
      const failures: Error[] = [];
      for (const one of made) failures.push(await failureOf(later.read(one)));
      const [first = "", ...others] = failures.map(({ message }) => message);
      expect(first).toMatch(told);
      for (const other of others) expect(other).toMatch(/ failed with \w+ too; see the next step above\.$/);
    }),
  );
});
