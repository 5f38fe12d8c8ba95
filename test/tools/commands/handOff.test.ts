import { expect, test } from "@jest/globals";
import { handOffLines } from "../../../tools/commands/handOff.ts";

const connector = {
  name: "WxCC - SCV",
  clientId: "3MVG9",
  emailId: "scv@dev.example.com",
  url: "https://login.salesforce.com",
  privateKey: "pulumi stack output privateKeyPem --show-secrets",
};

test("the hand-off has the five values under the labels of Control Hub, and how to get the key and to undo", () => {
  const text = handOffLines(connector).join("\n");
  expect(text).toMatch(
    /Name: +WxCC - SCV\n +Client ID: +3MVG9\n +Email ID: +scv@dev\.example\.com\n +URL: +https:\/\/login\.salesforce\.com\n +Private Key: +npm run key -- --out key\.pem/,
  );
  expect(text).toContain("npm run key -- --out key.pem");
  expect(text).toContain("npm run down");
});

test("a key that came into the output by mistake is not shown", () => {
  const key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----";
  expect(handOffLines({ ...connector, privateKey: key }).join("\n")).not.toContain("MIIE");
});
