import type { RequestListener, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import type { ConnectionSettings } from "../../salesforce/connection.ts";
import { instanceUrlProblem } from "../../salesforce/instanceUrl.ts";
import type { Org } from "../../salesforce/org.ts";
import { openOrg } from "../../salesforce/session.ts";
import { privateKeyPem } from "./network/keys.ts";
import { withServer } from "./network/server.ts";

const orgId = "00D000000000062EAA";
const userId = "005000000000001AAA";

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

const soap = (response: ServerResponse, body: string, status = 200) =>
  response
    .writeHead(status, { "content-type": "text/xml; charset=utf-8" })
    .end(
      `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
    );

const refusedRest = (response: ServerResponse) =>
  json(response, [{ errorCode: "INVALID_SESSION_ID", message: "Session expired or invalid" }], 401);
const refusedSoap = (response: ServerResponse) => {
  const text = "INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session";
  return soap(
    response,
    `<soapenv:Fault><faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>${text}</faultstring></soapenv:Fault>`,
    500,
  );
};

/** An org of the test's own: the token end point gives tokens, everything else answers as the test says. */
interface Served {
  /** Requests other than logins, as method and path. */
  requests: string[];
  logins: number;
  open(overrides?: Partial<ConnectionSettings>): Promise<Org>;
}

interface Behaviour {
  /** Changes of the token's answer, by the number of the login. */
  token?(login: number, url: string): Record<string, unknown>;
  answer?(response: ServerResponse, path: string, token: string, requests: string[]): unknown;
}

async function withOrg({ token, answer }: Behaviour, work: (org: Served) => Promise<void>): Promise<void> {
  let address = "";
  const served: Served = {
    requests: [],
    logins: 0,
    open: (overrides = {}) =>
      openOrg({
        loginUrl: address,
        audience: "https://login.salesforce.com",
        apiVersion: "67.0",
        organizationId: orgId,
        allowsProduction: true,
        clientId: "client",
        bounds: { requestTimeoutSeconds: 20, retryAttempts: 3 },
        credential: { kind: "jwt", username: "deployer@example.com", privateKeyPem },
        ...overrides,
      }),
  };
  const listener: RequestListener = async (request, response) => {
    if (request.url === "/services/oauth2/token") {
      served.logins++;
      const accessToken = `00D000000000062!token${served.logins}AQEAQ`;
      const id = `https://login.salesforce.com/id/${orgId}/${userId}`;
      json(response, {
        access_token: accessToken,
        instance_url: address,
        id,
        scope: "api",
        ...token?.(served.logins, address),
      });
      return;
    }
    served.requests.push(`${request.method} ${request.url}`);
    const sent = `${request.headers.authorization} ${await text(request)}`;
    answer?.(response, request.url ?? "", sent, served.requests);
  };
  await withServer(listener, (url) => {
    address = url;
    return work(served);
  });
}

const users = "SELECT Id FROM User";
const noRecords = { totalSize: 0, done: true, records: [] };
const emptyList = "<listMetadataResponse/>";

describe("a session that the org has ended", () => {
  test("is renewed once for all calls that are refused at the same time", () =>
    withOrg(
      {
        answer: (response, path, sent) => {
          if (sent.includes("token1")) return path.includes("Soap") ? refusedSoap(response) : refusedRest(response);
          return path.includes("Soap") ? soap(response, emptyList) : json(response, noRecords);
        },
      },
      async (served) => {
        const org = await served.open();
        const lists = ["A", "B", "C"].map((type) => org.listMetadata(type, "listing"));
        const answers = await Promise.all([...lists, org.query(users, "asking")]);
        expect(answers).toEqual([[], [], [], []]);
        expect(served.logins).toBe(2);
      },
    ));

  test("and refuses each new one is told so after one renewal, however often it is called", () =>
    withOrg({ answer: refusedRest }, async (served) => {
      const org = await served.open();
      for (let call = 0; call < 5; call++) {
        await expect(org.query(users, "asking")).rejects.toMatchObject({
          code: "SESSION_REFUSED",
          message: "the REST API refuses a new session too (INVALID_SESSION_ID: Session expired or invalid)",
          doing: "asking",
        });
      }
      expect(served.logins).toBe(2);
      expect(served.requests).toHaveLength(6);
    }));

  test("and whose Metadata API alone refuses it goes on with everything else", () =>
    withOrg(
      { answer: (response, path) => (path.includes("Soap") ? refusedSoap(response) : json(response, noRecords)) },
      async (served) => {
        const org = await served.open();
        for (let call = 0; call < 5; call++) {
          await expect(org.listMetadata("ExternalClientApplication", "listing")).rejects.toMatchObject({
            code: "METADATA_SESSION_REFUSED",
            message: expect.stringMatching(/^the Metadata API refuses a new session too \(INVALID_SESSION_ID: /),
          });
        }
        expect(await org.query(users, "asking")).toEqual([]);
        expect(served.logins).toBe(2);
        expect(served.requests).toHaveLength(7);
      },
    ));

  test.each<[string, (response: ServerResponse) => unknown]>([
    ["in HTML", (response) => response.writeHead(401, { "content-type": "text/html" }).end("<h1>Unauthorized</h1>")],
    ["without a word", (response) => response.writeHead(401, { "www-authenticate": "Token" }).end()],
    ["without a limit header, as orgs do", refusedRest],
  ])("may say so %s", (_how, refuse) =>
    withOrg(
      { answer: (response, _path, sent) => (sent.includes("token1") ? refuse(response) : json(response, noRecords)) },
      async (served) => {
        expect(await (await served.open()).query(users, "asking")).toEqual([]);
        expect(served.logins).toBe(2);
      },
    ),
  );

  test("is renewed a bounded number of times in a run", () =>
    withOrg(
      {
        // Each token is good for one call.
        answer: (response, _path, sent, requests) => {
          const [, login] = /token(\d+)/.exec(sent) ?? [];
          return requests.length > 2 * Number(login) - 1 ? refusedRest(response) : json(response, noRecords);
        },
      },
      async (served) => {
        const org = await served.open();
        const calls = async () => {
          for (let call = 0; call < 100; call++) await org.query(users, "asking");
        };
        await expect(calls()).rejects.toMatchObject({ code: "SESSION_REFUSED" });
        expect(served.logins).toBeGreaterThan(10);
        expect(served.logins).toBeLessThan(60);
      },
    ));

  test.each<[string, Record<string, unknown>]>([
    ["another org", { id: `https://login.salesforce.com/id/00D000000000099EAA/${userId}` }],
    ["another user", { id: `https://login.salesforce.com/id/${orgId}/005000000000099AAA` }],
  ])("and is renewed as one of %s is not used", (_whose, other) =>
    withOrg({ token: (login) => (login > 1 ? other : {}), answer: refusedRest }, async (served) => {
      const org = await served.open();
      await expect(org.query(users, "asking")).rejects.toMatchObject({ code: "OTHER_SESSION" });
      expect(served.requests).toHaveLength(1);
    }),
  );
});

describe("a token in JWT format", () => {
  const jwt = { access_token: "eyJ0bmsiOiJjb3JlIn0.eyJzY3AiOiJhcGkifQ.c2lnbmF0dXJl" };

  test("is not sent to a Metadata API that takes none, and the records are read all the same", () =>
    withOrg({ token: () => jwt, answer: (response) => json(response, noRecords) }, async (served) => {
      const org = await served.open();
      await expect(org.listMetadata("ExternalClientApplication", "listing")).rejects.toMatchObject({
        code: "JWT_FORMAT_TOKEN",
        doing: "listing",
      });
      expect(served.requests).toEqual([]);
      expect(await org.query(users, "asking")).toEqual([]);
    }));

  test("is sent to one that takes it", () =>
    withOrg({ token: () => jwt, answer: (response) => soap(response, emptyList) }, async (served) => {
      const org = await served.open({ apiVersion: "68.0" });
      expect(await org.listMetadata("ExternalClientApplication", "listing")).toEqual([]);
    }));
});

describe("the answer to a login", () => {
  test("that is of another org than the stack's leads to no other call", () =>
    withOrg({ token: () => ({ id: `x/00D000000000099EAA/${userId}` }) }, async (served) => {
      await expect(served.open()).rejects.toMatchObject({ name: "ConnectionSettingsError" });
      expect(served.requests).toEqual([]);
    }));

  test.each(["https://evil.example", "http://mycompany.my.salesforce.com", "//", "javascript:alert(1)", 7, null])(
    "that names %p as the org's address leads to no other call",
    (instance_url) =>
      withOrg({ token: () => ({ instance_url }) }, async (served) => {
        await expect(served.open()).rejects.toMatchObject({ code: "FOREIGN_INSTANCE" });
        expect(served.requests).toEqual([]);
      }),
  );

  test("that names another address than the stack does leads to no other call, and names it", () =>
    withOrg({ token: () => ({ instance_url: "https://renamed.my.salesforce.com" }) }, async (served) => {
      await expect(served.open({ instanceUrl: "https://mycompany.my.salesforce.com" })).rejects.toMatchObject({
        code: "FOREIGN_INSTANCE",
        message: expect.stringMatching(
          /names https:\/\/renamed\.my\.salesforce\.com .*, not https:\/\/mycompany\.my\./,
        ),
      });
    }));

  test.each([
    [{ id: "x" }],
    [{ id: null }],
    [{ access_token: "" }],
    [{ access_token: {} }],
    [{ id: `x/00D../${userId}` }],
  ])("that lacks something (%j) is none", (change) =>
    withOrg({ token: () => change }, async (served) => {
      const opening = served.open({ bounds: { retryAttempts: 1 } });
      await expect(opening).rejects.toMatchObject({ code: "UNREADABLE_ANSWER" });
    }),
  );
});

test("an access token of another org is not sent anywhere", () =>
  withOrg({}, async (served) => {
    const credential = { kind: "accessToken" as const, accessToken: "00D000000000099!AQEAQsecret" };
    const opening = served.open({ instanceUrl: "https://mycompany.my.salesforce.com", credential });
    await expect(opening).rejects.toThrow(/access token leads to org 00D000000000099EAA, but/);
    expect(served.requests).toEqual([]);
  }));

test.each<[string, string, string | undefined, boolean]>([
  ["https://mycompany.my.salesforce.com", "https://login.salesforce.com", undefined, true],
  ["https://mycompany--uat.sandbox.my.salesforce.com", "https://test.salesforce.com", undefined, true],
  ["https://agency.my.salesforce.mil", "https://login.salesforce.com", undefined, true],
  ["https://mycompany.my.sfcrmproducts.cn", "https://login.sfcrmproducts.cn", undefined, true],
  ["https://proxy.mycompany.example", "https://proxy.mycompany.example", undefined, true],
  ["https://a.my.salesforce.com", "https://a.my.salesforce.com", "https://a.my.salesforce.com", true],
  ["https://A.my.salesforce.com:443/", "https://login.salesforce.com", "https://a.my.salesforce.com", true],
  ["http://127.0.0.1:5000", "http://127.0.0.1:5000", undefined, true],
  ["http://localhost:5000", "http://127.0.0.1:5000", undefined, true],
  ["https://b.my.salesforce.com", "https://a.my.salesforce.com", "https://a.my.salesforce.com", false],
  ["http://127.0.0.1:5000", "https://login.salesforce.com", undefined, false],
  ["https://localhost", "https://login.salesforce.com", undefined, false],
  ["http://mycompany.my.salesforce.com", "https://login.salesforce.com", undefined, false],
  ["https://my.salesforce.com.evil.example", "https://login.salesforce.com", undefined, false],
  ["https://evilsalesforce.com", "https://login.salesforce.com", undefined, false],
  ["https://salesforce.com@evil.example", "https://login.salesforce.com", undefined, false],
  ["ftp://mycompany.my.salesforce.com", "https://login.salesforce.com", undefined, false],
])("%s, named by %s where the stack names %s: %p", (answered, loginUrl, instanceUrl, isFine) => {
  const problem = instanceUrlProblem(answered, { loginUrl, ...(instanceUrl && { instanceUrl }) });
  expect(problem === undefined).toBe(isFine);
});

describe("pages of a query", () => {
  const page = (next: string | undefined) => ({
    totalSize: 4,
    done: next === undefined,
    records: [{ Id: userId }],
    ...(next && { nextRecordsUrl: next }),
  });

  test.each([
    "https://evil.example/services/data/v67.0/query/01g000000000001AAA-2000",
    "//evil.example/services/data/v67.0/query/01g000000000001AAA-2000",
    "/services/data/v67.0/query/../../../../evil",
    "/services/oauth2/revoke?token=x",
    "/services/data/v67.0/sobjects/User/005000000000001AAA",
    "@evil.example/",
  ])("are not followed to %s", (next) =>
    withOrg({ answer: (response) => json(response, page(next)) }, async (served) => {
      const org = await served.open();
      await expect(org.query(users, "asking")).rejects.toMatchObject({ code: "FOREIGN_ADDRESS" });
      expect(served.requests).toHaveLength(1);
    }),
  );

  test("that lead back to one of before end", () =>
    withOrg(
      { answer: (response) => json(response, page("/services/data/v67.0/query/01g000000000001AAA-1")) },
      async (served) => {
        const org = await served.open();
        await expect(org.query(users, "asking")).rejects.toMatchObject({ code: "ENDLESS_ANSWER" });
        expect(served.requests).toHaveLength(2);
      },
    ));

  test("that have no end are ended", () =>
    withOrg(
      {
        answer: (response, _path, _sent, requests) => {
          const next = `/services/data/v67.0/query/01g000000000001AAA-${requests.length}`;
          const records = Array.from({ length: 20_000 }, () => ({ Id: userId }));
          json(response, { ...page(next), records });
        },
      },
      async (served) => {
        const org = await served.open();
        await expect(org.query(users, "asking")).rejects.toMatchObject({ code: "ENDLESS_ANSWER" });
        expect(served.requests.length).toBeLessThan(20);
      },
    ));
});

describe("a version of the API that the org does not have", () => {
  const versions = ["65.0", "66.0"].map((version) => ({ version, label: "", url: `/services/data/v${version}` }));
  const old = (response: ServerResponse, path: string) => {
    if (path === "/services/data") return json(response, versions);
    if (path.includes("Soap")) {
      const fault =
        "<soapenv:Fault><faultcode>sf:UNSUPPORTED_API_VERSION</faultcode><faultstring>UNSUPPORTED_API_VERSION: Invalid Api version specified on URL</faultstring></soapenv:Fault>";
      return soap(response, fault, 500);
    }
    return json(response, [{ errorCode: "NOT_FOUND", message: "The requested resource does not exist" }], 404);
  };
  const unknown = {
    code: "UNKNOWN_API_VERSION",
    message: "the org does not have version 67.0 of the API; it has 65.0 to 66.0",
  };

  test.each<[string, (org: Org) => Promise<unknown>]>([
    ["a query", (org) => org.query(users, "x")],
    ["a record, which is not gone", (org) => org.record("User", userId, "x")],
    ["a deletion, which has not succeeded", (org) => org.delete("User", userId, "x")],
    ["a creation", (org) => org.create("User", {}, "x")],
    ["metadata", (org) => org.listMetadata("Profile", "x")],
  ])("is said by %s", (_call, call) =>
    withOrg({ answer: old }, async (served) => {
      await expect(call(await served.open())).rejects.toMatchObject(unknown);
    }),
  );

  test("is said when the session is opened by token", () =>
    withOrg({ answer: old }, async (served) => {
      const { instanceUrl } = (await served.open()).login;
      const credential = { kind: "accessToken" as const, accessToken: "00D000000000062!AQEAQ" };
      await expect(served.open({ instanceUrl, credential })).rejects.toMatchObject(unknown);
    }));

  test("is said to each of several reads that travel together, with nothing of the others", () =>
    withOrg({ answer: old }, async (served) => {
      const org = await served.open();
      const reads = ["set A", "set B"].map((name) =>
        org.query(`SELECT Id FROM ${name.replace(" ", "")}`, `reading ${name}`),
      );
      const [a, b] = await Promise.allSettled(reads);
      expect(a).toMatchObject({ status: "rejected", reason: { ...unknown, doing: "reading set A" } });
      expect(b).toMatchObject({ status: "rejected", reason: { ...unknown, doing: "reading set B" } });
    }));

  test("is not asked for once the org has answered in it", () =>
    withOrg(
      {
        answer: (response, path) => (path.includes("query") ? json(response, noRecords) : old(response, path)),
      },
      async (served) => {
        const org = await served.open();
        await org.query(users, "asking");
        expect(await org.record("User", userId, "asking")).toBeUndefined();
        expect(served.requests.filter((request) => request.endsWith("/services/data"))).toEqual([]);
      },
    ));
});

describe("what does not come from the API of an org proves nothing", () => {
  const page = "<html><body>Please sign in to the network of the hotel</body></html>";
  const answers: [string, (response: ServerResponse) => unknown][] = [
    ["a page", (response) => response.writeHead(200, { "content-type": "text/html" }).end(page)],
    [
      "a page that calls itself JSON",
      (response) => response.writeHead(200, { "content-type": "application/json" }).end(page),
    ],
    ["a page that calls itself XML", (response) => response.writeHead(200, { "content-type": "text/xml" }).end(page)],
    ["nothing, with status 200", (response) => response.writeHead(200).end()],
    ["an empty object", (response) => json(response, {})],
    ["an empty list", (response) => json(response, [])],
    ["null", (response) => json(response, null)],
    ["a number", (response) => json(response, 42)],
    ["success without an id", (response) => json(response, { success: true, id: "", errors: [] }, 201)],
    ["an id without success", (response) => json(response, { success: "true", id: userId, errors: [] }, 201)],
    ["a list of something", (response) => json(response, ["x", null, 1])],
    [
      "an answer to something else",
      (response) => soap(response, "<describeMetadataResponse><result/></describeMetadataResponse>"),
    ],
    [
      "half an envelope",
      (response) =>
        response
          .writeHead(200, { "content-type": "text/xml" })
          .end('<soapenv:Envelope xmlns:soapenv="x"><soapenv:Body><listMetadataResponse>'),
    ],
  ];
  const calls: [string, (org: Org) => Promise<unknown>][] = [
    ["query", (org) => org.query(users, "x")],
    ["record", (org) => org.record("User", userId, "x")],
    ["fieldNames", (org) => org.fieldNames("User", "x")],
    ["create", (org) => org.create("User", {}, "x")],
    ["update", (org) => org.update("User", userId, {}, "x")],
    ["delete", (org) => org.delete("User", userId, "x")],
    ["createMany", (org) => org.createMany("User", [{}], "x")],
    ["deleteMany", (org) => org.deleteMany([userId], "x")],
    ["readMetadata", (org) => org.readMetadata("Profile", ["Admin"], "x")],
    ["listMetadata", (org) => org.listMetadata("Profile", "x")],
    ["deploy", (org) => org.deploy([], { apiVersion: "67.0", report() {} }, "x")],
  ];
  const pairs = answers.flatMap(([what, answer]) => calls.map(([name, call]) => [what, name, answer, call] as const));

  test.each(pairs)("%s is no answer to %s", (_what, _name, answer, call) =>
    withOrg({ answer }, async (served) => {
      const org = await served.open({ bounds: { retryAttempts: 1 } });
      await expect(call(org)).rejects.toMatchObject({ name: "SalesforceError" });
    }),
  );

  test("a record is not another one", () =>
    withOrg({ answer: (response) => json(response, { Id: "005000000000099AAA", IsActive: false }) }, async (served) => {
      const org = await served.open({ bounds: { retryAttempts: 1 } });
      await expect(org.record("User", userId, "x")).rejects.toMatchObject({ code: "UNREADABLE_ANSWER" });
    }));
});
