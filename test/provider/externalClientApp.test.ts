import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import {
  certificate,
  changeAndUndo,
  type Deployed,
  deployerWith,
  failureOf,
  madeAgain,
  type OpenScene,
  openScene,
  ownerOf,
  requestsTo,
  type Scene,
  Stack,
  withStack,
} from "./kit.ts";

const declared = {
  label: "WxCC - SCV",
  contactEmail: "admin@mycompany.example",
  callbackUrls: ["http://localhost:1717/OauthRedirect"],
  scopes: ["Api", "RefreshToken"],
  certificatePem: certificate("valid"),
};

const create = (stack: Stack, inputs: Values = {}) =>
  stack.create("ExternalClientApp", "app", { ...declared, ...inputs });

/** Names of the metadata operations and writes that an org has answered since the last look. */
const writesTo = async (local: Scene["local"]) =>
  (await requestsTo(local)).filter((request) => /^(deploy|create|update|upsert|delete|PATCH|DELETE)/.test(request));

describe("an external client app", () => {
  test("is made in one deploy with everybody shut out, and reads back as declared", () =>
    withStack(async ({ stack, local, administrator }) => {
      await requestsTo(local);
      const made = await create(stack);
      expect(await writesTo(local)).toEqual(["deploy"]);
      expect(made.id).toMatch(/^0xI\w{15}$/);
      expect(made.outputs).toMatchObject({
        apiName: "WxCC_SCV",
        consumerKey: expect.stringMatching(/^3MVG9/),
        certificateSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        certificateValidTo: "2120-01-01T00:00:00.000Z",
        oauthSettingsName: "WxCC_SCV_oauth",
        globalOauthSettingsName: "WxCC_SCV_glbloauth",
        orgId: local.org.organizationId,
        revision: expect.any(Number),
      });
      const policies = await administrator.query(
        "SELECT PermittedUsersPolicyType, IpRelaxationPolicyType, RefreshTokenPolicyType FROM ExtlClntAppOauthPlcyCnfg",
      );
      expect(policies).toMatchObject([
        {
          PermittedUsersPolicyType: "AdminApprovedPreAuthorized",
          IpRelaxationPolicyType: "Enforce",
          RefreshTokenPolicyType: "Zero",
        },
      ]);
      expect(await administrator.query(`SELECT Description FROM ExternalClientApplication`)).toMatchObject([
        { Description: `[pulumi:${ownerOf("app")}]` },
      ]);
      expect(await stack.read(made)).toEqual(made);
      expect(await stack.read(made)).toEqual(made);
    }));

  test("that is unchanged is not deployed by an update", () =>
    withStack(async ({ stack, local }) => {
      const made = await create(stack);
      await requestsTo(local);
      await stack.update(made);
      expect(await writesTo(local)).toEqual([]);
    }));

  test("keeps its certificate when something else is changed, which a deploy without it would clear", () =>
    withStack(async ({ stack }) => {
      const after = await stack.update(await create(stack), { description: "Again" });
      const found = await stack.read(after);
      expect(found?.inputs.certificatePem).toBe(certificate("valid"));
    }));

  test("whose certificate is given in another form is not deployed again", () =>
    withStack(async ({ stack, local }) => {
      const made = await create(stack);
      await requestsTo(local);
      await stack.update(made, { certificatePem: certificate("valid").replaceAll("\n", "\r\n") });
      expect(await writesTo(local)).toEqual([]);
    }));

  test.each([true, false])("without PKCE is no drift in an org that reads it back as %p", (pkceReadsBackTrue) =>
    withStack(
      async ({ stack }) => {
        const made = await create(stack, { isPkceRequired: false });
        expect(await stack.drift(made)).toEqual({});
        expect(await stack.drift(await stack.update(made, { description: "Again" }))).toEqual({});
      },
      { pkceReadsBackTrue },
    ),
  );

  test("that was changed in the org shows what differs, and is repaired", () =>
    withStack(async ({ stack, local }) => {
      const made = await create(stack);
      // Somebody else's deployment, which knows nothing of the certificate.
      const other = await Stack.on(local);
      await other.update(made, {
        contactEmail: "byhand@mycompany.example",
        scopes: ["Api", "RefreshToken", "Web"],
        callbackUrls: ["https://byhand.example/"],
        certificatePem: certificate("renewed"),
      });
      const drift = await stack.drift(made);
      expect(drift).toEqual({
        contactEmail: "byhand@mycompany.example",
        scopes: ["Api", "RefreshToken", "Web"],
        callbackUrls: ["https://byhand.example/"],
        certificatePem: certificate("renewed"),
      });
      expect(await stack.drift(await stack.update(made))).toEqual({});
    }));

  test("that is deleted is gone with all that belongs to it, and is made again under the same name", () =>
    withStack(async ({ stack, administrator, said }) => {
      const made = await create(stack);
      await stack.delete(made);
      expect(said).toEqual([
        expect.stringMatching(/deleting app WxCC_SCV: all tokens that it has issued become invalid/),
      ]);
      expect(await stack.read(made)).toBeUndefined();
      expect(await administrator.query("SELECT Id FROM ExtlClntAppOauthPlcyCnfg")).toEqual([]);
      const again = await create(stack);
      expect(again.id).not.toBe(made.id);
      expect(await stack.drift(again)).toEqual({});
    }));

  test("that is hidden from the deployer is neither taken for deleted nor written to", () =>
    withStack(
      async ({ stack, local, administrator }) => {
        const made = await create(stack);
        const clerk = await deployerWith({ local, administrator }, ["ApiEnabled", "ViewSetup", "ModifyMetadata"]);
        await requestsTo(local);
        const calls = [clerk.read(made), clerk.update(made, { description: "New" }), clerk.delete(made)];
        for (const { message } of await Promise.all(calls.map(failureOf))) {
          expect(message).toMatch(
            /The Metadata API shows app WxCC_SCV, but queries do not show it to the deployer\. Give .*ExternalClientAppViewer/,
          );
        }
        expect(await writesTo(local)).toEqual([]);
      },
      { externalClientAppRows: "viewers" },
    ));

  test("that is gone already is deleted without an error, and not made again by an update", () =>
    withStack(async ({ stack, local }) => {
      const made = await create(stack);
      await (await Stack.on(local)).delete(made);
      await expect(stack.delete(made)).resolves.toBeUndefined();
      const failure = await failureOf(stack.update(made, { label: "New" }));
      expect(failure.message).toMatch(/^ExternalClientApp "app" \(WxCC_SCV\): It was deleted in the org/);
    }));

  test("that was made again under its name by somebody else is another app", () =>
    withStack(async ({ stack, local }) => {
      const made = await create(stack);
      const other = await Stack.on(local);
      await other.delete(made);
      const theirs = await other.create("ExternalClientApp", "theirs", declared);
      expect(await stack.read(made)).toBeUndefined();
      await stack.delete(made);
      expect(await other.drift(theirs)).toEqual({});
    }));
});

describe("an external client app takes another", () => {
  let scene: OpenScene;
  let made: Deployed;

  beforeAll(async () => {
    scene = await openScene();
    made = await create(scene.stack);
  });
  afterAll(() => scene.close());

  test.each<[string, Values]>([
    ["label", { label: "Another label" }],
    ["contactEmail", { contactEmail: "other@mycompany.example" }],
    ["distributionState", { distributionState: "Packaged" }],
    ["description", { description: "Logins of the IVR" }],
    ["description with what XML would take for its own", { description: `<b>"A" & 'B'</b>` }],
    ["callbackUrls", { callbackUrls: ["https://mycompany.example/a?b=c&d=e", "https://mycompany.example/b"] }],
    ["scopes", { scopes: ["Api", "RefreshToken", "Web"] }],
    ["certificatePem", { certificatePem: certificate("renewed") }],
    ["isConsumerSecretOptional", { isConsumerSecretOptional: false }],
    ["isSecretRequiredForRefreshToken", { isSecretRequiredForRefreshToken: false }],
    ["isIntrospectAllTokens", { isIntrospectAllTokens: true }],
  ])("%s, and the old one again, and keeps its consumer key", async (_case, change) => {
    const after = await changeAndUndo(scene.stack, made, change);
    expect(after.outputs.consumerKey).toBe(made.outputs.consumerKey);
  });
});

describe("an app that is there already", () => {
  test("as our own half-made one is finished, with the key that it has", () =>
    withStack(async ({ stack, local }) => {
      const made = await create(stack);
      await (await Stack.on(local)).update(made, { certificatePem: certificate("renewed"), scopes: ["Api"] });
      const again = await create(stack);
      expect(again).toEqual(madeAgain(made));
      expect(await stack.drift(again)).toEqual({});
    }));

  test("and belongs to another resource is refused untouched", () =>
    withStack(async ({ stack, local }) => {
      const theirs = await stack.create("ExternalClientApp", "theirs", declared);
      await requestsTo(local);
      const failure = await failureOf(create(stack, { description: "Ours" }));
      expect(failure.message).toMatch(
        /^ExternalClientApp "app" \(WxCC_SCV\): The external client app WxCC_SCV \(0xI\w{15}, last changed by .*\) belongs to another/,
      );
      expect(failure.message).toContain(ownerOf("theirs"));
      expect(failure).not.toHaveProperty("id");
      expect(await writesTo(local)).toEqual([]);
      expect(await stack.drift(theirs)).toEqual({});
    }));

  test("and was not made by any stack is refused, and how to adopt it is said", () =>
    withStack(async ({ stack, local }) => {
      const made = await create(stack);
      local.org.records.update("ExternalClientApplication", made.id, { Description: "By hand" });
      await requestsTo(local);
      const failure = await failureOf(create(stack));
      expect(failure.message).toMatch(
        /last changed by Local Deployer on .* this stack did not create it.*set adopt: true/,
      );
      expect(await writesTo(local)).toEqual([]);
    }));
});

describe("an app cannot be", () => {
  test("changed or deleted by a deployment that does not know which app it is logged in with", () =>
    withStack(async ({ stack, local }) => {
      const made = await create(stack);
      const blind = await Stack.on(local, { clientId: undefined });
      for (const failure of [
        await failureOf(blind.update(made, { label: "New" })),
        await failureOf(blind.delete(made)),
      ]) {
        expect(failure.message).toMatch(
          /It is not known which app this deployment is logged in with.*pulumi-nodejs:salesforce\.clientId/,
        );
      }
      expect(await stack.drift(made)).toEqual({});
    }));

  test("changed or deleted by the deployment that is logged in with it", () =>
    withStack(async ({ stack, local }) => {
      const made = await create(stack);
      const itself = await Stack.on(local, { clientId: String(made.outputs.consumerKey) });
      for (const failure of [
        await failureOf(itself.update(made, { label: "New" })),
        await failureOf(itself.delete(made)),
      ]) {
        expect(failure.message).toMatch(
          /App WxCC_SCV is the one that this deployment is logged in with, so it is never changed/,
        );
      }
      expect(await stack.drift(made)).toEqual({});
    }));

  test("deleted when it carries the mark of another stack by now", () =>
    withStack(async ({ stack, local }) => {
      const made = await create(stack);
      local.org.records.update("ExternalClientApplication", made.id, { Description: "[pulumi:access/production/app]" });
      const failure = await failureOf(stack.delete(made));
      expect(failure.message).toMatch(
        /carries the mark of another stack: access\/production\/app\. Nothing was deleted/,
      );
    }));

  test("made by a deployer who may not, and then nothing of it stays", () =>
    withStack(async ({ local, administrator }) => {
      const clerk = await deployerWith({ local, administrator }, [
        "ApiEnabled",
        "ViewSetup",
        "ModifyMetadata",
        "ExternalClientAppViewer",
      ]);
      const failure = await failureOf(create(clerk));
      expect(failure.message).toMatch(
        /^ExternalClientApp "app" \(WxCC_SCV\): creating app WxCC_SCV failed with \w+: .*ExternalClientApplication WxCC_SCV/,
      );
      expect(failure).not.toHaveProperty("id");
      expect(await administrator.query("SELECT Id FROM ExternalClientApplication")).toEqual([]);
    }));
});
