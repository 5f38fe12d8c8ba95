import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { ledger } from "../../src/ledger/index.ts";
import { setUpLogin } from "../oauth/setUp.ts";
import { withVisitor } from "./visitor.ts";

const lists = [
  "/",
  "/setup/permission-sets",
  "/setup/profiles",
  "/setup/users",
  "/setup/apps",
  "/setup/connected-apps",
  "/setup/licences",
  "/setup/requests",
  "/setup/ledger",
];

describe("pages of Setup", () => {
  test("are there in a new org, one heading each, and the navigation says which it is", () =>
    withVisitor(async ({ open }) => {
      for (const path of lists) {
        const { status, text } = await open(path);
        expect(status).toBe(200);
        expect(text.match(/<h1>/g)).toHaveLength(1);
        expect(text).toContain(`<a href="${path}" aria-current="page">`);
      }
    }));

  test("show of a permission set what it grants, whom it is assigned to and the apps that name it", () =>
    withVisitor(async ({ local, rest, open }) => {
      const { permissionSetId, userId } = await setUpLogin(local);
      const { Id } = await rest.one(
        "SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'",
      );
      await rest.create("PermissionSetLicenseAssign", { AssigneeId: userId, PermissionSetLicenseId: Id });
      await rest.create("ObjectPermissions", {
        ParentId: permissionSetId,
        SobjectType: "VoiceCall",
        PermissionsRead: true,
        PermissionsCreate: true,
      });
      await rest.create("FieldPermissions", {
        ParentId: permissionSetId,
        SobjectType: "Account",
        Field: "Account.Phone",
        PermissionsRead: true,
      });
      const { text } = await open(`/setup/permission-sets/${permissionSetId}`);
      expect(text).toContain(`name="permission" value="ApexRestServices" checked`);
      expect(text).toContain(`name="permission" value="ModifyAllData">`);
      expect(text).toMatch(/name="class" value="\w+" checked> <span>cnxscv__ServiceRouting/);
      const ticked = [...text.matchAll(/name="object" value="([\w.]+)" checked/g)].map(([, value]) => value);
      expect(ticked).toEqual(["VoiceCall.PermissionsRead", "VoiceCall.PermissionsCreate"]);
      const tickedFields = [...text.matchAll(/name="field" value="([\w.]+)" checked/g)].map(([, value]) => value);
      expect(tickedFields).toEqual(["Account.Phone.PermissionsRead"]);
      expect(text).toContain(`/setup/users/${userId}`);
      expect(text).toMatch(/<a href="\/setup\/apps\/\w+">WxCC - SCV<\/a>/);
    }));

  test("show of an app its settings, certificate and policies, and of no app a secret", () =>
    withVisitor(async ({ local, rest, open }) => {
      const { consumerKey, key } = await setUpLogin(local);
      const { Id } = await rest.one("SELECT Id FROM ExternalClientApplication");
      const { text } = await open(`/setup/apps/${Id}`);
      const certificate = new X509Certificate(key.certificatePem);
      expect(text).toContain(consumerKey);
      expect(text).toContain(certificate.fingerprint256);
      expect(text).toContain("CN=integration");
      expect(text).toMatch(/36\d days left/);
      expect(text).toContain(`<option value="AdminApprovedPreAuthorized" selected>`);
      expect(text).toContain(`name="permission-set" value="IVR_Access" checked`);
      const all = await Promise.all([...lists, `/setup/apps/${Id}`].map(async (path) => (await open(path)).text));
      expect(all.join()).not.toContain(local.org.deployer.accessToken);
      expect(all.join()).not.toContain("PRIVATE KEY");
    }));

  test("show of a user the licence, the state and an e-mail address that waits", () =>
    withVisitor(
      async ({ local, rest, open }) => {
        const { userId } = await setUpLogin(local);
        await rest.call("PATCH", `/sobjects/User/${userId}`, { Email: "new@example.com" });
        const login = await rest.one(`SELECT Id FROM UserLogin WHERE UserId = '${userId}'`);
        await rest.call("PATCH", `/sobjects/UserLogin/${login.Id}`, { IsFrozen: true });
        const { text } = await open(`/setup/users/${userId}`);
        expect(text).toContain("Salesforce Integration");
        expect(text).toContain(">Frozen<");
        expect(text).toContain("<strong>new@example.com</strong> waits for its confirmation");
      },
      { settings: { emailConfirmation: true } },
    ));

  test("show the seats of licences", () =>
    withVisitor(async ({ open }) => {
      const { text } = await open("/setup/licences");
      expect(text).toMatch(/Salesforce Integration<\/th>.*?<\/meter> 0<\/td><td>5<\/td><td>5<\/td>/);
      expect(text).toMatch(/>Salesforce<\/th>.*?<\/meter> 1<\/td><td>25<\/td><td>24<\/td>/);
    }));

  test("show the calls of clients, but looking at Setup is none", () =>
    withVisitor(async ({ local, rest, open }) => {
      await rest.query("SELECT Id FROM User");
      await fetch(`${local.url}/services/oauth2/userinfo?access_token=secret`);
      const { text } = await open("/setup/requests");
      expect(text).toContain("<code>/services/data/v68.0/query?q=SELECT Id FROM User</code>");
      expect(text).toContain("<b>GET</b> <code>/services/oauth2/userinfo</code>");
      expect(text).not.toContain("secret");
      expect(text).not.toContain("<code>/setup");
      expect(text).toContain("2 of 2 calls");
    }));

  test("show the ledger with certainty and source, or the rules that are asked for", () =>
    withVisitor(async ({ open }) => {
      const all = (await open("/setup/ledger")).text;
      for (const { id } of ledger) expect(all).toContain(`id="${id}"`);
      const inferred = ledger.filter(({ certainty }) => certainty === "inferred");
      expect((await open("/setup/ledger?certainty=inferred")).text).toContain(
        `${inferred.length} of ${ledger.length} rules`,
      );
      expect((await open("/setup/ledger?find=pkceReadsBackTrue")).text).toMatch(
        /<strong>Open:<\/strong> [^<]+ Setting <code>pkceReadsBackTrue<\/code>/,
      );
      const found = (await open("/setup/ledger?find=USERNAME-unique")).text;
      expect(found).toContain(`id="user.username-unique"`);
      expect(found).not.toContain(`id="user.seat"`);
    }));

  test("answer 404 for a record that is not there, and for the own permission set of a profile", () =>
    withVisitor(async ({ rest, open }) => {
      const owned = (await rest.query("SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true LIMIT 1"))[0];
      for (const path of [
        "/setup/nothing",
        "/setup/users/005000000000001AAA",
        "/setup/apps/nonsense",
        `/setup/permission-sets/${owned.Id}`,
      ]) {
        expect((await open(path)).status).toBe(404);
      }
    }));

  test("escape what records contain", () =>
    withVisitor(async ({ rest, open }) => {
      const Label = `<script>alert(1)</script> "it's" & so`;
      const id = await rest.create("PermissionSet", { Name: "Escaped", Label, Description: "<img src=x>" });
      for (const path of ["/setup/permission-sets", `/setup/permission-sets/${id}`]) {
        const { text } = await open(path);
        expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &quot;it&#39;s&quot; &amp; so");
        expect(text).not.toContain("<script>alert");
        expect(text).not.toContain("<img");
      }
      expect((await open("/setup/ledger?find=%22%3E%3Cscript%3E")).text).not.toContain('"><script>');
    }));
});
