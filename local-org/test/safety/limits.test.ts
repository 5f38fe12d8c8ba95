import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { deployerConnection, manifest, metadataFile } from "../metadata/kit.ts";
import { processorTime } from "../processorTime.ts";
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

const envelopeBegin = (token: string) =>
  `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader></e:Header><e:Body>`;
const envelope = (token: string, body: string) => `${envelopeBegin(token)}${body}</e:Body></e:Envelope>`;

describe("callers without a login", () => {
  const much = "<a b='c'/>".repeat(4.9 * megabyte);

  test.each([
    ["m", "no session", ""],
    ["u", "no session", ""],
    ["m", "a session that is none", "00D000000000001!AQ"],
    ["u", "a session that is none", "00D000000000001!AQ"],
  ])(
    "[safety.sessions-first] /services/Soap/%s refuses 50 MB with %s before it reads them",
    async (api, _what, token) =>
      withOrg(async (client) => {
        const { local } = client;
        for (const isFaulty of [false, true]) {
          if (isFaulty) local.faults.add([{ kind: "latency", ms: 0, match: { operation: "nothing" } }]);
          const before = process.memoryUsage().rss;
          const started = processorTime();
          const { status, text } = await posted(local.url, `/services/Soap/${api}/68.0`, envelope(token, much));
          expect([status, text]).toEqual([
            500,
            expect.stringContaining("INVALID_SESSION_ID: Invalid Session ID found"),
          ]);
          expect(processorTime() - started).toBeLessThan(5_000);
          expect(process.memoryUsage().rss - before).toBeLessThan(300 * megabyte);
        }
      }),
  );

  test("[safety.sessions-first] a small packed body does not grow to a large one", () =>
    withOrg(async ({ local }) => {
      const bomb = gzipSync(envelope("00D000000000001!AQ", much));
      expect(bomb.length).toBeLessThan(megabyte);
      const started = processorTime();
      const packed = { "content-encoding": "gzip" };
      const soap = await posted(local.url, "/services/Soap/u/68.0", bomb, packed);
      expect(soap.text).toContain("INVALID_SESSION_ID");
      expect((await posted(local.url, "/services/oauth2/token", bomb, packed)).status).toBe(413);
      expect((await posted(local.url, "/services/data/v68.0/composite", bomb, packed)).status).toBe(401);
      expect(processorTime() - started).toBeLessThan(5_000);
    }));

  test("[safety.sessions-first] what needs no login takes little", () =>
    withOrg(async ({ local }) => {
      const large = "a".repeat(70_000);
      for (const path of ["/services/oauth2/token", "/services/oauth2/revoke", "/_local/settings", "/_local/faults"])
        expect([path, (await posted(local.url, path, large)).status]).toEqual([path, 413]);
      for (const path of ["/services/data/v68.0/composite", "/services/apexrest/cnxscv/voice/v1/createVoiceCall"])
        expect([path, (await posted(local.url, path, large)).status]).toEqual([path, 401]);
    }));

  test(
    "[safety.slow-requests] headers and bodies that trickle in end the connection",
    () =>
      withOrg(async ({ local }) => {
        const { port } = new URL(local.url);
        const trickled = async (beginning: string): Promise<number> => {
          const started = performance.now();
          const socket = connect(Number(port), "127.0.0.1");
          socket.on("error", () => {});
          socket.write(beginning);
          const drip = setInterval(() => socket.write("a"), 500);
          socket.resume();
          await once(socket, "close");
          clearInterval(drip);
          return performance.now() - started;
        };
        const post = "POST /services/oauth2/token HTTP/1.1\r\nHost: localhost\r\n";
        const [headers, body] = await Promise.all([
          trickled(`${post}X-Slow: `),
          trickled(`${post}Content-Length: 1000\r\n\r\n`),
        ]);
        expect(headers).toBeLessThan(20_000);
        expect(body).toBeLessThan(45_000);
      }),
    60_000,
  );

  test("[safety.hosts] are not answered under a name that somebody made point here", () =>
    withOrg(async ({ local }) => {
      const under = async (host: string, path: string): Promise<number | undefined> => {
        const [response] = await once(request(local.url + path, { headers: { host } }).end(), "response");
        response.resume();
        return response.statusCode;
      };
      for (const path of ["/services/data", "/services/oauth2/userinfo", "/_local/credentials", "/"])
        expect([path, await under("rebound.example", path)]).toEqual([path, 403]);
      expect(await under("salesforce.com.example", "/services/data")).toBe(403);
      for (const host of ["localhost", "login.salesforce.com", "mycompany.my.salesforce.com"])
        expect(await under(host, "/services/data")).toBe(200);
    }));
});

/** Sends a body and reads the answer, which may come before the body has gone. */
async function posted(
  url: string,
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<{ status: number | undefined; text: string }> {
  const call = request(url + path, { method: "POST", headers });
  call.on("error", () => {});
  const answered = once(call, "response");
  call.end(body);
  const [response] = await answered;
  let text = "";
  for await (const part of response) text += part;
  call.destroy();
  return { status: response.statusCode, text };
}

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
      const started = processorTime();
      for (const piece of ['"', '\\"', "[", '"[', "{]"]) {
        expect((await call("POST", "/composite", `"${piece.repeat(1_000_000)}`)).status).toBe(400);
      }
      expect(processorTime() - started).toBeLessThan(10_000);
    }));

  test("[safety.xml-count] a document of elements without end is refused, in a call and in a file", () =>
    withOrg(async (client) => {
      const many = "<a/>".repeat(600_000);
      const body = envelope(client.local.org.deployer.accessToken, many);
      const answer = await fetch(`${client.local.url}/services/Soap/m/68.0`, { method: "POST", body });
      expect(answer.status).toBe(500);
      expect(await answer.text()).toContain("too many elements");
      // Names that differ, so that the file does not shrink so much in the archive.
      const names = Array.from({ length: 100_000 }, (_none, index) => `<a${(index * 2_654_435_761) % 4_294_967_296}/>`);
      const file = metadataFile("PermissionSet", `<label>A</label>${names.join("")}${"<a/>".repeat(500_000)}`);
      const archive = zip([
        { path: "package.xml", data: Buffer.from(manifest({ PermissionSet: ["A"] })) },
        { path: "permissionsets/A.permissionset", data: Buffer.from(file) },
      ]);
      expect(await deployProblem(client, archive)).toContain("too many elements");
    }, instant));

  test("[safety.xml-count] a document of attributes without end is refused", () =>
    withOrg(async ({ local }) => {
      const attributes = Array.from({ length: 600_000 }, (_none, index) => `a${index}=""`).join(" ");
      const token = local.org.deployer.accessToken;
      const body = envelope(token, `<a ${attributes}/>`);
      const started = processorTime();
      expect((await posted(local.url, "/services/Soap/m/68.0", body)).text).toContain("too many attributes");
      expect(processorTime() - started).toBeLessThan(5_000);
    }));

  test("[safety.request-size] the largest zip of a deploy is read soon", () =>
    withOrg(async (client) => {
      const archive = zip([
        { path: "package.xml", data: Buffer.from(manifest({ PermissionSet: [] })) },
        { path: "unread.bin", data: randomBytes(30 * megabyte) },
      ]);
      const started = processorTime();
      expect(await deployProblem(client, archive)).toBeDefined();
      expect(processorTime() - started).toBeLessThan(10_000);
    }, instant));

  test.each([
    ["a control character", "\u0001", "An invalid XML character (Unicode: 0x1)"],
    ["a reference to one", "&#1;", 'Character reference "&#1" is an invalid XML character.'],
    ["a reference to nothing", "&#x0;", 'Character reference "&#x0" is an invalid XML character.'],
    ["no character at all", "\uffff", "An invalid XML character (Unicode: 0xffff)"],
  ])("[safety.xml-characters] %s does not get into metadata, by a call or a file", (_what, text, problem) =>
    withOrg(async (client) => {
      const { metadata } = deployerConnection(client.local);
      const token = client.local.org.deployer.accessToken;
      const set = `<metadata xsi:type="PermissionSet"><fullName>A</fullName><label>a${text}b</label></metadata>`;
      const body = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://soap.sforce.com/2006/04/metadata"><e:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader></e:Header><e:Body><createMetadata>${set}</createMetadata></e:Body></e:Envelope>`;
      const answer = await posted(client.local.url, "/services/Soap/m/68.0", body);
      expect(answer.text.replaceAll("&quot;", '"').replaceAll("&amp;", "&")).toContain(problem);
      const archive = zip([
        { path: "package.xml", data: Buffer.from(manifest({ PermissionSet: ["A"] })) },
        {
          path: "permissionsets/A.permissionset",
          data: Buffer.from(metadataFile("PermissionSet", `<label>a${text}b</label>`)),
        },
      ]);
      expect(await deployProblem(client, archive)).toContain(problem);
      expect(await metadata.read("PermissionSet", "A")).toMatchObject({});
      expect(client.local.org.records.find("PermissionSet", { Name: "A" })).toEqual([]);
    }, instant),
  );

  test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
    "[safety.names] %s is a name like any other that nothing has",
    (name) =>
      withOrg(async ({ call, local }) => {
        const token = local.org.deployer.accessToken;
        const json = (value: unknown) => JSON.stringify(value).replaceAll("NAME", name);
        for (const path of ["//_local/settings", "//_local/faults"])
          expect(
            (await call("POST", path, json(path.endsWith("faults") ? [{ kind: "NAME" }] : { NAME: 1 }))).status,
          ).toBe(400);
        expect(errorOf(await call("POST", "/sobjects/Account", json({ Name: "A", NAME: "x" })))).toMatchObject({
          errorCode: "INVALID_FIELD",
        });
        expect((await call("GET", `/sobjects/${name}`)).status).toBe(404);
        expect(errorOf(await call("GET", `/query?q=SELECT+${name}+FROM+Account`)).errorCode).toMatch(
          /INVALID_FIELD|MALFORMED_QUERY/,
        );
        const steps = [
          { method: "GET", url: "/services/data/v68.0/sobjects/Account", referenceId: "one" },
          { method: "GET", url: `/services/data/v68.0/query?q=@{one.${name}.name}`, referenceId: "two" },
        ];
        const { body } = await call("POST", "/composite", { compositeRequest: steps });
        expect(body.compositeResponse[1].body[0].errorCode).toBe("PROCESSING_HALTED");
        const account = `<sObjects><type>Account</type><Name>A</Name><${name}>x</${name}></sObjects>`;
        const soap = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"><e:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader></e:Header><e:Body><create>${account}</create></e:Body></e:Envelope>`;
        const saved = await posted(local.url, "/services/Soap/u/68.0", soap);
        expect(saved.text).toMatch(/INVALID_FIELD|a name that is not allowed/);
        expect(local.org.records.find("Account")).toEqual([]);
        await call("POST", "//_local/faults", [
          { kind: "status", status: 400, errorCode: name.replace(/[^A-Za-z_]/g, ""), times: 1 },
        ]);
        expect(errorOf(await call("GET", "/sobjects")).message).toBe("An error on demand of the local org");
      }),
  );

  test.each(["<a", "<!--", "<![CDATA[", "<?a", "&", '<a b="', "<a>", "]]>", "<a x='1' "])(
    "a million times %s in XML is answered soon",
    (piece) =>
      withOrg(async ({ local }) => {
        const started = processorTime();
        const body = envelopeBegin(local.org.deployer.accessToken) + piece.repeat(100_000);
        const answer = await fetch(`${local.url}/services/Soap/m/68.0`, { method: "POST", body });
        expect(answer.status).toBe(500);
        expect(await answer.text()).toContain("<faultcode>soapenv:Client</faultcode>");
        expect(processorTime() - started).toBeLessThan(10_000);
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
