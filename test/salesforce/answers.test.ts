import type { RequestListener, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import type { ConnectionSettings } from "../../salesforce/connection.ts";
import { jwtBearerLogin } from "../../salesforce/jwtBearer.ts";
import type { Org } from "../../salesforce/org.ts";
import { callAs } from "../../salesforce/probe.ts";
import { openOrg } from "../../salesforce/session.ts";
import { privateKeyPem } from "./network/keys.ts";
import { withServer } from "./network/server.ts";

const accessToken = "00D000000000062!AQEAQsecretsecretsecret";
const audience = "https://login.salesforce.com";
const user = "005000000000001AAA";

const settings = (url: string): ConnectionSettings => ({
  instanceUrl: url,
  loginUrl: url,
  audience,
  apiVersion: "67.0",
  allowsProduction: true,
  bounds: { requestTimeoutSeconds: 1, retryAttempts: 1 },
  credential: { kind: "accessToken", accessToken },
});

const org = (url: string): Promise<Org> => openOrg(settings(url));

/** Every kind of call. */
const calls: [kind: string, call: (url: string) => Promise<unknown>][] = [
  [
    "a login",
    (loginUrl) => jwtBearerLogin({ loginUrl, audience, clientId: "client", username: "a@b.example", privateKeyPem }),
  ],
  [
    "a probe",
    (instanceUrl) =>
      callAs({ accessToken, instanceUrl, organizationId: "", userId: "", scopes: [] }, "GET", "/services/data"),
  ],
  ["a query", async (url) => (await org(url)).query("SELECT Id FROM User", "asking")],
  ["a record", async (url) => (await org(url)).record("User", user, "asking")],
  ["a creation", async (url) => (await org(url)).create("User", {}, "creating")],
  ["a change", async (url) => (await org(url)).update("User", user, { IsActive: false }, "changing")],
  ["a deletion", async (url) => (await org(url)).delete("User", user, "deleting")],
  ["a creation of several", async (url) => (await org(url)).createMany("User", [{}], "creating")],
  ["a deletion of several", async (url) => (await org(url)).deleteMany([user], "deleting")],
  ["readMetadata", async (url) => (await org(url)).readMetadata("Profile", ["Admin"], "reading")],
  ["listMetadata", async (url) => (await org(url)).listMetadata("Profile", "listing")],
  ["a deploy", async (url) => (await org(url)).deploy([], { apiVersion: "67.0", report() {} }, "deploying")],
];

const json = (response: ServerResponse, body: unknown) =>
  response.setHeader("content-type", "application/json").end(JSON.stringify(body));

/** Lets in who comes by access token, and answers everything else in one way. */
function server(answer: RequestListener): { listener: RequestListener; requests: string[] } {
  const requests: string[] = [];
  const listener: RequestListener = (request, response) => {
    const { method, url } = request;
    if (method === "GET" && url === "/services/data/v67.0/")
      return json(response, { identity: `x/00D000000000062EAA/${user}` });
    requests.push(`${method} ${url}`);
    answer(request, response);
  };
  return { listener, requests };
}

async function failure(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
  return promise.then(
    (value) => Promise.reject(new Error(`it succeeded: ${JSON.stringify(value)}`)),
    (error) => error,
  );
}

/** Runs each kind of call against one answer and gives its error to the test. */
function refused(
  what: string,
  answer: RequestListener,
  expected: (error: { code: string; message: string }, requests: string[]) => void,
  kinds = calls,
): void {
  describe(what, () => {
    test.each(kinds)("is an error of %s", async (_kind, call) => {
      const { listener, requests } = server(answer);
      await withServer(listener, async (url) => {
        const error = await failure(call(url));
        expect(error.message).not.toMatch(/secretsecret/);
        expected(error, requests);
      });
    });
  });
}

for (const status of [301, 302, 303, 307, 308]) {
  refused(
    `a redirect (${status})`,
    (_request, response) => {
      const location = `https://renamed.my.salesforce.com/services?sid=${accessToken}`;
      response.writeHead(status, { location }).end("moved");
    },
    (error, requests) => {
      expect(error.code).toBe("REDIRECTED");
      expect(error.message).toMatch(new RegExp(`answers ${status} and points to https://renamed.my.salesforce.com$`));
      expect(requests).toHaveLength(1);
    },
  );
}

refused(
  "a redirect to itself",
  (request, response) => {
    response.writeHead(302, { location: request.url }).end();
  },
  (error, requests) => {
    expect(error.code).toBe("REDIRECTED");
    expect(requests).toHaveLength(1);
  },
);

refused(
  "a redirect that leads nowhere",
  (_request, response) => {
    response.writeHead(304).end();
  },
  (error) => expect(error.message).toMatch(/answers 304 and points to nowhere/),
);

refused(
  "an answer that drips",
  (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const drops = setInterval(() => response.write(" "), 100);
    response.on("close", () => clearInterval(drops));
  },
  (error) => expect(error).toMatchObject({ code: "ETIMEDOUT", message: "the org did not answer within 1 s" }),
);

const bomb = gzipSync(Buffer.alloc(400_000_000, " "));
refused(
  "400 MB that were packed into 389 kB",
  (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(bomb);
  },
  (error) => expect(error.code).toMatch(/^(ANSWER_TOO_LARGE|ETIMEDOUT)$/),
);

test("400 MB that were packed into 389 kB are not unpacked to their end", async () => {
  const { listener } = server((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(bomb);
  });
  await withServer(listener, async (url) => {
    const before = process.memoryUsage().arrayBuffers;
    const opened = await openOrg({ ...settings(url), bounds: { requestTimeoutSeconds: 30, retryAttempts: 1 } });
    await expect(opened.query("SELECT Id FROM User", "asking")).rejects.toMatchObject({
      code: "ANSWER_TOO_LARGE",
      message: "the answer has more than 20 MB",
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200_000_000);
  });
});

refused(
  "an answer that is not what its packing says",
  (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end("{}{}{}{}");
  },
  (error) => expect(error.code).toMatch(/^Z_/),
);

refused(
  "an answer that is no HTTP",
  (request) => {
    request.socket.end("SSH-2.0-OpenSSH_9.6\r\n\r\n");
  },
  (error) => expect(error.code).toMatch(/^(HPE_|TRANSPORT_FAILED)/),
);

test("an answer that is packed, as orgs send it, is unpacked", async () => {
  const records = Array.from({ length: 500 }, (_, index) => ({ Id: `005${String(index).padStart(12, "0")}AAA` }));
  const { listener } = server((request, response) => {
    expect(request.headers["accept-encoding"]).toMatch(/gzip/);
    const headers = {
      "content-type": "application/json;charset=UTF-8",
      "content-encoding": "gzip",
      vary: "Accept-Encoding",
    };
    response.writeHead(200, headers).end(gzipSync(JSON.stringify({ totalSize: 500, done: true, records })));
  });
  await withServer(listener, async (url) => {
    expect(await (await org(url)).query("SELECT Id FROM User", "asking")).toHaveLength(500);
  });
});
