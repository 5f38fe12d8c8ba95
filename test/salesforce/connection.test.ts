import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { resolveConnection } from "../../salesforce/connection.ts";
import { isLoopback } from "../../salesforce/loopback.ts";
import type { ConnectionSources } from "../../salesforce/settingReader.ts";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = pair.privateKey.export({ type: "pkcs8", format: "pem" }) as string;
const organizationId = "00D5g00000ABCDEAA3";
const mine = "https://mycompany.my.salesforce.com";

interface Given {
  configuration?: Record<string, string>;
  environment?: Record<string, string>;
  files?: Record<string, string>;
}

function resolve({ configuration = {}, environment = {}, files = {} }: Given) {
  const sources: ConnectionSources = {
    settings: new Map(Object.entries(configuration)),
    environment,
    readFile(path) {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: "ENOENT" });
      return text;
    },
  };
  return resolveConnection(sources);
}

function problemOf(given: Given): string {
  try {
    resolve(given);
  } catch (error) {
    expect((error as Error).name).toBe("ConnectionSettingsError");
    return (error as Error).message;
  }
  throw new Error("these settings were taken, but should have been refused");
}

/** Settings that log in by JWT. */
const byKey: Required<Given> = {
  configuration: {
    instanceUrl: mine,
    orgId: organizationId,
    clientId: "3MVG9client",
    username: "deployer@mycompany.example",
    privateKeyFile: "/keys/deployer.pem",
  },
  environment: {},
  files: { "/keys/deployer.pem": key },
};

/** Settings with an access token. */
const byToken: Required<Given> = {
  configuration: { instanceUrl: mine, orgId: organizationId },
  environment: { SALESFORCE_ACCESS_TOKEN: "00D!token" },
  files: {},
};

/** The same settings with other configuration keys; undefined takes one away. */
function configured(given: Required<Given>, configuration: Record<string, string | undefined>): Given {
  const merged = Object.entries({ ...given.configuration, ...configuration });
  return { ...given, configuration: Object.fromEntries(merged.flatMap(([k, v]) => (v === undefined ? [] : [[k, v]]))) };
}

describe("a connection", () => {
  test("by private key takes everything else from the stack's configuration", () => {
    expect(resolve(byKey)).toEqual({
      instanceUrl: mine,
      loginUrl: mine,
      apiVersion: "67.0",
      allowsProduction: false,
      organizationId,
      clientId: "3MVG9client",
      credential: { kind: "jwt", username: "deployer@mycompany.example", privateKeyPem: key },
    });
  });

  test("by access token needs neither a client id nor a username", () => {
    expect(resolve(byToken)).toEqual({
      instanceUrl: mine,
      loginUrl: mine,
      apiVersion: "67.0",
      allowsProduction: false,
      organizationId,
      credential: { kind: "accessToken", accessToken: "00D!token" },
    });
  });

  test("is the same from environment variables alone", () => {
    const environment = {
      SALESFORCE_INSTANCE_URL: mine,
      SALESFORCE_ORG_ID: organizationId,
      SALESFORCE_CLIENT_ID: "3MVG9client",
      SALESFORCE_USERNAME: "deployer@mycompany.example",
      SALESFORCE_PRIVATE_KEY: key,
      SALESFORCE_AUDIENCE: "https://test.salesforce.com",
      SALESFORCE_LOGIN_URL: "https://test.salesforce.com",
      SALESFORCE_API_VERSION: "66.0",
      SALESFORCE_ALLOW_PRODUCTION: "true",
      SALESFORCE_REPLACED_ORG_ID: "00D000000000062",
    };
    expect(resolve({ environment })).toEqual({
      instanceUrl: mine,
      loginUrl: "https://test.salesforce.com",
      audience: "https://test.salesforce.com",
      apiVersion: "66.0",
      organizationId,
      replacedOrganizationId: "00D000000000062",
      allowsProduction: true,
      clientId: "3MVG9client",
      credential: { kind: "jwt", username: "deployer@mycompany.example", privateKeyPem: key.trim() },
    });
  });

  test("prefers the stack's configuration to the environment, so that a stack says for itself where it belongs", () => {
    const environment = { ...byToken.environment, SALESFORCE_INSTANCE_URL: "https://other.my.salesforce.com" };
    expect(resolve({ ...byToken, environment }).instanceUrl).toBe(mine);
  });

  test("can be told which environment variable holds the secret", () => {
    const token = {
      ...configured(byToken, { accessTokenVariable: "TOKEN_OF_TEST" }),
      environment: { TOKEN_OF_TEST: "t" },
    };
    expect(resolve(token).credential).toEqual({ kind: "accessToken", accessToken: "t" });
    const keyed = {
      ...configured(byKey, { privateKeyVariable: "KEY_OF_TEST", privateKeyFile: undefined }),
      environment: { KEY_OF_TEST: key },
    };
    expect(resolve(keyed).credential).toMatchObject({ kind: "jwt", privateKeyPem: key.trim() });
  });

  test("logs in at the production login when neither a login URL nor an instance URL is given", () => {
    expect(resolve(configured(byKey, { instanceUrl: undefined })).loginUrl).toBe("https://login.salesforce.com");
  });

  test("keeps only the origin of a URL, so that a trailing slash or path does no harm", () => {
    expect(resolve(configured(byToken, { instanceUrl: `${mine}/lightning/page/home` })).instanceUrl).toBe(mine);
  });

  test("takes a PKCS#1 key as well", () => {
    const pkcs1 = pair.privateKey.export({ type: "pkcs1", format: "pem" }) as string;
    expect(resolve({ ...byKey, files: { "/keys/deployer.pem": pkcs1 } }).credential).toMatchObject({
      privateKeyPem: pkcs1,
    });
  });
});

describe("a connection that is read-only", () => {
  const deployer = { instanceUrl: mine, orgId: organizationId, clientId: "deployers", username: "deployer@a.example" };
  const reader = { readerClientId: "readers", readerUsername: "reader@a.example" };
  const keys = { SALESFORCE_PRIVATE_KEY: key, SALESFORCE_READER_PRIVATE_KEY: key };
  const readOnly = { SALESFORCE_READ_ONLY: "true" };

  test("logs in as the reader of the stack, which nothing else does", () => {
    const configuration = { ...deployer, ...reader };
    const { clientId, credential } = resolve({ configuration, environment: { ...keys, ...readOnly } });
    expect([clientId, credential]).toEqual(["readers", expect.objectContaining({ username: "reader@a.example" })]);
    const writing = resolve({ configuration, environment: keys });
    expect([writing.clientId, writing.credential]).toEqual([
      "deployers",
      expect.objectContaining({ username: "deployer@a.example" }),
    ]);
  });

  test("logs in as the deployer where the stack names no reader", () => {
    expect(resolve({ configuration: deployer, environment: { ...keys, ...readOnly } }).clientId).toBe("deployers");
  });

  test("takes the credential of each stack from the variable that it names", () => {
    const environment = { ...readOnly, KEY_OF_EMEA: key, TOKEN_OF_EMEA: "" };
    const named = { ...deployer, ...reader, readerPrivateKeyVariable: "KEY_OF_EMEA" };
    expect(resolve({ configuration: named, environment }).credential).toMatchObject({ username: "reader@a.example" });
    const byToken = { ...deployer, readerAccessTokenVariable: "TOKEN_OF_EMEA" };
    expect(
      resolve({ configuration: byToken, environment: { ...readOnly, TOKEN_OF_EMEA: "token" } }).credential,
    ).toEqual({ kind: "accessToken", accessToken: "token" });
  });

  test("never falls back to the login of the deployer", () => {
    const { SALESFORCE_PRIVATE_KEY } = keys;
    const environment = {
      ...readOnly,
      SALESFORCE_PRIVATE_KEY,
      SALESFORCE_ACCESS_TOKEN: "token",
      SALESFORCE_SF_ALIAS: "me",
    };
    const problem = problemOf({ configuration: { ...deployer, ...reader }, environment });
    expect(problem).toContain(
      "there is no credential of the reader: set the environment variable SALESFORCE_READER_PRIVATE_KEY",
    );
    expect(
      problemOf({
        configuration: { ...deployer, readerUsername: "r@a.example" },
        environment: { ...readOnly, ...keys },
      }),
    ).toContain(
      "pulumi-nodejs:salesforce.readerClientId (or the environment variable SALESFORCE_READER_CLIENT_ID) is missing: the consumer key of the reader's app",
    );
  });
});

describe("a connection is refused", () => {
  test.each<[string, Given, RegExp]>([
    [
      "without any credential",
      { ...byToken, environment: {} },
      /There is no credential: set .*SALESFORCE_ACCESS_TOKEN/,
    ],
    [
      "with a replaced org that is no org id",
      configured(byToken, { replacedOrgId: "Acme" }),
      /pulumi-nodejs:salesforce\.replacedOrgId must be the id of the org that was replaced, 15 or 18 characters/,
    ],
    [
      "with a replaced org that is the org itself",
      configured(byKey, { replacedOrgId: organizationId }),
      /pulumi-nodejs:salesforce\.replacedOrgId is the id of the org itself/,
    ],
    [
      "with a word that neither allows production nor forbids it",
      configured(byToken, { allowProduction: "yes" }),
      /pulumi-nodejs:salesforce\.allowProduction must be true or false, not "yes"/,
    ],
    [
      "with an access token and no instance URL",
      configured(byToken, { instanceUrl: undefined }),
      /pulumi-nodejs:salesforce\.instanceUrl .* is missing/,
    ],
    [
      "with a key and no client id",
      configured(byKey, { clientId: undefined }),
      /pulumi-nodejs:salesforce\.clientId \(or .*SALESFORCE_CLIENT_ID\) is missing/,
    ],
    [
      "with a key and no username",
      configured(byKey, { username: undefined }),
      /pulumi-nodejs:salesforce\.username .* is missing/,
    ],
    [
      "with a key file that cannot be read",
      { ...byKey, files: {} },
      /"\/keys\/deployer\.pem" of pulumi-nodejs:salesforce\.privateKeyFile cannot be read: there is no such file/,
    ],
    [
      "with a key file and a key variable",
      { ...byKey, environment: { SALESFORCE_PRIVATE_KEY: key } },
      /Both a private key file and .*keep one/,
    ],
    [
      "with a token and a key",
      { ...byKey, environment: { SALESFORCE_ACCESS_TOKEN: "t" } },
      /Both an access token .* and a private key are set; keep one/,
    ],
    [
      "with an encrypted key",
      { ...byKey, files: { "/keys/deployer.pem": "-----BEGIN ENCRYPTED PRIVATE KEY-----\nx" } },
      /private key file "\/keys\/deployer\.pem" of pulumi-nodejs:salesforce\.privateKeyFile must be an unencrypted RSA private key/,
    ],
    [
      "with a key that is none",
      { ...byKey, files: { "/keys/deployer.pem": "nonsense" } },
      /must be an unencrypted RSA private key .*; it is no PEM\./,
    ],
    [
      "with a URL that is none",
      configured(byToken, { instanceUrl: "mycompany" }),
      /pulumi-nodejs:salesforce\.instanceUrl must be an https URL .*"mycompany"/,
    ],
    [
      "with plain http to another machine",
      configured(byToken, { instanceUrl: "http://mycompany.my.salesforce.com" }),
      /must be an https URL/,
    ],
    [
      "with a login URL that is none",
      configured(byKey, { loginUrl: "ftp://x.example" }),
      /pulumi-nodejs:salesforce\.loginUrl must be an https URL/,
    ],
    ...["lightning.force.com", "my.salesforce-setup.com", "vf.force.com"].map((host): [string, Given, RegExp] => [
      `with an address of pages, ${host}`,
      configured(byToken, { instanceUrl: `https://mycompany.${host}` }),
      /address for browsers, on which there is no API; use the My Domain address/,
    ]),
    [
      "with a path that only a shell would understand",
      configured(byKey, { privateKeyFile: "~/deployer.pem" }),
      /No shell replaces ~ and \$ here: write the whole path/,
    ],
    [
      "with an API version that is none",
      configured(byToken, { apiVersion: "v67" }),
      /pulumi-nodejs:salesforce\.apiVersion must be 63\.0 or later .*"v67"/,
    ],
    ["with an API version without the policies", configured(byToken, { apiVersion: "62.0" }), /must be 63\.0 or later/],
    [
      "with an org id that is none",
      configured(byToken, { orgId: "0015g00000ABCDE" }),
      /pulumi-nodejs:salesforce\.orgId .* start with 00D/,
    ],
    [
      "without an org id",
      configured(byToken, { orgId: undefined }),
      /pulumi-nodejs:salesforce\.orgId .* is missing.*no other is ever touched/,
    ],
  ])("%s", (_case, given, expected) => {
    expect(problemOf(given)).toMatch(expected);
  });

  test.each(["accessToken", "privateKey", "privateKeyPem", "clientSecret", "password"])(
    "with the secret %s in the stack's configuration, without printing it",
    (name) => {
      const message = problemOf(configured(byToken, { [name]: "hunter2" }));
      expect(message).toMatch(
        new RegExp(
          `pulumi-nodejs:salesforce.${name} is a secret .*"pulumi config rm pulumi-nodejs:salesforce.${name}"`,
        ),
      );
      expect(message).not.toContain("hunter2");
    },
  );

  test("with all of its problems at once", () => {
    const message = problemOf({
      configuration: { instanceUrl: "nowhere", apiVersion: "12", orgId: "x", password: "hunter2" },
    });
    for (const part of [
      "pulumi-nodejs:salesforce.password",
      "pulumi-nodejs:salesforce.instanceUrl",
      "pulumi-nodejs:salesforce.apiVersion",
      "pulumi-nodejs:salesforce.orgId",
    ]) {
      expect(message).toContain(part);
    }
    expect(message).toContain("There is no credential");
  });

  test("without the key, the token or a part of them in the message", () => {
    const secret = "-----BEGIN PRIVATE KEY-----\nVERYSECRETBODY\n-----END PRIVATE KEY-----";
    const message = problemOf({
      configuration: {},
      environment: { SALESFORCE_ACCESS_TOKEN: "00D!verysecret", SALESFORCE_PRIVATE_KEY: secret },
    });
    expect(message).not.toMatch(/VERYSECRETBODY|verysecret/);
  });
});

describe("timeouts, retries and the reserve of requests", () => {
  test("are taken from the configuration, else from variables, and left out when nothing is set", () => {
    expect(resolve(byKey).bounds).toBeUndefined();
    const given = configured(byKey, { retryAttempts: "2", apiReserve: "0" });
    const environment = { SALESFORCE_RETRY_ATTEMPTS: "9", SALESFORCE_DEPLOY_TIMEOUT_SECONDS: "60" };
    expect(resolve({ ...given, environment }).bounds).toEqual({
      deployTimeoutSeconds: 60,
      retryAttempts: 2,
      apiReserve: 0,
    });
  });

  test.each([
    ["requestTimeoutSeconds", "0"],
    ["deployTimeoutSeconds", "15m"],
    ["retryAttempts", "21"],
    ["retryTimeSeconds", "-1"],
    ["apiReserve", "1.5"],
  ])("are refused when they are out of bounds: %s %s", (name, value) => {
    const message = problemOf(configured(byKey, { [name]: value }));
    expect(message).toContain(`pulumi-nodejs:salesforce.${name} must be a whole number`);
    expect(message).toContain(`not "${value}"`);
  });
});

describe("this machine", () => {
  test.each(["http://127.0.0.1:8417", "http://localhost:8417", "http://[::1]:8417", "http://127.8.9.10"])(
    "is %s, where neither https nor an org id is needed",
    (instanceUrl) => {
      expect(isLoopback(instanceUrl)).toBe(true);
      const settings = resolve(configured(byToken, { instanceUrl, orgId: undefined }));
      expect(settings.instanceUrl).toBe(instanceUrl);
      expect(settings.organizationId).toBeUndefined();
    },
  );

  test.each(["http://127.0.0.1.example.com", "http://localhost.example.com", "http://10.0.0.1", "http://0.0.0.0", ""])(
    "is not %s",
    (url) => {
      expect(isLoopback(url)).toBe(false);
    },
  );

  test("is not trusted by a login that goes elsewhere", () => {
    const elsewhere = { instanceUrl: "http://127.0.0.1:8417", loginUrl: "https://login.salesforce.com" };
    for (const urls of [{ instanceUrl: undefined }, elsewhere]) {
      expect(problemOf(configured(byKey, { ...urls, orgId: undefined }))).toMatch(
        /pulumi-nodejs:salesforce\.orgId .* missing/,
      );
    }
  });
});

test("a setting of the stack that is empty is refused: its environment variable would count without a word", () => {
  const { configuration, ...more } = byKey;
  const environment = { SALESFORCE_READ_ONLY: "false" };
  expect(problemOf({ ...more, environment, configuration: { ...configuration, readOnly: " " } })).toBe(
    "The connection to Salesforce is not set up: pulumi-nodejs:salesforce.readOnly is set to nothing. Give it a value; or remove it, and its environment variable counts: pulumi config rm pulumi-nodejs:salesforce.readOnly.",
  );
});

test("a stack without tags may say so", () => {
  const { configuration, ...more } = byKey;
  expect(resolve({ ...more, configuration: { ...configuration, tags: "" } })).toEqual(resolve(byKey));
});

describe("what people paste", () => {
  const stack = { orgId: organizationId, instanceUrl: mine, clientId: "3MVG9", username: "deployer@mycompany.com" };

  test.each([
    ["https://mycompany.lightning.force.com/lightning/page/home", "https://mycompany.my.salesforce.com"],
    ["https://mycompany--uat.sandbox.lightning.force.com", "https://mycompany--uat.sandbox.my.salesforce.com"],
    ["https://mycompany.my.salesforce-setup.com/lightning/setup", "https://mycompany.my.salesforce.com"],
  ])("%s: the command sets the address of the API", (instanceUrl, address) => {
    expect(problemOf({ configuration: { ...stack, instanceUrl } })).toContain(
      `config set pulumi-nodejs:salesforce.instanceUrl ${address}`,
    );
  });

  test.each([
    ["privateKeyVariable", "private key of the deployer", {}],
    ["accessTokenVariable", "access token of the deployer", {}],
    ["readerPrivateKeyVariable", "private key of the reader", { readOnly: "true" }],
    ["readerAccessTokenVariable", "access token of the reader", { readOnly: "true" }],
  ])("the variable that %s names, and that is not there, is named", (name, what, more) => {
    const given = { ...stack, ...more, [name]: "KEY_OF_UAT" };
    const said = `the environment variable KEY_OF_UAT, which pulumi-nodejs:salesforce.${name} names for the ${what}, is`;
    expect(problemOf({ configuration: given })).toContain(`${said} not set.`);
    expect(problemOf({ configuration: given, environment: { KEY_OF_UAT: " " } })).toContain(`${said} empty.`);
  });

  test.each(["Bearer 00D5g!AQ8", "…", '"00D5g!AQ8"', "00D5g!AQ8 and more"])("%s is no access token", (token) => {
    const environment = { SALESFORCE_ACCESS_TOKEN: token };
    expect(problemOf({ configuration: stack, environment })).toContain(
      "SALESFORCE_ACCESS_TOKEN must hold an access token",
    );
  });

  test("an example of the documentation is none of its values", () => {
    const environment = { SALESFORCE_PRIVATE_KEY: key };
    expect(problemOf({ configuration: { ...stack, clientId: "3MVG9…" }, environment })).toContain(
      'pulumi-nodejs:salesforce.clientId has the "…" of an example in it',
    );
  });

  test("only a relative path is said to be one", () => {
    const of = (path: string) => problemOf({ configuration: { ...stack, privateKeyFile: path } });
    expect(of("/run/secrets/x.key")).toMatch(/there is no such file\.$/);
    expect(of("x.key")).toContain("relative to the project's folder");
  });

  test.each([
    [Buffer.from(pair.privateKey.export({ type: "pkcs8", format: "der" })).toString("utf8"), "it is binary, DER"],
    ["/keys/deployer.key", "it is the path of a file"],
  ])("a key that is none is told by its outside", (text, said) => {
    expect(
      problemOf({ configuration: stack, environment: { SALESFORCE_PRIVATE_KEY: text.replaceAll("\0", "") } }),
    ).toContain(said);
  });
});
