import { once } from "node:events";
import { request } from "node:http";
import { describe, expect, test } from "@jest/globals";
import { deployerConnection, manifest, metadataFile } from "../metadata/kit.ts";
import { type Client, errorOf, withOrg } from "../rest/client.ts";
import { zip } from "./generators.ts";

const instant = { settings: { deployMs: 0 } };
const megabyte = 1024 * 1024;

/** Status of a request whose body is sent piece by piece, without its length, until the org answers. */
async function statusOfStream({ local }: Client, path: string, megabytes: number): Promise<number | undefined> {
  const call = request(local.url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${local.org.deployer.accessToken}`, "content-type": "application/json" },
  });
  call.on("error", () => {});
  const answered = once(call, "response");
  const piece = Buffer.alloc(megabyte, " ");
  for (let sent = 0; sent < megabytes && !call.destroyed; sent += 1) {
    if (!call.write(piece)) await Promise.race([once(call, "drain"), answered]);
  }
  call.end();
  const [response] = await answered;
  response.resume();
  return response.statusCode;
}

async function deployProblem(client: Client, archive: Buffer): Promise<string> {
  const { metadata } = deployerConnection(client.local);
  const { id } = await metadata.deploy(archive, { singlePackage: true });
  const { body } = await client.call("GET", `/metadata/deployRequest/${id}?includeDetails=true`);
  return body.deployResult.details.componentFailures[0]?.problem ?? body.deployResult.status;
}

describe("the size of requests", () => {
  test("[safety.request-size] what announces too much is refused unread", () =>
    withOrg(async ({ local }) => {
      const announced = async (path: string): Promise<{ status?: number; body: string }> => {
        const call = request(local.url + path, { method: "POST", headers: { "content-length": "99000000" } });
        call.on("error", () => {});
        call.flushHeaders();
        const [response] = await once(call, "response");
        let body = "";
        for await (const part of response) body += part;
        call.destroy();
        return { status: response.statusCode, body };
      };
      const soap = await announced("/services/Soap/m/68.0");
      expect(soap.status).toBe(500);
      expect(soap.body).toContain(
        "LIMIT_EXCEEDED: Maximum size of request reached. Maximum size of request is 52428800",
      );
      expect((await announced("/services/data/v68.0/composite")).status).toBe(413);
      expect((await announced("/services/oauth2/token")).status).toBe(413);
      expect((await announced("/_local/faults")).status).toBe(413);
    }));

  test("[safety.request-size] what does not announce its length is cut off", () =>
    withOrg(async (client) => {
      expect(await statusOfStream(client, "/services/oauth2/token", 3)).toBe(413);
      expect(await statusOfStream(client, "/services/data/v68.0/composite", 51)).toBe(413);
    }));

  test("[safety.address-length] long addresses and headers are refused", () =>
    withOrg(async ({ call }) => {
      expect((await call("GET", `/query?q=${"a".repeat(17_000)}`)).status).toBe(431);
      expect((await call("GET", "/limits", undefined, { "x-long": "a".repeat(17_000) })).status).toBe(431);
      expect((await call("GET", `/query?q=${"a".repeat(15_000)}`)).status).toBe(400);
    }));
});

describe("the shape of requests", () => {
  test("[safety.json-depth] deep JSON is refused, in brackets within texts it is not deep", () =>
    withOrg(async ({ call }) => {
      const deep = `{"Name":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
      for (const path of ["/sobjects/Account", "/composite", "/composite/sobjects"]) {
        expect(errorOf(await call("POST", path, deep))).toMatchObject({ status: 400, errorCode: "JSON_PARSER_ERROR" });
      }
      expect((await call("POST", "/sobjects/Account", { Name: `\\"${"[{".repeat(60)}` })).status).toBe(201);
    }));

  test("[safety.json-depth] a text of quotes and brackets alone is read once", () =>
    withOrg(async ({ call }) => {
      const started = performance.now();
      for (const piece of ['"', '\\"', "[", '"[', "{]"]) {
        expect((await call("POST", "/composite", `"${piece.repeat(1_000_000)}`)).status).toBe(400);
      }
      expect(performance.now() - started).toBeLessThan(10_000);
    }));

  test("[safety.xml-count] a document of elements without end is refused, in a call and in a file", () =>
    withOrg(async (client) => {
      const many = "<a/>".repeat(600_000);
      const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${many}</e:Body></e:Envelope>`;
      const answer = await fetch(`${client.local.url}/services/Soap/m/68.0`, { method: "POST", body: envelope });
      expect(answer.status).toBe(500);
      expect(await answer.text()).toContain("too many elements");
      const random = Array.from({ length: 100_000 }, () => `<a${Math.random()}/>`).join("");
      const file = metadataFile("PermissionSet", `<label>A</label>${random}${"<a/>".repeat(500_000)}`);
      const archive = zip([
        { path: "package.xml", data: Buffer.from(manifest({ PermissionSet: ["A"] })) },
        { path: "permissionsets/A.permissionset", data: Buffer.from(file) },
      ]);
      expect(await deployProblem(client, archive)).toContain("too many elements");
    }, instant));

  test.each(["<a", "<!--", "<![CDATA[", "<?a", "&", '<a b="', "<a>", "]]>", "<a x='1' "])(
    "a million times %s in XML is answered soon",
    (piece) =>
      withOrg(async ({ local }) => {
        const started = performance.now();
        const body = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${piece.repeat(100_000)}`;
        const answer = await fetch(`${local.url}/services/Soap/m/68.0`, { method: "POST", body });
        expect(answer.status).toBe(500);
        expect(await answer.text()).toContain("<faultcode>soapenv:Client</faultcode>");
        expect(performance.now() - started).toBeLessThan(10_000);
      }),
  );
});

describe("archives", () => {
  const file = (data: Buffer) => [
    { path: "package.xml", data: Buffer.from(manifest({ PermissionSet: [] })) },
    { path: "permissionsets/A.permissionset", data },
  ];

  test("[safety.zip-ratio] one that grows without measure is refused", () =>
    withOrg(async (client) => {
      const bomb = zip(file(Buffer.alloc(40 * megabyte)));
      expect(bomb.length).toBeLessThan(megabyte / 10);
      expect(await deployProblem(client, bomb)).toBe("The zip file grows too much when it is unpacked");
    }, instant));

  test("[safety.zip-ratio] one that announces less than it holds does not grow beyond that", () =>
    withOrg(async (client) => {
      const lying = zip(file(Buffer.alloc(40 * megabyte)), 100);
      expect(await deployProblem(client, lying)).not.toBe("Succeeded");
    }, instant));

  test("[safety.zip-ratio] a text that shrinks a lot is no bomb", () =>
    withOrg(async (client) => {
      const label = `<label>A</label>\n${" ".repeat(2 * megabyte)}`;
      const archive = zip([
        { path: "package.xml", data: Buffer.from(manifest({ PermissionSet: ["A"] })) },
        { path: "permissionsets/A.permissionset", data: Buffer.from(metadataFile("PermissionSet", label)) },
      ]);
      expect(await deployProblem(client, archive)).toBe("Succeeded");
    }, instant));
});
