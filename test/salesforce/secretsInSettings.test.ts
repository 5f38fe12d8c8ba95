/** A secret where a setting, the name of one, or the name of a variable belongs is never repeated. */
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { settingNames, variableOf } from "../../common/settingNames.ts";
import { resolveConnection } from "../../salesforce/connection.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
const ofPem = String(pem.split("\n")[3]);
const inBase64 = Buffer.from(pem).toString("base64");
const random = "a3f5c6d7e8f90123456789abcdefa3f5c6d7e8f90123456789abcdef01234567";

const secrets: Record<string, [secret: string, part: string]> = {
  "a private key": [pem, ofPem],
  "a private key on one line": [pem.replaceAll("\n", "\\n"), ofPem],
  "a private key in base64": [inBase64, inBase64.slice(100, 130)],
  "an access token": ["00D000000000062!AQEAQsecretsecretsecret", "secretsecret"],
  "an access token behind a line break": ["\n00D000000000062!AQEAQsecretsecretsecret", "secretsecret"],
  "a token in JWT format": ["eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIzTVZHOSJ9.c2VjcmV0c2VjcmV0", "c2VjcmV0"],
  "a key in hexadecimal": [random, random.slice(0, 12)],
  "a password": ["Sup3r S3cret! $pw", "S3cret"],
  "an address with a password": ["https://admin:hunter2secret@x.my.salesforce.com", "hunter2secret"],
  "an address with a session": ["https://x.my.salesforce.com/?sid=hunter2secret", "hunter2secret"],
  "a header": ["x\r\nauthorization: hunter2secret", "hunter2secret"],
};

const stack = { instanceUrl: "https://mycompany.my.salesforce.com", orgId: "00D5g00000ABCDEAA3" };

/** What is said of some settings; empty where they are taken. */
function saidOf(settings: Record<string, string>, environment: Record<string, string> = {}): string {
  const readFile = () => {
    throw Object.assign(new Error("ENOENT: no such file or directory"), { code: "ENOENT" });
  };
  try {
    resolveConnection({ settings: new Map(Object.entries(settings)), environment, readFile });
    return "";
  } catch (error) {
    expect((error as Error).name).toBe("ConnectionSettingsError");
    return (error as Error).message;
  }
}

describe.each(Object.keys(secrets))("%s", (what) => {
  const [secret, part] = secrets[what] as [string, string];
  const places: [place: string, say: () => string][] = [
    ...settingNames.flatMap((name): [string, () => string][] => {
      const variable = variableOf(name);
      return [
        [name, () => saidOf({ ...stack, [name]: secret })],
        ...(variable === undefined
          ? []
          : [[variable, () => saidOf(stack, { [variable]: secret })] as [string, () => string]]),
      ];
    }),
    ["SALESFORCE_PRIVATE_KEY", () => saidOf(stack, { SALESFORCE_PRIVATE_KEY: secret })],
    ["SALESFORCE_ACCESS_TOKEN", () => saidOf({}, { SALESFORCE_ACCESS_TOKEN: secret })],
    ["the name of a setting", () => saidOf({ ...stack, [secret]: "x" })],
  ];

  test("is repeated in no message, wherever it is pasted", () => {
    const said = places.map(([place, say]) => [place, say()] as const);
    expect(said.filter(([, text]) => text.includes(part))).toEqual([]);
    expect(said.filter(([, text]) => text !== "").length).toBeGreaterThan(settingNames.length);
  });

  test.each(["accessTokenVariable", "privateKeyVariable"])("is no name of a variable (%s), which is said", (name) => {
    const SalesforceAccessToken = "00D5g00000ABCDE!token";
    expect(saidOf({ ...stack, [name]: secret }, { SALESFORCE_ACCESS_TOKEN: SalesforceAccessToken })).toMatch(
      new RegExp(`salesforce\\.${name} must be the name of an environment variable, not a value of`),
    );
  });
});
