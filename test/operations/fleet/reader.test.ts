import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../../local-org/src/server.ts";
import { selfSigned } from "../../../local-org/test/oauth/selfSigned.ts";
import { driftOf, ownResources } from "../../../operations/fleet/drift.ts";
import type { FleetResult, OrgResult } from "../../../operations/fleet/result.ts";
import { openStackOrg } from "../../../provider/productionGuard.ts";
import { readerPermissions } from "../../../resources/readerDefaults.ts";
import type { ConnectionSettings } from "../../../salesforce/connection.ts";
import { type Hand, handOf } from "../../engine/byHand.ts";
import { type Access, makeAccess } from "../../provider/access.ts";
import {
  Administrator,
  clerkWith,
  deployerSession,
  failureOf,
  type PartialFailure,
  requestsTo,
  Stack,
} from "../../provider/kit.ts";
import { Fleet, recorded } from "./orgs.ts";
import { makeReader, type Reader } from "./reader.ts";
import { type WriteOfMainJob, writesOfMainJob } from "./writes.ts";

/** What somebody changes in the org, where it shows, and whether queries show it. */
interface Change {
  what: string;
  by(hand: Hand): Promise<void>;
  shows: string;
  to: "queries" | "all";
}

const policyOf = (part: "_oauthPlcy" | "_plcy", elements: Record<string, unknown>) => (hand: Hand) =>
  hand.configure(
    part === "_plcy" ? "ExtlClntAppConfigurablePolicies" : "ExtlClntAppOauthConfigurablePolicies",
    `WxCC_SCV${part}`,
    elements,
  );

const changes: Change[] = [
  {
    what: "a permission that is turned on",
    by: (hand) =>
      hand.change("PermissionSet", "Name = 'IVR_Access_to_SCV_Apex_Classes'", { PermissionsRunReports: true }),
    shows: "set.userPermissions",
    to: "queries",
  },
  {
    what: "a permission of the profile",
    by: (hand) => hand.change("Profile", "Name = 'SCV Integration'", { PermissionsRunReports: true }),
    shows: "profile.userPermissions",
    to: "queries",
  },
  {
    what: "another name of the user",
    by: (hand) => hand.change("User", "Username = 'scv@mycompany.example'", { LastName: "Edited" }),
    shows: "user.lastName",
    to: "queries",
  },
  {
    what: "another contact of the app",
    by: (hand) => hand.configure("ExternalClientApplication", "WxCC_SCV", { contactEmail: "x@y.example" }),
    shows: "app.contactEmail",
    to: "queries",
  },
  {
    what: "another callback URL of the app",
    by: (hand) =>
      hand.configure("ExtlClntAppGlobalOauthSettings", "WxCC_SCV_glbloauth", { callbackUrl: "https://y.example" }),
    shows: "app.callbackUrls",
    to: "all",
  },
  {
    what: "further scopes of the app",
    by: (hand) =>
      hand.configure("ExtlClntAppOauthSettings", "WxCC_SCV_oauth", {
        commaSeparatedOauthScopes: "Api, RefreshToken, Full",
      }),
    shows: "app.scopes",
    to: "all",
  },
  {
    what: "an app that everybody may approve",
    by: policyOf("_oauthPlcy", { permittedUsersPolicyType: "AllSelfAuthorized" }),
    shows: "policy.permittedUsers",
    to: "queries",
  },
  {
    what: "an app that no address is checked for",
    by: policyOf("_oauthPlcy", { ipRelaxationPolicyType: "Bypass" }),
    shows: "policy.ipRelaxation",
    to: "queries",
  },
  {
    what: "refresh tokens that do not end",
    by: policyOf("_oauthPlcy", { refreshTokenPolicyType: "Infinite" }),
    shows: "policy.refreshTokenPolicy",
    to: "queries",
  },
  {
    what: "an app that admits another profile",
    by: policyOf("_oauthPlcy", { commaSeparatedProfile: "Standard User" }),
    shows: "policy.profileNames",
    to: "queries",
  },
  {
    what: "an app that admits another permission set",
    by: policyOf("_oauthPlcy", { commaSeparatedPermissionSet: "IVR_Access_to_SCV_Apex_Classes,Drift_Reader" }),
    shows: "policy.permissionSetIds",
    to: "queries",
  },
  {
    what: "an app that is off",
    by: policyOf("_plcy", { isEnabled: false }),
    shows: "policy.isEnabled",
    to: "queries",
  },
];

const exported = async (local: LocalOrg) => (await fetch(`${local.url}/_local/export`)).json();

function settingsOf({ clientId, username, privateKeyPem }: Reader, local: LocalOrg): ConnectionSettings {
  return {
    instanceUrl: local.url,
    loginUrl: local.url,
    audience: "https://login.salesforce.com",
    apiVersion: "67.0",
    allowsProduction: true,
    clientId,
    credential: { kind: "jwt", username, privateKeyPem },
  };
}

/** What a reader that only queries is not shown, by resource. */
const hidden = {
  user: ["frozenByAdministrator"],
  app: [
    "callbackUrls",
    "scopes",
    "certificatePem",
    "isConsumerSecretOptional",
    "isPkceRequired",
    "isSecretRequiredForRefreshToken",
    "isIntrospectAllTokens",
    "otherFlows",
  ],
};

describe.each(["queries", "all"] as const)("a reader of the depth %s", (depth) => {
  let folder: string;
  let fleet: Fleet;
  let local: LocalOrg;
  let access: Access;
  let reader: Reader;
  let writes: WriteOfMainJob[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleet-"));
    fleet = await Fleet.in(folder);
    local = await createLocalOrg({ settings: { deployMs: 0 } });
    access = await fleet.deploy("org", local);
    reader = await makeReader(await Stack.on(local), depth);
    const { clientId: readerClientId, username: readerUsername } = reader;
    await fleet.configure("org", local, { readerClientId, readerUsername });
    writes = await writesOfMainJob(new Administrator(local), access);
  });
  afterAll(async () => {
    await local?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function drift(...more: string[]): Promise<{ exitCode: number | undefined; output: string; org: OrgResult }> {
    const file = join(folder, "result.json");
    const variables = { SALESFORCE_READ_ONLY: "true", SALESFORCE_READER_PRIVATE_KEY: reader.privateKeyPem };
    const run = await fleet.runWith(variables, "drift", "--json", file, ...more);
    const { orgs } = JSON.parse(await readFile(file, "utf8")) as FleetResult;
    return { exitCode: run.exitCode, output: run.stdout + run.stderr, org: orgs[0] as OrgResult };
  }

  test("sees the whole access, and names what it was not shown", async () => {
    const { exitCode, output, org } = await drift();
    expect([exitCode, org.verdict, org.reason, org.depth]).toEqual([0, "clean", "", depth]);
    const named = Object.fromEntries(org.notLookedAt.map(({ resource, properties }) => [resource, properties]));
    expect(named).toEqual(depth === "queries" ? hidden : { user: hidden.user });
    expect(output.includes("(as far as queries show)")).toBe(depth === "queries");
    expect(output).toContain("not looked at: user.frozenByAdministrator");
  });

  test("is refused every write of the main job by the org, which stays as it is", async () => {
    const org = await openStackOrg(settingsOf(reader, local));
    const before = await exported(local);
    for (const { what, by } of writes) {
      const { code } = (await failureOf(by(org))) as PartialFailure & { code?: string };
      expect([what, code]).toEqual([what, expect.stringMatching(/^(INSUFFICIENT_ACCESS|NOT_FOUND|DEPLOY_FAILED)/)]);
    }
    expect(await exported(local)).toEqual(before);
  });

  test("sends no write at all with its settings", async () => {
    const settings = { ...settingsOf(reader, local), isReadOnly: true as const };
    const org = await openStackOrg(settings);
    await requestsTo(local);
    for (const { what, by } of writes) {
      const refusal = await failureOf(by(org));
      expect([what, refusal.message]).toEqual([what, expect.stringContaining("Nothing is written")]);
    }
    expect(await requestsTo(local)).toEqual([]);
  });

  test("sees what somebody changes, as far as it is shown it", async () => {
    for (const { by } of changes) await by(handOf(local));
    const { exitCode, org } = await drift();
    const found = org.drift.map(({ resource, property }) => `${resource}.${property}`);
    const shown = changes.filter(({ to }) => to === "queries" || depth === "all").map(({ shows }) => shows);
    expect([exitCode, found.sort()]).toEqual([7, shown.sort()]);
  });

  test("could not be replaced by one that fails: the deployer can do every one of these writes", async () => {
    const org = await deployerSession(local);
    for (const { what, by } of writes) {
      expect([what, await by(org).then(() => "done", String)]).toEqual([what, "done"]);
    }
  });
});

test("each permission of the reader is needed, or Salesforce says that it may be", async () => {
  const local = await createLocalOrg({ settings: { deployMs: 0, externalClientAppRows: "viewers" } });
  try {
    const access = await makeAccess(await Stack.on(local), selfSigned());
    const resources = ownResources(recorded(Object.values(access)));
    const administrator = new Administrator(local);
    const userId = await clerkWith(administrator, readerPermissions("queries").userPermissions);
    const set = await administrator.idOf("PermissionSet", "Name = 'Clerk'");
    const accessToken = local.org.sessions.open({ userId, clientId: local.org.deployer.clientId, scopes: ["api"] });
    const settings = { ...settingsOf({ clientId: "", username: "", privateKeyPem: "" }, local) };
    const ask = async () => {
      const org = await openStackOrg({ ...settings, credential: { kind: "accessToken", accessToken } });
      return (await driftOf(org, resources, "queries")).drift.length;
    };
    expect(await ask()).toBe(0);
    const needed: string[] = [];
    for (const permission of readerPermissions("queries").userPermissions) {
      await administrator.change("PermissionSet", set, { [`Permissions${permission}`]: false });
      if ((await ask().catch(() => 1)) > 0) needed.push(permission);
      await administrator.change("PermissionSet", set, { [`Permissions${permission}`]: true });
    }
    // View Roles goes with View Setup, and View All Users counts where users are hidden from each other: the local org has
    // neither rule.
    expect(needed).toEqual(["ApiEnabled", "ViewSetup", "ViewAllProfiles", "ExternalClientAppViewer"]);
  } finally {
    await local.stop();
  }
});
