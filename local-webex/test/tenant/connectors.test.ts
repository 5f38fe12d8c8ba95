import { createPrivateKey } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { mostConnectors } from "../../src/connectors/connector.ts";
import { type Bench, withTenant } from "../client.ts";
import { type Crm, withCrm } from "../crm.ts";

const choicesOf = async ({ gateway, project }: Bench, query = "", activity = "http-request-v2") =>
  (await gateway("GET", `${project}/v2/activities/${activity}/inputs/connectorId/choices${query}`)).json;

/** A tenant beside an org. */
const withBoth = (work: (bench: Bench, crm: Crm) => Promise<void>) =>
  withCrm((crm) => withTenant((bench) => work(bench, crm)));

describe("what the interfaces tell of connectors", () => {
  test("[connectors.no-api] nothing makes, changes, deletes or shows one", () =>
    withBoth(async ({ gateway, project, orgId, webex, token }, { fields }) => {
      const { id } = await webex.byHand.saveConnector(fields());
      const before = structuredClone(webex.tenant.state.connectors);
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
        for (const path of [
          `${project}/connector`,
          `${project}/connector/${id}`,
          `/organization/${orgId}/connector/${id}`,
          `/v1/config/organization/${orgId}/credentials`,
        ]) {
          const sent = method === "GET" ? {} : { json: fields({ name: "By API" }) };
          const { status, text } = await gateway(method, path, { token, ...sent });
          expect([404, 501]).toContain(status);
          expect(text).not.toContain("Salesforce");
        }
      }
      expect(webex.tenant.state.connectors).toEqual(before);
    }));

  test("[connectors.choices] id and name are there, and nothing else", () =>
    withBoth(async (bench, { fields }) => {
      const { id } = await bench.webex.byHand.saveConnector(fields());
      const found = await choicesOf(bench);
      expect(found.choices).toContainEqual({ name: "Salesforce", value: id });
      expect(found).toMatchObject({ count: 3, source: "list", activity: "http-request-v2", input: "connectorId" });
      expect(new Set(found.choices.flatMap(Object.keys))).toEqual(new Set(["name", "value"]));
      const { gateway, project } = bench;
      expect((await gateway("GET", `${project}/v2/activities/http-request-v2/inputs/other/choices`)).status).toBe(400);
      expect((await gateway("GET", `${project}/v2/activities/other/inputs/connectorId/choices`)).status).toBe(404);
    }));

  test("[connectors.choices-salesforce] those of Salesforce are there, or not", () =>
    withBoth(async (bench, { fields }) => {
      await bench.webex.byHand.saveConnector(fields());
      bench.webex.set({ salesforceConnectorsInChoices: false });
      const { count, choices } = await choicesOf(bench);
      expect(count).toBe(2);
      expect(choices.map(({ name }: { name: string }) => name)).not.toContain("Salesforce");
    }));

  test("[connectors.choices-activity] the older activity lacks some", () =>
    withBoth(async (bench, { fields }) => {
      await bench.webex.byHand.saveConnector(fields());
      expect((await choicesOf(bench, "", "http-request-v2")).count).toBe(3);
      expect((await choicesOf(bench, "", "http-request")).count).toBe(2);
    }));

  test("[connectors.choices-search] by a part of the name, or with validate by the id", () =>
    withBoth(async (bench, { fields }) => {
      const { id } = await bench.webex.byHand.saveConnector(fields());
      const chosen = [{ name: "Salesforce", value: id }];
      expect(await choicesOf(bench, "?search=force")).toMatchObject({ source: "search", choices: chosen });
      expect(await choicesOf(bench, `?search=${id}`)).toMatchObject({ count: 0, choices: [] });
      expect(await choicesOf(bench, `?search=${id}&validate=true`)).toMatchObject({
        source: "validate",
        choices: chosen,
      });
      expect(await choicesOf(bench, "?search=Salesforce&validate=true")).toMatchObject({ choices: [] });
    }));
});

describe("what a person does in Control Hub", () => {
  test("[connectors.five] a sixth is refused, until one is deleted", () =>
    withBoth(async ({ webex: { byHand, tenant } }, { fields }) => {
      for (let number = 1; number <= mostConnectors; number += 1) {
        await byHand.saveConnector(fields({ name: `Salesforce ${number}` }));
      }
      expect(tenant.state.connectors).toHaveLength(5);
      await expect(byHand.saveConnector(fields({ name: "One more" }))).rejects.toThrow(
        "5 Salesforce connectors at most",
      );
      byHand.deleteConnector(String(tenant.state.connectors[0]?.id));
      await byHand.saveConnector(fields({ name: "One more" }));
    }));

  test("[connectors.unique-name] a name that is taken is refused, in other case too", () =>
    withBoth(async ({ webex: { byHand } }, { fields }) => {
      const { id } = await byHand.saveConnector(fields());
      await expect(byHand.saveConnector(fields({ name: "SALESFORCE" }))).rejects.toThrow("already");
      await byHand.saveConnector(fields(), id);
    }));

  test("[connectors.validated] what Salesforce refuses is not saved, and its words are shown", () =>
    withBoth(async ({ webex: { byHand, tenant } }, { fields, replaceCertificate }) => {
      await expect(byHand.saveConnector(fields({ clientId: "3MVG9wrong" }))).rejects.toThrow("could not be validated");
      for (const empty of ["name", "clientId", "emailId", "url", "privateKey"] as const) {
        await expect(byHand.saveConnector(fields({ [empty]: "  " }))).rejects.toThrow("is empty");
      }
      await expect(byHand.saveConnector(fields({ url: "login" }))).rejects.toThrow("URL is not an address");
      const nobody = fields({ url: "http://127.0.0.1:1" });
      await expect(byHand.saveConnector(nobody)).rejects.toThrow("does not answer");
      const renewed = await replaceCertificate();
      await expect(byHand.saveConnector(fields())).rejects.toThrow("invalid_client");
      expect(tenant.state.connectors).toEqual([]);
      await byHand.saveConnector(fields({ privateKey: renewed.privateKeyPem }));
      expect(tenant.state.connectors).toHaveLength(1);
    }));

  test("[connectors.username] the e-mail address of the user is refused, the username is not", () =>
    withBoth(async ({ webex: { byHand } }, { fields }) => {
      await expect(byHand.saveConnector(fields({ emailId: "scv@example.com" }))).rejects.toThrow(
        "authentication failure",
      );
      await byHand.saveConnector(fields());
    }));

  test("[connectors.audience] the URL is the audience, and its host is asked", () =>
    withCrm((crm) =>
      withTenant(
        async ({ webex: { byHand } }) => {
          await byHand.saveConnector(crm.fields({ url: "https://login.salesforce.com" }));
          const wrong = crm.fields({ name: "Other", url: "https://test.salesforce.com" });
          await expect(byHand.saveConnector(wrong)).rejects.toThrow(/audience|app_not_found/);
        },
        { settings: { salesforceUrl: crm.org.url } },
      ),
    ));

  test("[connectors.key-forms] PKCS#8 and PKCS#1 are taken, a passphrase, a certificate and other keys are not", () =>
    withBoth(async ({ webex: { byHand } }, { fields, replaceCertificate }) => {
      const { privateKeyPem, certificatePem } = await replaceCertificate();
      const key = createPrivateKey(privateKeyPem);
      const { id } = await byHand.saveConnector(fields({ privateKey: `\n ${privateKeyPem} \n` }));
      await byHand.saveConnector(fields({ privateKey: String(key.export({ type: "pkcs1", format: "pem" })) }), id);
      const locked = key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "secret" });
      for (const privateKey of [
        String(locked),
        certificatePem,
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
      ]) {
        await expect(byHand.saveConnector(fields({ privateKey }), id)).rejects.toThrow("without a passphrase");
      }
    }));

  test("[connectors.key-hidden] no page and no interface gives a key back; an empty field keeps it", () =>
    withBoth(async ({ webex, call, gateway, project, token }, { fields }) => {
      const { id } = await webex.byHand.saveConnector(fields());
      await webex.byHand.saveConnector(fields({ name: "Renamed", privateKey: "" }), id);
      expect(webex.tenant.state.connectors[0]).toMatchObject({
        id,
        name: "Renamed",
        privateKey: fields().privateKey.trim(),
      });
      const shown = [
        await call("GET", `/connectors/${id}`),
        await call("GET", "/connectors"),
        await call("GET", "/_local/credentials"),
        await call("GET", "/_local/settings"),
        await gateway("GET", `${project}/v2/activities/http-request-v2/inputs/connectorId/choices`, { token }),
      ];
      const lines = fields()
        .privateKey.split("\n")
        .filter((line) => line.length > 20 && !line.startsWith("---"));
      for (const { status, text } of shown) {
        expect(status).toBe(200);
        expect(lines.filter((line) => text.includes(line))).toEqual([]);
      }
    }));

  test("[connectors.deleted] a connector in use can be deleted, and its calls fail from then on", () =>
    withBoth(async ({ webex, flow }, { fields }) => {
      const { id } = await webex.byHand.saveConnector(fields());
      webex.byHand.chooseConnector(flow("Callback"), id);
      webex.byHand.publish(flow("Callback"), ["Live"]);
      expect(await webex.callNow()).toMatchObject([{ flow: "Callback", works: true }]);
      webex.byHand.deleteConnector(id);
      expect(await webex.callNow()).toMatchObject([{ flow: "Callback", works: false, connector: null }]);
    }));
});
