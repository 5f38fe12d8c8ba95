import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, test } from "@jest/globals";
import { activitiesUsing, type ConnectorUse, connectorUses } from "../../webex/connectorUse.ts";
import { WebexError } from "../../webex/errors.ts";
import { readerOver, webexGateway } from "../../webex/gateway.ts";
import { secondsAsked } from "../../webex/limits.ts";
import { withServer } from "../salesforce/network/server.ts";

const accessToken = "NTk3secretsecretsecretsecretsecret_PF84_1eb65fdf-9643-417f-9974-ad72cae0e10f";
const organizationId = "1eb65fdf-9643-417f-9974-ad72cae0e10f";

const json = (response: ServerResponse, body: unknown) =>
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));

const choices = { count: 1, choices: [{ name: "WxCC - SCV", value: "c1" }] };
const deep = `${"[".repeat(50_000)}"c1"${"]".repeat(50_000)}`;

/** Answers the choices of connectors as a gateway does, and everything behind them as it is given. */
const behindChoices =
  (body: (url: URL) => unknown): Answer =>
  (request, response) => {
    const url = new URL(String(request.url), "http://gateway");
    return json(response, url.pathname.endsWith("/choices") ? choices : body(url));
  };

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What is asked of a gateway, and how often. */
async function ask(answer: Answer): Promise<{ outcome: ConnectorUse | Error; calls: number }> {
  let calls = 0;
  let outcome: ConnectorUse | Error | undefined;
  await withServer(
    (request, response) => {
      calls++;
      answer(request, response);
    },
    async (gatewayUrl) => {
      const call = webexGateway({ gatewayUrl, organizationId, accessToken });
      const uses = connectorUses(call, ["WxCC - SCV"]);
      outcome = await uses.then((all) => all.get("WxCC - SCV")).catch((error: Error) => error);
    },
  );
  return { outcome: outcome as ConnectorUse | Error, calls };
}

const flow = (id: string) => ({ id, name: `Flow ${id}`, tags: [] });
const page = (data: unknown[], totalPages: number, totalRecords: number) => ({
  pageInfo: { totalPages, totalRecords },
  data,
});

describe("an answer that is none", () => {
  test.each<[string, Answer, RegExp]>([
    ["null", (_request, response) => json(response, null), /could not be read/],
    ["a list", (_request, response) => json(response, []), /could not be read/],
    ["a page", (_request, response) => response.writeHead(200).end("<html>Sign in</html>"), /could not be read/],
    ["choices that are null", (_request, response) => json(response, { choices: null }), /cut short/],
    ["flows that are null", behindChoices(() => page([null], 1, 1)), /could not be read/],
    ["flows without an id", behindChoices(() => page([{ name: "x" }], 1, 1)), /could not be read/],
    ["the same page for ever", behindChoices(() => page([flow("1")], 1_000_000_000, 2)), /1 of 2 came/],
    ["empty pages for ever", behindChoices(() => page([], 1_000_000_000, 2)), /0 of 2 came/],
    [
      "commands and secrets in the name of a flow",
      (request, response) => {
        const named = { ...flow("1"), name: `\u001b[2J\n::x ${accessToken}` };
        if (request.url?.includes(":export")) return response.writeHead(401).end();
        return behindChoices(() => page([named], 1, 1))(request, response);
      },
      /exporting version draft of flow/,
    ],
  ])("(%s) is an error in words, at once, and tells neither a secret nor a command", async (_how, answer, words) => {
    const { outcome, calls } = await ask(answer);
    expect(outcome).toBeInstanceOf(WebexError);
    const { message } = outcome as Error;
    expect(message).toMatch(words);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(message).not.toMatch(/secretsecret|[\u0000-\u001f]/);
    expect(calls).toBeLessThanOrEqual(5);
  });
});

test.each([301, 302, 307, 308])("a redirect (%d) is not followed, is not asked again, and is named", async (status) => {
  const { outcome, calls } = await ask((_request, response) =>
    response.writeHead(status, { location: `https://evil.example/?token=${accessToken}` }).end(),
  );
  expect([calls, (outcome as Error).message]).toEqual([
    1,
    expect.stringMatching(
      new RegExp(`REDIRECTED: http://127.0.0.1:\\d+ answers ${status} and points to https://evil.example$`),
    ),
  ]);
});

test("a token that no header can carry is not sent, not told and not tried again", async () => {
  let calls = 0;
  await withServer(
    (_request, response) => {
      calls++;
      response.end();
    },
    async (gatewayUrl) => {
      const read = readerOver(webexGateway({ gatewayUrl, organizationId, accessToken: `${accessToken}\u20ac` }));
      const error = (await read("/flows", {}, "asking").catch((thrown: Error) => thrown)) as WebexError;
      expect([error.code, error.message]).toEqual(["INVALID_REQUEST", expect.not.stringContaining("secretsecret")]);
    },
  );
  expect(calls).toBe(0);
});

const exporting = (answer: (response: ServerResponse) => unknown): Answer => {
  const rest = behindChoices((url) =>
    url.searchParams.get("flowType") === "FLOW" ? page([flow("1"), flow("2")], 1, 2) : page([], 1, 0),
  );
  const good = {
    name: "Flow 2",
    process: { activities: { a: { name: "Create", properties: { connectorId: "C1" } } } },
  };
  return (request, response) => {
    if (!request.url?.includes(":export")) return rest(request, response);
    return request.url.includes("/1:") ? answer(response) : json(response, good);
  };
};

describe("a flow that cannot be read is neither unused nor in the way of the others", () => {
  test.each<[string, (response: ServerResponse) => unknown]>([
    ["a page to sign in", (response) => response.writeHead(200).end("<html>Sign in</html>")],
    ["null", (response) => json(response, null)],
    ["a list", (response) => json(response, [])],
    ["an empty object", (response) => json(response, {})],
    ["another form", (response) => json(response, { name: "Flow 1", nodes: [] })],
    ["nothing of that version", (response) => response.writeHead(404).end()],
    ["a refusal of that flow alone", (response) => response.writeHead(403).end()],
    ["an error that stays", (response) => response.writeHead(500).end("Oops")],
  ])("when what comes is %s", async (_what, answer) => {
    const { outcome } = await ask(exporting(answer));
    expect(outcome).toEqual({
      connectorId: "c1",
      isListed: true,
      flows: [{ flow: "Flow 2", version: "draft", activities: ["Create"] }],
      unknown: [{ flow: "Flow 1", version: "draft", problem: expect.stringMatching(/\w/) }],
      flowsSeen: 2,
    });
  });

  test("but a token that is refused and a limit that lasts end it", async () => {
    for (const [status, headers] of [[401, {}] as const, [429, { "retry-after": "3600" }] as const]) {
      const { outcome } = await ask(exporting((response) => response.writeHead(status, headers).end()));
      expect(outcome).toBeInstanceOf(WebexError);
      expect((outcome as Error).message).toMatch(status === 401 ? /get a new one/ : /Retry-After: 3600/);
    }
  });
});

test("how long to wait is a number of seconds or a date, which counts from the date of the answer", () => {
  const now = new Date("2026-11-29T12:00:00Z");
  const asked = (headers: Record<string, string>) => secondsAsked(headers, now);
  expect(asked({ "retry-after": " 7 " })).toBe(7);
  expect(asked({ "retry-after": "Sun, 29 Nov 2026 12:00:20 GMT" })).toBe(20);
  const answered = { date: "Sun, 29 Nov 2026 12:00:15 GMT" };
  expect(asked({ "retry-after": "Sun, 29 Nov 2026 12:00:20 GMT", ...answered })).toBe(5);
  expect(asked({ "retry-after": "Sun, 29 Nov 2026 11:00:00 GMT" })).toBe(0);
  for (const none of ["", "soon", "-5", "Infinity"]) expect(asked({ "retry-after": none })).toBeUndefined();
  expect(asked({})).toBeUndefined();
});

test("a connection that breaks is tried again", async () => {
  let breaks = 1;
  const { outcome } = await ask((request, response) =>
    breaks-- > 0 ? request.socket.destroy() : behindChoices(() => page([], 1, 0))(request, response),
  );
  expect(outcome).toEqual({ connectorId: "c1", isListed: true, flows: [], unknown: [], flowsSeen: 0 });
});

test("a document may be as deep as it likes", () => {
  const document = { process: JSON.parse(deep) as unknown, diagram: JSON.parse(deep) as unknown };
  expect(activitiesUsing(document, "c1")).toEqual(["an activity that could not be told"]);
  expect(activitiesUsing(document, "c2")).toEqual([]);
});
