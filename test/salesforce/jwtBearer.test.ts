import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import type { ConnectionSettings } from "../../salesforce/connection.ts";
import { type JwtBearerRequest, jwtBearerLogin } from "../../salesforce/jwtBearer.ts";
import { openOrg } from "../../salesforce/session.ts";
import { failureOf } from "../provider/kit.ts";

let local: LocalOrg;
let good: JwtBearerRequest;

beforeAll(async () => {
  local = await createLocalOrg();
  const { deployer } = local.org;
  good = {
    loginUrl: local.url,
    clientId: deployer.clientId,
    username: deployer.username,
    audience: "https://login.salesforce.com",
    privateKeyPem: deployer.privateKeyPem(),
  };
});

afterAll(() => local.stop());

describe("a login by JWT", () => {
  test("gives a token of the user, and says who and where it is", async () => {
    const token = await jwtBearerLogin(good);
    expect(token).toMatchObject({
      instanceUrl: local.url,
      organizationId: local.org.organizationId,
      userId: local.org.deployer.userId,
    });
    expect(token.scopes).toContain("api");
    expect(local.org.sessions.resolve(token.accessToken)).toMatchObject({ userId: local.org.deployer.userId });
  });

  test("takes a PKCS#1 key as well", async () => {
    const { createPrivateKey } = await import("node:crypto");
    const pkcs1 = createPrivateKey(good.privateKeyPem).export({ type: "pkcs1", format: "pem" });
    await expect(jwtBearerLogin({ ...good, privateKeyPem: String(pkcs1) })).resolves.toHaveProperty("accessToken");
  });

  test.each<[string, Partial<JwtBearerRequest>, string]>([
    ["with an audience that the org does not accept", { audience: "https://test.salesforce.com" }, "invalid_grant"],
    ["for a user that is not there", { username: "nobody@nowhere.example" }, "invalid_grant"],
    ["through an app that is not there", { clientId: "3MVG9nothing" }, "invalid_client_id"],
    ["with a key that is none", { privateKeyPem: "nonsense" }, "INVALID_PRIVATE_KEY"],
  ])("is refused %s", async (_case, wrong, code) => {
    await expect(jwtBearerLogin({ ...good, ...wrong })).rejects.toMatchObject({ name: "SalesforceError", code });
  });

  test("is refused with another key than the certificate's", async () => {
    const { generateKeyPairSync } = await import("node:crypto");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const privateKeyPem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
    await expect(jwtBearerLogin({ ...good, privateKeyPem })).rejects.toMatchObject({
      code: expect.stringMatching(/^invalid_(grant|client)$/),
    });
  });

  test("at an address where nobody listens fails with the code of the transport", async () => {
    const gone = await createLocalOrg();
    await gone.stop();
    await expect(jwtBearerLogin({ ...good, loginUrl: gone.url })).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

describe("no secret is in the error", () => {
  /** Everything that is reachable from an error, also what is not enumerable. */
  const everything = (error: unknown) =>
    inspect(error, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null });

  const keyBody = () => good.privateKeyPem.split("\n").slice(1, -2);

  const cases: [string, () => Promise<unknown>][] = [
    ["of a refused login", () => jwtBearerLogin({ ...good, audience: "https://wrong.example" })],
    ["of a server that cannot be reached", () => jwtBearerLogin({ ...good, loginUrl: "http://127.0.0.1:1" })],
    ["of a page that is no token endpoint", () => jwtBearerLogin({ ...good, loginUrl: `${local.url}/nowhere` })],
    [
      "of a key that cannot be read",
      () => jwtBearerLogin({ ...good, privateKeyPem: good.privateKeyPem.replace("BEGIN PRIVATE", "BEGIN SECRET") }),
    ],
    [
      "of a session that cannot be opened",
      () => openOrg({ ...settings(), credential: { kind: "accessToken", accessToken: "00D!averysecrettoken" } }),
    ],
    ["of a session in another org", () => openOrg({ ...settings(), organizationId: "00D000000000062EAA" })],
  ];

  function settings(): ConnectionSettings {
    return {
      instanceUrl: local.url,
      loginUrl: local.url,
      audience: good.audience,
      apiVersion: "67.0",
      allowsProduction: true,
      clientId: good.clientId,
      credential: { kind: "jwt", username: good.username, privateKeyPem: good.privateKeyPem },
    };
  }

  test.each(cases)("%s", async (_case, call) => {
    const text = everything(await failureOf(call()));
    for (const line of keyBody()) expect(text).not.toContain(line);
    // An assertion, or any other JWT, begins with the base64 of `{"alg"`.
    expect(text).not.toContain("eyJhbGciOi");
    expect(text).not.toContain("averysecrettoken");
  });
});
