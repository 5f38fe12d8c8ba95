import { describe, expect, test } from "@jest/globals";
import { ledger } from "../../src/ledger/index.ts";
import { withTenant } from "../client.ts";
import { withCrm } from "../crm.ts";
import { noticeOf, open, send } from "./visitor.ts";

describe("the pages of a tenant", () => {
  test("[connectors.form] the form has the fields of Control Hub in their order, and the URL is filled in", () =>
    withTenant(async (bench) => {
      const { text } = await open(bench, "/connectors");
      const form = text.slice(text.indexOf("<form"), text.indexOf("</form>"));
      expect([...form.matchAll(/<label[^>]*><span>([^<]*)</g)].map(([, label]) => label)).toEqual([
        "Name",
        "Client ID",
        "Email ID",
        "URL",
        "Private Key",
      ]);
      expect(form).toContain('name="url" value="https://login.salesforce.com"');
    }));

  test("a connector is typed, refused with what Salesforce says, mended, changed and deleted", () =>
    withCrm(({ fields, replaceCertificate }) =>
      withTenant(async (bench) => {
        const wrong = await send(bench, "/connectors", "save", { ...fields({ emailId: "scv@example.com" }) });
        expect([wrong.status, noticeOf(wrong)]).toEqual([400, expect.stringContaining("authentication failure")]);
        // What was typed is still there, but for the key.
        expect(wrong.text).toContain('value="scv@example.com"');
        expect(wrong.text).not.toContain("BEGIN");

        const right = await send(bench, "/connectors", "save", { ...fields() });
        expect([right.status, noticeOf(right)]).toEqual([200, "Validated and saved Salesforce."]);
        expect(right.path).toMatch(/^\/connectors\/[0-9a-f-]{36}$/);

        const renewed = await replaceCertificate();
        expect(noticeOf(await send(bench, right.path, "save", { ...fields() }))).toContain("invalid_client");
        const changed = await send(bench, right.path, "save", { ...fields({ privateKey: renewed.privateKeyPem }) });
        expect(noticeOf(changed)).toBe("Validated and saved Salesforce.");

        const deleted = await send(bench, right.path, "delete", {});
        expect([deleted.path, noticeOf(deleted)]).toEqual(["/connectors", "Deleted Salesforce."]);
        expect((await open(bench, right.path)).status).toBe(404);
      }),
    ));

  test("a flow gets its connector, is published with the tags that are ticked, and shows who locks it", () =>
    withCrm(({ fields }) =>
      withTenant(async (bench) => {
        const { id } = await bench.webex.byHand.saveConnector(fields());
        const path = `/flows/${bench.flow("Callback")}`;
        expect(noticeOf(await send(bench, path, "choose", { connector: id }))).toContain("Saved the draft");
        expect(noticeOf(await send(bench, path, "publish", { tag: "Live" }))).toBe("Published version 2.");
        expect(await bench.webex.callNow()).toMatchObject([{ flow: "Callback", version: 2, works: true }]);
        expect((await open(bench, `/connectors/${id}`)).text).toContain("<td>Live, Latest, draft</td>");

        const token = bench.tokenOf("service.admin@tenant.example");
        await bench.gateway("POST", `${bench.project}${path}:lock`, { token });
        expect((await open(bench, path)).text).toContain("locked by service.admin@tenant.example");
        expect(noticeOf(await send(bench, path, "publish", {}))).toContain("locked by another user");
      }),
    ));

  test("every page is there, names what it shows, and escapes what it was given", () =>
    withCrm(({ fields }) =>
      withTenant(async (bench) => {
        const name = '<script>alert("x")</script>';
        const { id } = await bench.webex.byHand.saveConnector(fields({ name }));
        bench.webex.byHand.chooseConnector(bench.flow("Callback"), id);
        bench.webex.byHand.publish(bench.flow("Callback"), ["Live"]);
        await bench.webex.callNow();
        const paths = [
          "/",
          "/connectors",
          `/connectors/${id}`,
          "/flows",
          `/flows/${bench.flow("Callback")}`,
          "/calls",
          "/calls?seconds=600",
          "/requests",
          "/ledger",
        ];
        for (const path of paths) {
          const { status, text } = await open(bench, path);
          expect([path, status]).toEqual([path, 200]);
          expect(text.match(/<h1>/g)).toHaveLength(1);
          expect(text).not.toContain(name);
        }
        expect((await open(bench, "/calls")).text).toContain(
          "Callback Line: 1 call worked and 0 failed in the last 120 seconds",
        );
        const rules = (await open(bench, "/ledger")).text;
        expect(ledger.filter(({ id: rule }) => !rules.includes(`<code>${rule}</code>`))).toEqual([]);
        expect((await open(bench, "/none")).status).toBe(501);
      }),
    ));
});
