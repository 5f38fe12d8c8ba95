import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, test } from "@jest/globals";
import { activitiesUsing, type ConnectorUse, connectorUse } from "../../webex/connectorUse.ts";
import { WebexError } from "../../webex/errors.ts";
import { webexReader } from "../../webex/gateway.ts";
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
      const read = webexReader({ gatewayUrl, organizationId, accessToken });
      outcome = await connectorUse(read, "WxCC - SCV").catch((error: Error) => error);
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
      behindChoices((url) =>
        url.pathname.endsWith("/flows") ? page([{ ...flow("1"), name: `\u001b[2J\n::x ${accessToken}` }], 1, 1) : [],
      ),
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
      const read = webexReader({ gatewayUrl, organizationId, accessToken: `${accessToken}\u20ac` });
      const error = (await read("/flows", {}, "asking").catch((thrown: Error) => thrown)) as WebexError;
      expect([error.code, error.message]).toEqual(["INVALID_REQUEST", expect.not.stringContaining("secretsecret")]);
    },
  );
  expect(calls).toBe(0);
});

test("a connection that breaks is tried again", async () => {
  let breaks = 1;
  const { outcome } = await ask((request, response) =>
    breaks-- > 0 ? request.socket.destroy() : behindChoices(() => page([], 1, 0))(request, response),
  );
  expect(outcome).toEqual({ connectorId: "c1", flows: [], flowsSeen: 0 });
});

test("a document may be as deep as it likes", () => {
  const document = { process: JSON.parse(deep) as unknown, diagram: JSON.parse(deep) as unknown };
  expect(activitiesUsing(document, "c1")).toEqual(["an activity that could not be told"]);
  expect(activitiesUsing(document, "c2")).toEqual([]);
});
