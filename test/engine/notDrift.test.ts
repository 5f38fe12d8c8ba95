import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { control, exported } from "./accessInOrg.ts";
import { type Hand, handOf } from "./byHand.ts";
import { Engine, engineTimeout, succeeded } from "./engine.ts";
import { checkout } from "./project.ts";

jest.setTimeout(engineTimeout);

/** Everything is spelled in another way than the org spells it; `isTurned` spells it in a third way. */
const program = `
import { readFileSync } from "node:fs";
import {
  ExternalClientApp, IntegrationProfile, IntegrationUser, PermissionSet, PolicyAssignment,
} from "pulumi-salesforce-access";

const { email, certificatePem, isTurned } = JSON.parse(readFileSync("arguments.json", "utf8"));
const list = (...items) => (isTurned ? [...items, ...items].reverse() : items);
const short = (id) => id.apply((text) => (isTurned ? text : text.slice(0, 15)));

const set = new PermissionSet("set", {
  label: "Odd Set",
  apexClasses: list("CNXSCV.servicerouting", "C.orderService"),
  userPermissions: list("APIEnabled", "Apexrestservices"),
  customPermissions: list("route_CALLS"),
  objectPermissions: list({ object: "account", allowRead: true }, { object: "VOICECALL", allowRead: true }),
  fieldPermissions: list({ field: "account.PHONE", readable: true }),
});
const profile = new IntegrationProfile("profile", {
  name: "Odd Profile",
  userPermissions: list("APIuserOnly", "Apienabled"),
});
new IntegrationUser("user", {
  username: "Odd.User@Engine.Example.com",
  email,
  lastName: "Odd",
  timeZone: "europe/zurich",
  locale: "DE_ch",
  language: "EN_us",
  emailEncoding: "utf-8",
  profileId: short(profile.id),
  permissionSetLicenses: list("salesforceapiintegrationPSL"),
  permissionSetIds: list(short(set.id)),
});
const app = new ExternalClientApp("app", {
  label: "Odd App",
  contactEmail: "Admin@Example.com",
  callbackUrls: list("https://b.example/callback", "https://a.example/callback"),
  scopes: list("RefreshToken", "Api"),
  certificatePem,
  isPkceRequired: false,
});
new PolicyAssignment("policy", {
  appId: short(app.id),
  permissionSetIds: list(short(set.id)),
  profileNames: list("standard USER", "Odd Profile"),
});
`;

/** What is done in the org that changes nothing of what is declared. */
const rows: [string, (hand: Hand) => Promise<unknown>][] = [
  ["the mark of a permission set", (hand) => hand.change("PermissionSet", "Name = 'Odd_Set'", { Description: "" })],
  ["the mark of a profile", (hand) => hand.change("Profile", "Name = 'Odd Profile'", { Description: null })],
  ["the mark of a user", (hand) => hand.change("User", "LastName = 'Odd'", { Division: null })],
  ["the mark of an app", (hand) => hand.configure("ExternalClientApplication", "Odd_App", { description: "" })],
  [
    "fields of a user that are not managed",
    (hand) => hand.change("User", "LastName = 'Odd'", { Title: "Robot", Department: "Voice" }),
  ],
  [
    "elements of an app that are not managed",
    (hand) =>
      hand.configure("ExternalClientApplication", "Odd_App", {
        contactPhone: "+41 44 000 00 00",
        infoUrl: "https://mycompany.example",
      }),
  ],
  [
    "flags of the OAuth settings that are not managed",
    (hand) => hand.configure("ExtlClntAppGlobalOauthSettings", "Odd_App_glbloauth", { isNamedUserJwtEnabled: true }),
  ],
  [
    "the certificate in another form",
    async (hand) =>
      hand.configure("ExtlClntAppGlobalOauthSettings", "Odd_App_glbloauth", {
        certificate: (await validCertificate()).replace(/-----[^-]+-----|\s/g, ""),
      }),
  ],
  [
    "scopes and callback URLs in another order",
    async (hand) => {
      await hand.configure("ExtlClntAppOauthSettings", "Odd_App_oauth", {
        commaSeparatedOauthScopes: "RefreshToken,Api",
      });
      await hand.configure("ExtlClntAppGlobalOauthSettings", "Odd_App_glbloauth", {
        callbackUrl: "https://b.example/callback\nhttps://a.example/callback",
      });
    },
  ],
  [
    "permission sets and profiles of the policy in another order",
    (hand) =>
      hand.configure("ExtlClntAppOauthConfigurablePolicies", "Odd_App_oauthPlcy", {
        commaSeparatedProfile: "Standard User,Odd Profile",
      }),
  ],
  [
    "a session timeout where none is declared",
    (hand) =>
      hand.configure("ExtlClntAppOauthConfigurablePolicies", "Odd_App_oauthPlcy", { sessionTimeoutInMinutes: 120 }),
  ],
  [
    "the access row of another app on the permission set",
    async (hand) => {
      await hand.createComponent("ExternalClientApplication", "Other", {
        label: "Other",
        contactEmail: "admin@example.com",
        distributionState: "Local",
      });
      await hand.create("SetupEntityAccess", {
        ParentId: await hand.idOf("PermissionSet", "Name = 'Odd_Set'"),
        SetupEntityId: await hand.idOf("ExternalClientApplication", "DeveloperName = 'Other'"),
      });
    },
  ],
];

const validCertificate = () => readFile(join(checkout, "test", "fixtures", "certificates", "valid.pem"), "utf8");

describe("what is no drift", () => {
  let local: LocalOrg;
  let engine: Engine;
  let declared: Record<string, unknown>;

  beforeAll(async () => {
    local = await createLocalOrg({
      settings: { emailConfirmation: true, licenceForcedProfilePermissions: ["ChatterInternalUser"] },
    });
    local.org.records.insert("CustomPermission", { DeveloperName: "Route_Calls", MasterLabel: "Route Calls" });
    engine = await Engine.start({ program: { text: program }, local });
    const body = (await validCertificate()).replace(/-----[^-]+-----|\s/g, "");
    const certificatePem = `-----BEGIN CERTIFICATE-----\r\n${body}\r\n-----END CERTIFICATE-----`;
    declared = { email: "first@example.com", certificatePem, isTurned: false };
    await engine.declare(declared);
    succeeded(await engine.up());
  });
  afterAll(async () => {
    await engine?.stop();
    await local?.stop();
  });

  test("is silent in the org: what is not managed, and what only looks different", async () => {
    // An address that waits for its confirmation, and what is in the org by the org's own doing.
    declared = { ...declared, email: "second@example.com" };
    await engine.declare(declared);
    const pending = succeeded(await engine.up());
    expect(pending.changes).toEqual({ user: "update" });
    expect(pending.output).toContain("waits to be confirmed");
    expect(await control(local, "export")).toMatchObject({
      pendingEmails: { "odd.user@engine.example.com": "second@example.com" },
      added: {
        Profile: [expect.objectContaining({ permissions: ["ApiEnabled", "ApiUserOnly", "ChatterInternalUser"] })],
      },
    });

    const hand = handOf(local);
    for (const [what, does] of rows) {
      const before = JSON.stringify(await control(local, "export"));
      await does(hand);
      // What changes only the spelling is no difference to the canonical form either.
      if (!/order|form/.test(what))
        expect([what, JSON.stringify(await control(local, "export"))]).not.toEqual([what, before]);
    }
    expect(await engine.fleetDrift()).toEqual({ exitCode: 0, drift: {} });
    const refreshed = succeeded(await engine.up(["--skip-preview", "--refresh"]));
    expect(refreshed.drift).toEqual({});
    expect(refreshed.changes).toEqual({});
  });

  test("is silent in the program: another order, repetitions, other forms of ids and certificate", async () => {
    const asLeft = await exported(local);
    await engine.declare({
      ...declared,
      isTurned: true,
      certificatePem: String(declared.certificatePem)
        .replace(/\r/g, "")
        .replace(/(.{50})/g, "$1\n"),
    });
    const respelled = succeeded(await engine.previewDrift());
    expect(respelled.drift).toEqual({});
    expect(respelled.changes).toEqual({});
    expect(await exported(local)).toEqual(asLeft);
  });
});
