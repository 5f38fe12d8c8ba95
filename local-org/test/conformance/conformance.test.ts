import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "@jest/globals";
import { allChecks, unaskedRules } from "../../conformance/checks/index.ts";
import { unaskable } from "../../conformance/checks/unaskable.ts";
import { localTarget } from "../../conformance/localTarget.ts";
import { announcement, outcomeLine, summary } from "../../conformance/report.ts";
import { askRules, type RunResult } from "../../conformance/run.ts";
import { ledger } from "../../src/ledger/index.ts";
import { createLocalOrg, type LocalOrgOptions } from "../../src/server.ts";

/** Asks a new local org, which is an org like any other to the questions. */
async function ask(
  only: (id: string) => boolean,
  options: LocalOrgOptions = {},
): Promise<RunResult & { after: object }> {
  const local = await createLocalOrg({ ...options, settings: { deployMs: 0, ...options.settings } });
  try {
    const checks = allChecks.filter(({ id }) => only(id));
    const result = await askRules(await localTarget(local.url), checks, () => {});
    const after = (await (await fetch(`${local.url}/_local/export`)).json()) as object;
    return { ...result, after };
  } finally {
    await local.stop();
  }
}

/** A server that gives every caller the same answer. */
async function withAnswer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("the questions", () => {
  test("are each about a rule of the ledger, once", () => {
    const ids = allChecks.map(({ id }) => id);
    const known = new Set(ledger.map(({ id }) => id));
    expect(ids.filter((id) => !known.has(id))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test("find every rule that can be asked to hold in a local org, and leave only a deactivated user and the history of logins behind", async () => {
    const { outcomes, leftBehind, after } = await ask(() => true);
    expect(outcomes.filter(({ outcome }) => outcome === "differs")).toEqual([]);
    // Deploys of this org may end before anybody can cancel one; below is an org with slower ones.
    const unasked = outcomes.filter(({ outcome, id }) => outcome === "unasked" && id !== "deploy.rest-cancel");
    expect(unasked).toEqual([
      { id: "oauth.jwt-audience-sandbox", outcome: "unasked", reason: "This org is not a sandbox." },
      { id: "org.developer-seats", outcome: "unasked", reason: "This org is of the Enterprise Edition." },
      { id: "org.package-absent", outcome: "unasked", reason: "The package is installed." },
      {
        id: "describe.voice-call",
        outcome: "unasked",
        reason: "A managed package is installed, which may bring telephony.",
      },
    ]);
    expect(outcomes).toHaveLength(allChecks.length);
    expect(leftBehind).toEqual([]);
    expect(after).toMatchObject({
      added: { User: [expect.not.objectContaining({ IsActive: true })] },
      externalClientApps: {},
    });
    expect(
      Object.keys((after as { added: object }).added).filter(
        (type) => !/^User(Login)?$|^LoginHistory$|Assignment$/.test(type),
      ),
    ).toEqual([]);
  }, 240_000);

  test.each([
    ["oauth.jwt-audience-sandbox", { isSandbox: true }],
    ["oauth.jwt-audience-not-installed", { isSandbox: true }],
    ["org.developer-seats", { edition: "Developer Edition" }],
    ["org.package-absent", { packages: [] }],
    ["describe.voice-call", { packages: [] }],
  ] as const)("find %s to hold in an org of the shape %j", async (id, shape) => {
    const options = { shape: shape as LocalOrgOptions["shape"] & object };
    expect((await ask((asked) => asked === id, options)).outcomes).toEqual([{ id, outcome: "holds" }]);
  });

  test("end early when they are stopped, and undo what was made all the same", async () => {
    const local = await createLocalOrg({ settings: { deployMs: 0 } });
    try {
      const stop = new AbortController();
      const checks = allChecks.filter(({ id }) => id.startsWith("oauth.jwt"));
      const tell = () => stop.abort();
      const { outcomes, leftBehind } = await askRules(await localTarget(local.url), checks, tell, stop.signal);
      expect(outcomes).toHaveLength(1);
      expect(leftBehind).toEqual([]);
      for (const type of ["ExternalClientApplication", "SetupEntityAccess"])
        expect(local.org.records.find(type)).toEqual([]);
      expect(local.org.records.find("User", { IsActive: true, Alias: "deploy" })).toHaveLength(1);
      expect(local.org.records.find("User", { IsActive: true })).toHaveLength(7);
    } finally {
      await local.stop();
    }
  });

  test("find a deploy cancelled in an org whose deploys take their time", async () => {
    const { outcomes } = await ask((id) => id === "deploy.rest-cancel", { settings: { deployMs: 5_000 } });
    expect(outcomes).toEqual([{ id: "deploy.rest-cancel", outcome: "holds" }]);
  });

  test.each([
    ["eca.pkce-kept", { pkceReadsBackTrue: true }],
    ["eca.zero-period", { zeroRefreshTokenPeriod: "absent" }],
    ["eca.crud-update-omitted", { crudUpdateOmittedFields: "keep" }],
    ["eca.consumer-key-self-chosen", { consumerKeySelfChosen: "refused" }],
    ["eca.default-policies", { defaultPolicyNames: "plcy" }],
    ["eca.one-policy-record", { policyUnderOtherName: "refused" }],
    ["profile.forced-permissions", { licenceForcedProfilePermissions: ["ChatterInternalUser"] }],
    ["user.inactive-profile", { inactiveUserProfileChange: "refused" }],
    ["oauth.jwt-audience", { acceptedAudiences: ["https://login.salesforce.com"] }],
    ["oauth.jwt-audience-not-installed", { wrongAudienceAnswer: "invalid_grant" }],
    ["oauth.jwt-leeway", { assertionLeewaySeconds: 0 }],
    ["oauth.jwt-replay", { replayedAssertions: "accepted" }],
    ["oauth.certificate-expired", { expiredCertificate: "accepted" }],
  ] as const)("find %s to differ in an org that gives the other answer", async (id, settings) => {
    const { outcomes } = await ask((asked) => asked === id, {
      settings: settings as LocalOrgOptions["settings"] & object,
    });
    expect(outcomes).toEqual([{ id, outcome: "differs", expected: expect.any(String), found: expect.any(String) }]);
  });

  test.each([
    ["200 and an empty object", 200, "{}"],
    ["200 and an empty list", 200, "[]"],
    ["400 and another code", 400, '[{"errorCode":"SOMETHING","message":"else"}]'],
    ["500 and a page", 500, "<html></html>"],
  ])("never hold of a server that always answers %s", (_what, status, body) =>
    withAnswer(
      (request, response) => {
        request.resume();
        response.writeHead(status, { "content-type": "application/json" }).end(body);
      },
      async (instanceUrl) => {
        const target = {
          instanceUrl,
          loginUrl: instanceUrl,
          audiences: ["https://login.salesforce.com"],
          apiVersion: "67.0",
          accessToken: "token",
          spreadMs: 0,
        };
        const { outcomes } = await askRules(target, allChecks, () => {});
        expect(outcomes.filter(({ outcome }) => outcome === "holds")).toEqual([]);
      },
    ),
  );
});

describe("what is told of a run", () => {
  test("what it will create, before it does", () => {
    expect(announcement(allChecks)).toContain(
      "accounts, contacts, external client apps, permission sets, profiles, users",
    );
    expect(announcement(allChecks)).toContain("A user cannot be deleted");
    expect(announcement([])).toBe("The questions create nothing.");
  });

  test("each rule in a line, differences with both answers and the rule's source, and what stays", () => {
    const difference = { id: "user.undeletable", outcome: "differs", expected: "400", found: "405" } as const;
    expect(outcomeLine(difference)).toMatch(/^DIFFERS .*user\.undeletable\n +expected 400\n +found +405$/);
    expect(outcomeLine({ id: "user.seat", outcome: "unasked", reason: "No." })).toMatch(/user\.seat: No\.$/);
    const text = summary(
      { outcomes: [difference, { id: "user.name", outcome: "holds" }], leftBehind: ["A stays"] },
      ledger,
    );
    expect(text).toContain("1 rules hold, 1 differ, 0 could not be asked.");
    expect(text).toContain("user.undeletable (documented: Object Reference, User: no delete call)");
    expect(text).toContain("Not undone:\n  A stays");
  });

  test("every rule without a question says why", () => {
    for (const { reason } of unaskedRules()) expect(reason).toMatch(/^[A-Z].*\.$/);
    const unwritten = unaskedRules().filter(({ reason }) => reason.startsWith("No question has been written"));
    expect(unwritten.map(({ id }) => id)).toEqual([]);
  });

  test("no reason is given for a rule that is asked for, or that the ledger does not have", () => {
    const asked = new Set(allChecks.map(({ id }) => id));
    const known = new Set(ledger.map(({ id }) => id));
    expect([...unaskable.keys()].filter((id) => asked.has(id) || !known.has(id))).toEqual([]);
  });
});
