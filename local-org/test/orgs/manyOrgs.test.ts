import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { listedOrgs } from "../../src/orgList.ts";
import { createLocalOrg } from "../../src/server.ts";
import { clientOf, withOrg } from "../rest/client.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

interface Served {
  name: string;
  url: string;
  organizationId: string;
}

/** Runs a process with several orgs for the time of `work`. */
async function withProcess(options: string[], work: (orgs: Served[], child: ChildProcess) => Promise<void>) {
  const child = spawn(process.execPath, [main, "--port", "0", ...options], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    let first = "";
    for await (const line of createInterface({ input: child.stdout })) {
      first ||= /ready at (\S+)/.exec(line)?.[1] ?? "";
      if (/^\d+ local orgs ready\.$/.test(line)) break;
    }
    const orgs = (await (await fetch(`${first}/_local/orgs`)).json()) as Served[];
    await work(orgs, child);
    child.kill("SIGTERM");
    await once(child, "exit");
    expect(child.exitCode).toBe(0);
  } finally {
    child.kill("SIGKILL");
  }
}

async function accessToken({ url }: Served): Promise<string> {
  return ((await (await fetch(`${url}/_local/credentials`)).json()) as { accessToken: string }).accessToken;
}

function memoryMegabytes({ pid }: ChildProcess): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
}

describe("many orgs in one process", () => {
  test("[org.ids-differ] share nothing: ids, records, sessions", async () => {
    const one = await createLocalOrg();
    const other = await createLocalOrg();
    try {
      const [ours, theirs] = [one, other].map((local) => clientOf(local, local.org.deployer.accessToken));
      const id = await ours?.create("Account", { Name: "ours" });
      const theirId = await theirs?.create("Account", { Name: "theirs" });
      expect(one.org.organizationId).not.toBe(other.org.organizationId);
      expect(id).not.toBe(theirId);
      expect(await theirs?.query("SELECT Name FROM Account")).toMatchObject([{ Name: "theirs" }]);
      const stranger = clientOf(other, one.org.deployer.accessToken);
      expect(await stranger.query("SELECT Id FROM Account")).toMatchObject({ errorCode: "INVALID_SESSION_ID" });
    } finally {
      await one.stop();
      await other.stop();
    }
  });

  test("are listed by each of them, with the names that they were given", () =>
    withOrg(
      async ({ call, local }) => {
        const { organizationId } = local.org;
        expect((await call("GET", "//_local/orgs")).body).toEqual([{ name: "emea", url: local.url, organizationId }]);
      },
      { name: "emea" },
    ));

  test("have the shapes of a file, and keep a data base each", async () => {
    const folder = await mkdtemp(join(tmpdir(), "local-orgs-"));
    try {
      const file = join(folder, "orgs.json");
      await writeFile(file, JSON.stringify({ emea: { seats: { Salesforce: 7 } }, sandbox: { isSandbox: true } }));
      await withProcess(["--orgs", file, "--data", join(folder, "state")], async (orgs) => {
        expect(orgs.map(({ name }) => name)).toEqual(["emea", "sandbox"]);
        const sandbox = orgs[1] as Served;
        const query = "SELECT+IsSandbox+FROM+Organization";
        const answer = await fetch(`${sandbox.url}/services/data/v68.0/query?q=${query}`, {
          headers: { authorization: `Bearer ${await accessToken(sandbox)}` },
        });
        expect(await answer.json()).toMatchObject({ records: [{ IsSandbox: true }] });
        const settings = await (await fetch(`${sandbox.url}/_local/settings`)).json();
        expect(settings).toMatchObject({ usernamesUnique: "acrossOrgs" });
      });
      expect((await readdir(join(folder, "state"))).sort()).toEqual(["emea.sqlite", "sandbox.sqlite"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test(
    "a hundred that have all answered take less than 300 MB",
    () =>
      withProcess(["--orgs", "100"], async (orgs, child) => {
        expect(new Set(orgs.map(({ organizationId }) => organizationId)).size).toBe(100);
        expect(new Set(orgs.map(({ url }) => url)).size).toBe(100);
        const started = memoryMegabytes(child);
        for (const org of orgs) {
          const headers = { authorization: `Bearer ${await accessToken(org)}` };
          const answer = await fetch(`${org.url}/services/data/v68.0/sobjects`, { headers });
          expect(answer.status).toBe(200);
          await answer.arrayBuffer();
        }
        const used = memoryMegabytes(child);
        expect({ started, used, fits: used < 300 }).toMatchObject({ fits: true });
      }),
    120_000,
  );
});

describe("the option --orgs", () => {
  const read =
    (text = "") =>
    (_path: string) =>
      text;

  test("takes a number, names, or a file of shapes", () => {
    expect(listedOrgs("2", read())).toEqual([
      { name: "org1", shape: {} },
      { name: "org2", shape: {} },
    ]);
    expect(listedOrgs("emea, apac", read()).map(({ name }) => name)).toEqual(["emea", "apac"]);
    expect(listedOrgs("orgs.json", read('{"emea":{"isSandbox":true}}'))).toEqual([
      { name: "emea", shape: { isSandbox: true } },
    ]);
  });

  test.each([
    ["0", "", "--orgs takes 1 to 500 orgs."],
    ["501", "", "--orgs takes 1 to 500 orgs."],
    ["a,A", "", "--orgs names A twice."],
    ["a,../b", "", '--orgs takes names of up to 40 letters, digits, _ and -, not "../b".'],
    ["a,", "", '--orgs takes names of up to 40 letters, digits, _ and -, not "".'],
    ["x.json", "{", "x.json is no JSON."],
    ["x.json", "[]", "x.json takes an object of orgs by name."],
    ["x.json", '{"a":{"edition":"Free"}}', "x.json, a: In the shape of an org, edition takes "],
  ])("refuses %s with %s", (option, text, message) => {
    expect(() => listedOrgs(option, read(text))).toThrow(message);
  });
});
