import { spawn } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { connector } from "../../../../operations/connector/command.ts";
import { listFor } from "../../../../operations/connector/move/byHand.ts";
import type { ChecklistFormat } from "../../../../operations/connector/move/checklist.ts";
import { surveyFlows } from "../../../../operations/connector/move/survey.ts";
import { root } from "../../../../tools/commands/checkout.ts";
import { runOperation } from "../../runOperation.ts";
import { a, b, MoveTenant, users } from "./moveTenant.ts";

let tenant: MoveTenant;
let start: Record<string, unknown>;
beforeAll(async () => {
  tenant = await MoveTenant.make();
});
beforeEach(async () => {
  await tenant.reset();
  start = tenant.served();
});
afterAll(() => tenant?.end());

function environment(more: Record<string, string> = {}): Record<string, string> {
  const { gatewayUrl, accessToken } = tenant.webex.credentials();
  return { WEBEX_GATEWAY_URL: gatewayUrl, WEBEX_ACCESS_TOKEN: accessToken, ...more };
}

const wish = ["connector", "move", "--from", a.name, "--to", b.name];
const move = (more: string[], variables = environment()) => runOperation([...wish, ...more], variables, tenant.folder);
/** The list as the command makes it, without a process of its own. */
const list = async (format: ChecklistFormat = "text", flows: string[] = []) => {
  const asked = { from: a.name, to: b.name, flows };
  return listFor(asked, await surveyFlows(tenant.call(), asked, () => undefined), format);
};
const byApi = (...more: string[]) => ["--unproved-api", "--journal", "moves.json", ...more];

describe("without more, the command is a list for a person and writes nothing", () => {
  test("also with a token that may only read, with every flow, activity and label", async () => {
    const { access_token } = tenant.webex.tokenFor({ scopes: ["cjp:config_read"] });
    const { exitCode, stdout } = await move([], environment({ WEBEX_ACCESS_TOKEN: access_token }));
    expect([exitCode, tenant.served()]).toEqual([3, start]);
    const titles = stdout.split("\n").filter((line) => /^\d\. /.test(line));
    expect(titles).toEqual([
      '1. Subflow "Customer Look-Up"',
      '2. Flow "Callback"',
      '3. Flow "Service Cloud Voice"',
      "4. When all flows have moved",
    ]);
    expect(stdout).toContain('[ ] Activity ClearRouting, event flows GLOBAL_EVENTS: choose "WxCC - SCV 2"');
    expect(stdout).toContain("[ ] Publish it with the version labels Live, Test, Latest, in place of version 2.");
    expect(stdout).toContain("https://admin.webex.com/");
  });

  test("as Markdown, in a file, of one flow alone", async () => {
    const file = ["--format", "markdown", "--out", "moves.md", "--flow", "Callback"];
    expect((await move(file)).exitCode).toBe(3);
    const text = await readFile(join(tenant.folder, "moves.md"), "utf8");
    expect(text).toMatch(/^# Move flows[\s\S]*^## 1\. Flow "Callback"\n[\s\S]*^- \[ \] Activity CreateVoiceCall/m);
    expect(text).not.toContain("Service Cloud Voice");
  });

  test("says of a flow what stands in the way", async () => {
    Object.assign(tenant.flow("Callback").draft.document, { settings: [] });
    const { stdout } = await move([]);
    expect(stdout).toMatch(
      /Careful: its draft differs from version 2 in settings: publishing would put unfinished work/,
    );
  });

  test("finds the connector by the name that flows give it where Webex does not list it, and says so", async () => {
    tenant.webex.set({ salesforceConnectorsInChoices: false });
    const { text, isEmpty } = await list();
    tenant.webex.set({ salesforceConnectorsInChoices: true });
    expect([isEmpty, text]).toEqual([false, expect.stringContaining('3. Flow "Service Cloud Voice"')]);
    expect(text).toContain('Webex does not list "WxCC - SCV 2" among the connectors');
  });

  test("a flow that cannot be read is on the list, and the others are as they were", async () => {
    tenant.flow("Opening Hours").tags.Dev = "5f0c0a5e9d3c2b0012345678";
    const { text, isEmpty } = await list();
    expect(isEmpty).toBe(false);
    expect(text).toContain("Of 4 flows and subflows that this token sees, 3 name the connector.");
    expect(text).toMatch(/"Opening Hours"[\s\S]*Whether it is named in version 5f0c0a5e9d3c2b0012345678 \(Dev\)/);
    expect(text).toContain("[ ] Look at each HTTP Request, in the main flow and in the tab Event Flows");
    expect(text).toContain('"Service Cloud Voice"');
    expect((await list("text", ["Opening Hours"])).isEmpty).toBe(false);
  });

  test("says which entry points bring calls to what uses the connector, and to what does not", async () => {
    const { entryPoints } = tenant.webex.tenant.state;
    const before = structuredClone(entryPoints);
    const flowId = tenant.flow("Callback").id;
    tenant.flow("Callback").tags.Dev = String(tenant.flow("Callback").versions[0]?.id);
    entryPoints.push(
      ...Array.from({ length: 120 }, (_, index) => ({
        id: `x${index}`,
        name: `Line ${index}`,
        flowId: "other",
        flowTagId: "Live" as const,
      })),
    );
    entryPoints.push({ id: "trial", name: "Trial Line", flowId, flowTagId: "Dev" });
    const { text } = await list("text", ["Callback"]);
    expect(text).toContain('   Calls use it by entry point "Callback Line" (Live).');
    expect(text).toContain(
      '   Calls come by entry point "Trial Line" (Dev) to a version that does not name the connector.',
    );
    entryPoints.splice(0, entryPoints.length, ...before);
    tenant.webex.faults.add([{ kind: "status", operation: "listEntryPoints", status: 403 }]);
    const unknown = await list("text", ["Callback"]);
    expect(unknown.text).toMatch(
      /By which entry points calls come to them is not known: listing the entry points failed/,
    );
    expect(unknown.text).toContain("Activity CreateVoiceCall");
  });

  test("a name that two connectors have is none: the id is asked for, and a name written exactly goes first", async () => {
    const other = { ...a, id: "22222222-2222-4333-8444-555555555555" };
    tenant.addConnector(other);
    await expect(list()).rejects.toThrow(`2 connectors of that name: ${a.id}, ${other.id}. Give the id with --from.`);
    await tenant.reset();
    tenant.addConnector({ ...other, name: a.name.toLowerCase() });
    expect((await list()).text).toContain(`from connector "${a.name}"`);
  });

  test("without a token, for any flow", async () => {
    const { exitCode, stdout } = await move([], {});
    expect([exitCode, stdout]).toEqual([3, expect.stringContaining("1. Each flow, subflows first")]);
  });

  test("and has nothing to do when no flow names the connector", async () => {
    await tenant.run("move");
    const { exitCode, stdout } = await move([]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("0 name the connector")]);
  });

  test("or when Webex cannot list its connectors, as long as flows name it", async () => {
    tenant.webex.faults.add([{ kind: "status", operation: "choices", status: 500 }]);
    const { text, isEmpty } = await list();
    expect([isEmpty, text]).toEqual([false, expect.stringMatching(/does not list its connectors \(.*status 500/)]);
    Object.assign(tenant.webex.tenant.state, { flows: [] });
    expect((await list()).text).toContain("Neither the list of connectors nor any flow knows the connector");
  });

  test("names of a tenant command neither a terminal nor a page", async () => {
    const flow = tenant.flow("Callback");
    const name = "\u001b[2JCall\n# back <script>";
    Object.assign(flow, { name });
    for (const { document } of [flow.draft, ...flow.versions]) Object.assign(document, { name });
    const { text } = await list("markdown");
    expect(text).toMatch(/^## 2\. Flow "Call \\# back ?"$/m);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe("by calls", () => {
  test("it is shown, done, shown to be done and taken back", async () => {
    const shown = await move(byApi());
    expect([shown.exitCode, shown.stdout]).toEqual([3, expect.stringContaining("Nothing was written.")]);
    expect(tenant.served()).toEqual(start);
    const done = await move(byApi("--write"));
    expect([done.exitCode, done.stderr]).toEqual([0, ""]);
    expect(tenant.served()).toEqual(MoveTenant.repointed(start));
    expect((await move(byApi())).exitCode).toBe(0);
    expect((await move(byApi("--undo", "--write"))).exitCode).toBe(0);
    expect(tenant.served()).toEqual(start);
    expect((await stat(join(tenant.folder, "moves.json"))).mode & 0o777).toBe(0o600);
  });

  test("a token that expires is replaced, and no token is told", async () => {
    const { identityUrl, integration, refreshToken } = tenant.webex.credentials();
    const variables = environment({
      WEBEX_IDENTITY_URL: identityUrl,
      WEBEX_CLIENT_ID: integration.clientId,
      WEBEX_CLIENT_SECRET: integration.clientSecret,
      WEBEX_REFRESH_TOKEN: refreshToken,
    });
    tenant.webex.set({ clockOffsetSeconds: 15 * 86_400, refreshAnswer: "newToken" });
    const { exitCode, stdout, stderr } = await move(byApi("--write"), variables);
    tenant.webex.set({ clockOffsetSeconds: 0, refreshAnswer: "sameToken" });
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("WEBEX_REFRESH_TOKEN_FILE")]);
    const { grants } = tenant.webex.tenant.state.access;
    const secrets = grants.flatMap((grant) => [grant.refreshToken, ...grant.tokens.map(({ value }) => value)]);
    for (const secret of [...secrets, refreshToken, integration.clientSecret]) {
      expect(`${stdout}${stderr}`.includes(secret)).toBe(false);
    }
    expect(tenant.served()).toEqual(MoveTenant.repointed(start));
  });

  test("a token that may not write changes nothing, and the error names the scope", async () => {
    const { access_token } = tenant.webex.tokenFor({ scopes: ["cjp:config_read"] });
    const { exitCode, stderr } = await move(byApi("--write"), environment({ WEBEX_ACCESS_TOKEN: access_token }));
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/status 403 .*cjp:config_write/)]);
    expect(tenant.served()).toEqual(start);
  });

  test("without a token it is refused", async () => {
    const { exitCode, stderr } = await move(byApi(), {});
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("WEBEX_ACCESS_TOKEN")]);
  });
});

test.each([
  [["move", "--from", "A"]],
  [[...wish.slice(1), "--write"]],
  [[...wish.slice(1), "--undo"]],
  [[...wish.slice(1), "--unproved-api", "--out", "x"]],
  [[...wish.slice(1), "--format", "html"]],
])("wrong arguments are refused: %j", async (given) => {
  await expect(connector.run(given)).rejects.toMatchObject({ name: "CommandError", exitCode: 2 });
});

/** Starts a move whose call of this kind is held, and waits until it is. */
async function heldAt(operation: string, kind: "hold-before" | "hold-after") {
  tenant.webex.faults.add([{ kind, operation, times: 1 }]);
  const { NODE_OPTIONS: _ofJest, ...own } = process.env;
  const program = [join(root, "operations", "main.ts"), ...wish, ...byApi("--write")];
  const child = spawn(process.execPath, program, {
    cwd: tenant.folder,
    env: { ...own, ...environment() },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (printed += String(data)));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  for (let waited = 0; tenant.webex.faults.show()[0]?.holding !== 1; waited += 20) {
    expect(waited).toBeLessThan(30_000);
    await pause(20);
  }
  return { child, ended, printed: () => printed };
}

describe("a process that is ended", () => {
  test.each(["legacyImport", "publish"])(
    "by Ctrl-C during %s waits for it and releases the lock",
    async (operation) => {
      const { child, ended, printed } = await heldAt(operation, "hold-before");
      child.kill("SIGINT");
      await pause(50);
      tenant.webex.faults.clear();
      expect(await ended).toBe(1);
      expect(printed()).toContain("Interrupted. The same command goes on where this one has stopped.");
      for (const name of users) expect(tenant.flow(name).lock).toBeNull();
      expect((await move(byApi("--write"))).exitCode).toBe(0);
      expect(tenant.served()).toEqual(MoveTenant.repointed(start));
    },
  );

  test("by SIGKILL leaves its lock, and the same command finishes the move and releases it", async () => {
    const { child, ended } = await heldAt("publish", "hold-after");
    child.kill("SIGKILL");
    await ended;
    tenant.webex.faults.clear();
    expect(tenant.flow("Customer Look-Up").lock).not.toBeNull();
    const { exitCode, stdout } = await move(byApi("--write"));
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("an earlier run has left half done")]);
    expect(tenant.served()).toEqual(MoveTenant.repointed(start));
    for (const name of users) expect(tenant.flow(name).versions).toHaveLength(3);
  });
});
