import { mkdtemp, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createLocalWebex, type LocalWebex } from "../../local-webex/src/server.ts";
import { withoutSecrets } from "../../salesforce/redaction.ts";
import { WebexError } from "../../webex/errors.ts";
import { listFlows } from "../../webex/flows.ts";
import { readerOver, webexGateway } from "../../webex/gateway.ts";
import type { RefreshSettings } from "../../webex/settings.ts";

const weeks = 14 * 86_400;

let webex: LocalWebex;
let folder: string;
let told: string[];

beforeAll(async () => {
  webex = await createLocalWebex({ settings: { callEveryMs: 0 } });
});
afterAll(() => webex?.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "webex-token-"));
  told = [];
  webex.set({ clockOffsetSeconds: 0, refreshAnswer: "sameToken" });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Settings whose access token has expired where it is asked for. */
function settings(more: Partial<RefreshSettings> = {}, isExpired = true) {
  const { gatewayUrl, identityUrl, orgId, integration, accessToken, refreshToken } = webex.credentials();
  if (isExpired) webex.set({ clockOffsetSeconds: weeks + 1 });
  const given = more.refreshTokenFile === undefined ? { refreshToken } : {};
  const refresh = { tokenUrl: `${identityUrl}/v1/access_token`, ...integration, ...given, ...more };
  return { gatewayUrl, organizationId: orgId, accessToken, refreshToken, refresh };
}

const tell = (line: string) => told.push(line);
const calls = async (operation: string) => {
  const answer = await fetch(`${webex.url}/_local/requests`);
  return ((await answer.json()) as { operation?: string }[]).filter((call) => call.operation === operation).length;
};

test("a token that has expired is refreshed once, and all further calls take the new one", async () => {
  const read = readerOver(webexGateway(settings(), tell));
  const before = await calls("accessToken");
  expect((await listFlows(read)).length).toBeGreaterThan(10);
  expect((await listFlows(read)).length).toBeGreaterThan(10);
  expect([(await calls("accessToken")) - before, told]).toEqual([1, []]);
});

test("without an access token the first one is had by the refresh token", async () => {
  const { accessToken: _none, ...given } = settings({}, false);
  expect((await listFlows(readerOver(webexGateway(given, tell)))).length).toBeGreaterThan(10);
});

test("a refresh that is limited is made again, and one that stays limited does not ask for another authorization", async () => {
  const { accessToken: _none, ...given } = settings({}, false);
  webex.faults.add([{ kind: "status", operation: "accessToken", status: 429, retryAfter: 1, times: 1 }]);
  const started = performance.now();
  expect((await listFlows(readerOver(webexGateway(given, tell)))).length).toBeGreaterThan(10);
  expect(performance.now() - started).toBeGreaterThan(990);
  webex.faults.add([{ kind: "status", operation: "accessToken", status: 429, retryAfter: 3600 }]);
  const error = (await listFlows(readerOver(webexGateway(given, tell))).catch((thrown) => thrown)) as WebexError;
  webex.faults.clear();
  expect(error.message).toMatch(/status 429 .*Too many calls were made \(Retry-After: 3600\): try again later$/);
});

test("without refresh settings a token that has expired is an error with the next step", async () => {
  const { refresh: _none, ...given } = settings();
  await expect(listFlows(readerOver(webexGateway(given, tell)))).rejects.toThrow(/status 401 .*get a new one/);
});

test("a new token that is refused too is not refreshed again", async () => {
  const read = readerOver(webexGateway(settings({}, false), tell));
  webex.faults.add([{ kind: "status", operation: "listFlows", status: 401 }]);
  const before = await calls("accessToken");
  await expect(listFlows(read)).rejects.toThrow(/status 401/);
  webex.faults.clear();
  expect((await calls("accessToken")) - before).toBe(1);
});

describe("a refresh token that Webex replaces", () => {
  test("is kept in its file, for its owner alone, and works the next time", async () => {
    webex.set({ refreshAnswer: "newToken" });
    const refreshTokenFile = join(folder, "refresh-token");
    const given = settings({ refreshTokenFile });
    await writeFile(refreshTokenFile, `${given.refreshToken}\n`);
    await listFlows(readerOver(webexGateway(given, tell)));
    const kept = (await readFile(refreshTokenFile, "utf8")).trim();
    expect(kept).not.toBe(given.refreshToken);
    expect([(await stat(refreshTokenFile)).mode & 0o777, told]).toEqual([0o600, []]);
    const { accessToken: _none, ...next } = given;
    expect((await listFlows(readerOver(webexGateway(next, tell)))).length).toBeGreaterThan(10);
    expect(withoutSecrets(`It is ${kept}.`)).not.toContain(kept);
  });

  test("is kept where a link to the file leads, and what a killed run has left opens it to nobody", async () => {
    webex.set({ refreshAnswer: "newToken" });
    const [target, link] = [join(folder, "mounted-token"), join(folder, "linked-token")];
    const given = settings({ refreshTokenFile: link });
    await writeFile(target, `${given.refreshToken}\n`);
    await symlink("mounted-token", link);
    for (const file of [target, link]) await writeFile(`${file}.new`, "half", { mode: 0o644 });
    await listFlows(readerOver(webexGateway(given, tell)));
    expect((await readFile(target, "utf8")).trim()).not.toBe(given.refreshToken);
    expect([await readlink(link), (await stat(target)).mode & 0o777]).toEqual(["mounted-token", 0o600]);
  });

  test("is told of without being told where a variable holds it", async () => {
    webex.set({ refreshAnswer: "newToken" });
    await listFlows(readerOver(webexGateway(settings(), tell)));
    const grants = webex.tenant.state.access.grants.map(({ refreshToken }) => refreshToken);
    expect(told).toEqual([expect.stringContaining("WEBEX_REFRESH_TOKEN_FILE")]);
    for (const token of grants) expect(told[0]).not.toContain(token);
  });

  test("may be left out of the answer: the old one stays", async () => {
    webex.set({ refreshAnswer: "noToken" });
    const given = settings();
    for (let time = 0; time < 2; time++) await listFlows(readerOver(webexGateway(given, tell)));
    expect(told).toEqual([]);
  });
});

describe("a refresh that Webex refuses is an error with the next step, and without a secret", () => {
  test.each<[string, Partial<RefreshSettings>, RegExp]>([
    ["a refresh token that is none", { refreshToken: "not-a-refresh-token-at-all" }, /expired, revoked.*authorize the/],
    ["a client secret that is wrong", { clientSecret: "not-the-client-secret-0" }, /authorize the integration/],
    ["a file that is not there", { refreshTokenFile: "/nowhere/refresh-token" }, /cannot be read: ENOENT/],
  ])("%s", async (_what, more, words) => {
    const error = (await listFlows(readerOver(webexGateway(settings(more), tell))).catch(
      (thrown) => thrown,
    )) as WebexError;
    expect(error).toBeInstanceOf(WebexError);
    expect(error.message).toMatch(words);
    expect(error.message).toMatch(/^refreshing the access token failed/);
    expect(error.message).not.toMatch(/not-a-refresh|not-the-client/);
  });
});
