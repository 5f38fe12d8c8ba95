import { describe, expect, test } from "@jest/globals";
import { fingerprintIn } from "../../common/publicKey.ts";
import { certificate, failureOf, ownerOf, withStack } from "./kit.ts";

const key = fingerprintIn(certificate("valid")) as string;
const newKey = fingerprintIn(certificate("renewed")) as string;
const connector = {
  name: "WxCC - SCV",
  clientId: "3MVG9key",
  emailId: "scv@mycompany.example",
  url: "https://login.salesforce.com",
  keySha256: key,
};
const today = () => new Date().toISOString().slice(0, 10);

describe("the record of a connector", () => {
  test("goes from never handed over to up to date, and to a new key that it must be given", () =>
    withStack(async ({ stack, said }) => {
      const before = today();
      const made = await stack.create("WebexConnector", "connector", { ...connector, confirmedKey: "none" });
      const days = [before, today()];
      expect(made.outputs).toMatchObject({ handOff: "neverHandedOver", since: made.outputs.keySince });
      expect(days).toContain(made.outputs.keySince);
      expect(said.at(-1)).toMatch(/was never given the key.* npm run connector -- sheet --stack test/);

      const confirmed = await stack.update(made, { confirmedKey: `${key} 2026-11-29` });
      expect(confirmed.outputs).toMatchObject({ handOff: "upToDate", since: "2026-11-29" });
      expect(await stack.drift(confirmed)).toEqual({});
      expect(await stack.diff(confirmed)).toEqual({ changes: false });

      const rotated = await stack.update(confirmed, { keySha256: newKey });
      expect(rotated.outputs).toMatchObject({ handOff: "needsNewKey", since: rotated.outputs.keySince });
      expect(said.at(-1)).toMatch(
        /must be given a new key since \d{4}-\d{2}-\d{2}: until then every login of Webex fails/,
      );

      await stack.delete(rotated);
      expect(said.at(-1)).toMatch(/connector "WxCC - SCV" in Control Hub is not touched/);
    }));

  test.each([{ clientId: "3MVG9other" }, { emailId: "other@mycompany.example" }])(
    "needs new values where %j changes under a key that was confirmed before, until it is confirmed again",
    (change) =>
      withStack(async ({ stack, said }) => {
        const confirmedKey = `${key} 2026-01-02`;
        const made = await stack.create("WebexConnector", "connector", { ...connector, confirmedKey });
        const before = today();
        const changed = await stack.update(made, change);
        expect(changed.outputs).toMatchObject({ handOff: "needsNewValues", since: changed.outputs.valuesSince });
        expect([before, today()]).toContain(changed.outputs.valuesSince);
        expect(said.at(-1)).toMatch(/must be given another Client ID or Email ID since .*every login of Webex fails/);
        expect(await stack.diff(changed)).toEqual({ changes: false });
        expect(await stack.drift(changed)).toEqual({});
        const again = await stack.update(changed, { url: "https://other.example" });
        expect(again.outputs).toMatchObject({ handOff: "needsNewValues", valuesSince: changed.outputs.valuesSince });
        const confirmed = await stack.update(again, { confirmedKey: `${key} ${today()}` });
        expect(confirmed.outputs).toMatchObject({ handOff: "upToDate" });
      }),
  );

  test("says in the preview what is to be done, and nothing once it is done", () =>
    withStack(async ({ stack, said }) => {
      const news = { ...connector, owner: ownerOf("connector") };
      await stack.check("WebexConnector", { ...news, confirmedKey: `${newKey} 2026-11-29` });
      expect(said.at(-1)).toMatch(/must be given a new key/);
      said.length = 0;
      await stack.check("WebexConnector", { ...news, confirmedKey: `${key} 2026-11-29` });
      expect(said).toEqual([]);
    }));

  test("keeps the day since which the key is there, until there is another key", () =>
    withStack(async ({ stack }) => {
      const news = { ...connector, owner: ownerOf("connector") };
      const olds = { ...news, keySince: "2026-01-02" };
      const sinceOf = async (change: object) =>
        (await stack.check("WebexConnector", { ...news, ...change }, olds)).inputs.keySince;
      expect(await sinceOf({ url: "https://other.example" })).toBe("2026-01-02");
      expect(await sinceOf({ keySha256: newKey })).not.toBe("2026-01-02");
    }));

  test("refuses flows that are said to use a connector whose key nobody has confirmed", () =>
    withStack(async ({ stack }) => {
      const news = { ...connector, owner: ownerOf("connector"), hasOwnKey: true, hasFlows: true };
      const failuresOf = async (confirmedKey: string) =>
        (await stack.check("WebexConnector", { ...news, confirmedKey })).failures;
      for (const confirmedKey of ["", "none", `${newKey} 2026-11-29`]) {
        expect(await failuresOf(confirmedKey)).toEqual([
          { property: "confirmedKey", reason: expect.stringMatching(/nobody has confirmed.*Nothing is closed/) },
        ]);
      }
      expect(await failuresOf(`${newKey}, ${key}`)).toEqual([]);
    }));

  test("refuses the app that the deployment itself logs in with", () =>
    withStack(async ({ stack, local }) => {
      const { clientId } = local.org.deployer;
      const failure = await failureOf(stack.create("WebexConnector", "connector", { ...connector, clientId }));
      expect(failure.message).toMatch(/is the consumer key of the app that this deployment is logged in with/);
    }));
});
