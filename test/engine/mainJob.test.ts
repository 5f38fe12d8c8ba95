import { createPrivateKey } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { login, verdict } from "../../local-org/test/oauth/login.ts";
import { accessInOrg, answeredCalls, control, names } from "./accessInOrg.ts";
import { Engine, type EngineRun, engineTimeout, succeeded } from "./engine.ts";
import { checkout } from "./project.ts";

jest.setTimeout(engineTimeout);

const username = "scv.integration@dev.example.com";

describe("pulumi up on the checkout's own program, against a new org", () => {
  let engine: Engine;
  let stackFile: string;
  let first: EngineRun;
  let outputs: { privateKeyPem: string; webexConnector: Record<string, string> };

  beforeAll(async () => {
    stackFile = await readFile(join(checkout, "Pulumi.dev.yaml"), "utf8");
    engine = await Engine.start({ program: "checkout" });
    first = await engine.up([]);
    outputs = (await engine.outputs()) as typeof outputs;
  });
  afterAll(() => engine?.stop());

  test("creates every part once, and the proof logs in", async () => {
    expect(first.output).toContain("+ 12 created");
    expect(first.exitCode).toBe(0);
    expect(first.output).not.toContain("warning");
    expect(first.changes).toEqual({
      scv: "create",
      "scv-readiness": "create",
      "scv-permission-set": "create",
      "scv-profile": "create",
      "scv-user": "create",
      "scv-signing": "create",
      "scv-signing-key-1": "create",
      "scv-signing-certificate-1": "create",
      "scv-app": "create",
      "scv-policy": "create",
      "scv-proof": "create",
    });
    expect(first.output).toContain(
      `AccessProof: ${username} logs in by JWT with the audience https://login.salesforce.com`,
    );
    const logins = (await answeredCalls(engine.local)).filter(({ path }) => path === "/services/oauth2/token");
    expect(logins.map(({ status }) => status)).toEqual([200]);
  });

  test("refuses a setting of the connection among its own keys, and names the key that it is meant for", async () => {
    const text = stackFile.replace("config:\n", "config:\n  scv-integration:orgId: 00D000000000001AAA\n");
    const misplaced = await engine.file("Pulumi.misplaced.yaml", text);
    const { exitCode, output } = await engine.preview(["--config-file", misplaced]);
    expect([exitCode, output]).toEqual([
      1,
      expect.stringContaining("has no orgId; did you mean pulumi-nodejs:salesforce.orgId?"),
    ]);
  });

  test("refuses a private key that is in the configuration in plain text, with the command that sets it as a secret", async () => {
    const key = "config:\n  scv-integration:privateKeyPem: not-secret\n";
    const plain = await engine.file("Pulumi.plain.yaml", stackFile.replace("config:\n", key));
    const { exitCode, output } = await engine.preview(["--config-file", plain]);
    expect([exitCode, output]).toEqual([
      1,
      expect.stringMatching(
        /has privateKeyPem in plain text\. Set it as a secret: pulumi config set --secret privateKeyPem < key\.pem/,
      ),
    ]);
  });

  test("gives the org exactly the access that the set-up instructions ask for", async () => {
    const access = await accessInOrg(engine.local, username);
    expect(access.permissionSet).toEqual({
      label: "IVR Access to SCV Apex Classes",
      license: null,
      userPermissions: ["ApexRestServices", "ApiEnabled"],
      apexClasses: ["cnxscv.ServiceRouting"],
      objectPermissions: 0,
      fieldPermissions: 0,
    });
    expect(access.profile).toEqual({
      name: "SCV Integration",
      userLicense: "Salesforce Integration",
      userPermissions: ["ApiEnabled", "ApiUserOnly"],
      objectPermissions: 0,
      fieldPermissions: 0,
      setupAccess: 0,
    });
    expect(access.user).toEqual({
      firstName: "SCV",
      lastName: "Integration User",
      username,
      email: "platform-team@example.com",
      isActive: true,
      profile: "SCV Integration",
      permissionSetLicenses: [names.permissionSetLicense],
      permissionSets: [names.permissionSet],
    });
    expect(access.app).toMatchObject({
      label: "WxCC - SCV",
      contactEmail: "platform-team@example.com",
      distributionState: "Local",
    });
    expect(String(access.oauthSettings.commaSeparatedOauthScopes).split(/,\s*/).sort()).toEqual([
      "Api",
      "RefreshToken",
    ]);
    expect(access.globalOauthSettings).toMatchObject({
      callbackUrl: "http://localhost:1717/OauthRedirect",
      isConsumerSecretOptional: "true",
      certificate: expect.stringMatching(/^MII/),
    });
    expect(access.oauthPolicies).toMatchObject({
      permittedUsersPolicyType: "AdminApprovedPreAuthorized",
      refreshTokenPolicyType: "Zero",
      ipRelaxationPolicyType: "Enforce",
      commaSeparatedPermissionSet: names.permissionSet,
    });
    expect(access.oauthPolicies.commaSeparatedProfile ?? null).toBeNull();
    expect(access.policies).toMatchObject({ isEnabled: "true", startPage: "None" });
  });

  test("hands over what the Webex connector asks for, and the private key logs in with it", async () => {
    const { globalOauthSettings } = await accessInOrg(engine.local, username);
    expect(outputs.webexConnector).toEqual({
      name: "WxCC - SCV",
      clientId: globalOauthSettings.consumerKey,
      emailId: username,
      url: "https://login.salesforce.com",
      privateKey: "pulumi stack output privateKeyPem --show-secrets",
    });
    const answer = await login(
      engine.local,
      { privateKey: createPrivateKey(outputs.privateKeyPem) },
      {
        issuer: String(outputs.webexConnector.clientId),
        subject: String(outputs.webexConnector.emailId),
        audience: String(outputs.webexConnector.url),
      },
    );
    expect(verdict(answer)).toBe("ok");
  });

  test("shows the private key in no output, no state, no history and no log of the org", async () => {
    const secret = keyLine(outputs.privateKeyPem);
    expect(first.output).toContain("privateKeyPem     : [secret]");
    expect(first.output).not.toContain(secret);
    const shown = await engine.run(["stack", "output", "--stack", "dev"]);
    expect(shown.output).toContain("privateKeyPem");
    expect(shown.output).not.toContain(secret);
    const files = await filesBelow(engine.stateFolder);
    expect(files.some(({ path }) => path.endsWith("dev.json"))).toBe(true);
    const leaking = files.filter(({ text }) => text.includes(secret) || text.includes("PRIVATE KEY"));
    expect(leaking.map(({ path }) => path)).toEqual([]);
    expect(JSON.stringify(await control(engine.local, "requests"))).not.toContain(secret);
  });

  test("a second up changes nothing and calls nothing", async () => {
    await control(engine.local, "requests", "DELETE");
    const second = await engine.up([]);
    expect(second.output).toContain("12 unchanged");
    expect(second.changes).toEqual({});
    expect(await answeredCalls(engine.local)).toEqual([]);
  });

  test("a preview with refresh finds no drift, and reads only", async () => {
    await control(engine.local, "requests", "DELETE");
    const preview = succeeded(await engine.previewDrift());
    expect(preview.output).toContain("12 unchanged");
    const writes = (await answeredCalls(engine.local)).filter(
      ({ method, path, operation }) =>
        method !== "GET" && !path.endsWith("/composite") && !/^(read|list|describe)/.test(operation ?? ""),
    );
    expect(writes).toEqual([]);
  });

  test("leaves the committed stack file as it was", async () => {
    expect(await readFile(join(checkout, "Pulumi.dev.yaml"), "utf8")).toBe(stackFile);
  });
});

/** A line out of the secret half of the key: its first lines hold the modulus, which is public. */
function keyLine(pem: string): string {
  const line = pem.split("\n")[12] ?? "";
  expect(line).toHaveLength(64);
  return line;
}

async function filesBelow(folder: string): Promise<{ path: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path, text: await readFile(path, "utf8") };
      }),
  );
}
