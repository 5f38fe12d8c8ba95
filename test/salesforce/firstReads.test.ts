import type { IncomingMessage, ServerResponse } from "node:http";
import { json as bodyOf } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { NotOpened } from "../../salesforce/notOpened.ts";
import type { Org } from "../../salesforce/org.ts";
import { startOrg } from "../../salesforce/session.ts";
import { withServer } from "./network/server.ts";

const orgId = "00D000000000062EAA";
const otherOrgId = "00D000000000099EAA";
const doing = "asking";
const users = "SELECT Id FROM User";

/** An org that says which one it is only when it is let, and answers everything else at once. */
interface Served {
  org: Org;
  /** Requests other than the question which org it is, as method and path. */
  requests: string[];
  /** Ends when so many of them have come. */
  came(count: number): Promise<void>;
  identify(answer?: { organizationId?: string; status?: number }): void;
}

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

const nothing = { done: true, records: [] };
const noComponents =
  '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><listMetadataResponse/></e:Body></e:Envelope>';

/** Answers a call so that it is not asked for again, however long the test takes: nothing is there, and all can be made. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = "" } = request;
  if (url.includes("/Soap/")) response.writeHead(200, { "content-type": "text/xml" }).end(noComponents);
  else if (url.endsWith("/composite")) {
    const { compositeRequest } = (await bodyOf(request)) as { compositeRequest: { referenceId: string }[] };
    const answers = compositeRequest.map(({ referenceId }) => ({ referenceId, httpStatusCode: 200, body: nothing }));
    json(response, { compositeResponse: answers });
  } else json(response, method === "POST" ? { id: "001000000000001AAA", success: true } : nothing);
}

async function withOrg(
  {
    organizationId = orgId,
    token = "opaque",
    failing = false,
  }: { organizationId?: string; token?: string; failing?: boolean },
  work: (served: Served) => Promise<void>,
): Promise<void> {
  const requests: string[] = [];
  const question = Promise.withResolvers<ServerResponse>();
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === "/services/data/v67.0/") return question.resolve(response);
    requests.push(`${request.method} ${request.url?.replace(/\?.*/, "")}`);
    if (failing) return json(response, [{ errorCode: "SERVER_UNAVAILABLE", message: "later" }], 503);
    await answer(request, response);
  };
  await withServer(listener, async (instanceUrl) => {
    const org = await startOrg({
      instanceUrl,
      loginUrl: instanceUrl,
      audience: "",
      apiVersion: "67.0",
      organizationId,
      allowsProduction: true,
      clientId: "client",
      bounds: { requestTimeoutSeconds: 20, retryAttempts: 5 },
      credential: { kind: "accessToken", accessToken: token },
    });
    const identify: Served["identify"] = ({ organizationId: found = orgId, status = 200 } = {}) => {
      const identity = `${instanceUrl}/id/${found}/005000000000001AAA`;
      const body = status === 200 ? { identity } : [{ errorCode: "INVALID_SESSION_ID", message: "Session expired" }];
      question.promise.then((response) => json(response, body, status));
    };
    const came: Served["came"] = async (count) => {
      while (requests.length < count) await wait(5);
    };
    await work({ org, requests, came, identify });
  });
}

/** What has become of a promise by now. */
const stateOf = (promise: Promise<unknown>) =>
  Promise.race([
    promise.then(
      () => "answered",
      () => "failed",
    ),
    wait(100, "waiting"),
  ]);

test("what is read leaves while the org is asked which one it is, and is answered after that", () =>
  withOrg({}, async ({ org, requests, came, identify }) => {
    const reads = [org.query(users, doing), org.listMetadata("ExternalClientApplication", doing).catch(() => [])];
    await came(2);
    expect(await Promise.all(reads.map(stateOf))).toEqual(["waiting", "waiting"]);
    expect([...requests].sort()).toEqual(["GET /services/data/v67.0/query", "POST /services/Soap/m/67.0"]);
    identify();
    await expect(reads[0]).resolves.toEqual([]);
    await expect(org.identity()).resolves.toMatchObject({ organizationId: orgId });
  }));

test("what is written waits until the org is known", () =>
  withOrg({}, async ({ org, requests, identify }) => {
    const writes = [
      org.create("Account", { Name: "A" }, doing),
      org.deploy([], { apiVersion: "67.0", report() {} }, doing),
    ];
    const { made } = org.createTogether([{ reference: "made", type: "Account", fields: {}, doing }], doing);
    for (const each of [...writes, made]) each.catch(() => {});
    expect(await stateOf(writes[0] as Promise<unknown>)).toBe("waiting");
    expect(requests).toEqual([]);
    identify();
    await expect(writes[0]).resolves.toBe("001000000000001AAA");
  }));

test.each<[string, Parameters<Served["identify"]>[0], { token?: string; organizationId?: string }, object]>([
  ["is another one", { organizationId: otherOrgId }, {}, { name: "ConnectionSettingsError" }],
  [
    "is another one than the token says",
    { organizationId: otherOrgId },
    { token: "00D000000000062!token", organizationId: undefined as unknown as string },
    { name: "ConnectionSettingsError" },
  ],
  ["does not take the token", { status: 401 }, {}, { code: "INVALID_SESSION_ID" }],
])(
  "of an org that %s, nothing is answered, nothing is written, and all are told the same",
  (_how, answer, org, reason) =>
    withOrg(org, async ({ org, requests, came, identify }) => {
      const reads = [org.query(users, doing), org.query("SELECT Id FROM Profile", doing), org.fields("User", doing)];
      const write = org.create("Account", { Name: "A" }, doing);
      const all = [...reads, write, org.identity()].map((each) => each.catch((error) => error));
      await came(1);
      expect(await stateOf(all[0] as Promise<unknown>)).toBe("waiting");
      identify(answer);
      const errors = await Promise.all(all);
      expect(new Set(errors).size).toBe(1);
      expect(errors[0]).toBeInstanceOf(NotOpened);
      expect((errors[0] as NotOpened).reason).toMatchObject(reason);
      await expect(org.query(users, doing)).rejects.toBe(errors[0]);
      expect(requests).toEqual(["POST /services/data/v67.0/composite"]);
    }),
);

test("of another org a read that has failed is not repeated", () =>
  withOrg({ failing: true }, async ({ org, requests, came, identify }) => {
    const read = org.query(users, doing).catch((error) => error);
    await came(1);
    expect(await stateOf(read)).toBe("waiting");
    identify({ organizationId: otherOrgId });
    expect(await read).toBeInstanceOf(NotOpened);
    const before = requests.length;
    await wait(800);
    expect(requests).toHaveLength(before);
  }));
