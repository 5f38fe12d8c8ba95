import { describe, expect, test } from "@jest/globals";
import { type Sheet, sheetFormats, sheetIn } from "../../../operations/connector/sheet.ts";

const sheet: Sheet = {
  stack: "production",
  handOff: {
    app: "scv-app",
    name: "WxCC <SCV> | & Co",
    clientId: "3MVG9key",
    emailId: "scv@mycompany.example",
    url: "https://mycompany.my.salesforce.com",
    isProven: true,
    sha256: "0a".repeat(32),
    isOpen: true,
  },
  key: { generation: 2, sha256: "0a".repeat(32), privateKeyPem: "-----BEGIN PRIVATE KEY-----\nMIIE\n" },
  keyFile: "/home/me/key.pem",
  isInApp: true,
};

describe.each(sheetFormats)("as %s", (format) => {
  const text = sheetIn(format, sheet);

  test("it names the fields in Control Hub's order, what goes wrong, and what comes next", () => {
    const labels = ["Name", "Client ID", "Email ID", "URL", "Private Key"];
    const places = labels.map((label) => text.search(new RegExp(`(^|[|>])\\s*${label}\\b`, "m")));
    expect(places).toEqual([...places].sort((left, right) => left - right));
    expect(places).not.toContain(-1);
    for (const said of ["3MVG9key", "five Salesforce connectors", "telephony integration", "e-mail address"]) {
      expect(text).toContain(said);
    }
    expect(text.replace(/\\/g, "")).toContain("npm run connector -- confirm --stack production --key /home/me/key.pem");
  });

  test("it never holds the private key", () => {
    expect(text).not.toContain("BEGIN");
    expect(text).not.toContain("MIIE");
  });

  test("it warns of a key that the app does not take yet, and only then", () => {
    expect(text).not.toContain("does not take this key yet");
    expect(sheetIn(format, { ...sheet, isInApp: false })).toContain("does not take this key yet");
  });
});

test.each(sheetFormats)(
  "where no proof has logged in, it (%s) says where the key is and takes the address from Control Hub",
  (format) => {
    const { privateKeyPem: _key, ...withoutKey } = sheet.key;
    const handOff = { ...sheet.handOff, isProven: false };
    const text = sheetIn(format, { ...sheet, handOff, key: withoutKey, keyFile: undefined });
    expect(text).toContain("no proof has logged in");
    expect(text).toContain("where its certificate came from");
    expect(text).not.toContain("--key-out");
    expect(text).not.toContain("the audience that the proof has logged in with");
  },
);

test("a name breaks neither the page nor the table", () => {
  const page = sheetIn("html", sheet);
  expect(page).not.toContain("<SCV>");
  expect(page).toContain("WxCC &#60;SCV&#62; | &#38; Co");
  expect(page).toContain("default-src 'none'");
  expect(sheetIn("markdown", sheet)).toContain("WxCC \\<SCV\\> \\| & Co");
});
