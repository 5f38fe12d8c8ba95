/** The measure of `fleet drift`, for a machine that does nothing else: npm run test:fleet. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../../local-org/src/server.ts";
import type { FleetResult } from "../../../operations/fleet/result.ts";
import { Fleet } from "./orgs.ts";

const count = 100;
const latencyMs = 150;
const mostSeconds = 12;
const mostMegabytes = 400;

/** Prints what the process has used, as the last line. */
const probe = 'process.on("exit", () => console.log(JSON.stringify(process.resourceUsage())));\n';

test(`asks ${count} orgs of ${latencyMs} ms a call within ${mostSeconds} s and ${mostMegabytes} MB`, async () => {
  const folder = await mkdtemp(join(tmpdir(), "measure-"));
  const locals: LocalOrg[] = [];
  try {
    const fleet = await Fleet.in(folder);
    await writeFile(join(folder, "probe.mjs"), probe);
    for (let index = 0; index < count; index += 1) {
      const local = await createLocalOrg({ settings: { deployMs: 0 } });
      locals.push(local);
      await fleet.deploy(`org-${String(index).padStart(3, "0")}`, local);
    }
    for (const { url } of locals) {
      const answer = await fetch(`${url}/_local/settings`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ latencyMs }),
      });
      expect(answer.ok).toBe(true);
    }
    fleet.set("NODE_OPTIONS", `--import=${join(folder, "probe.mjs")}`);
    const started = performance.now();
    // The orgs are in this process and share the processors with the command: a fleet has them elsewhere.
    const { exitCode, stdout } = await fleet.run("drift", "--json", join(folder, "fleet.json"));
    const seconds = (performance.now() - started) / 1000;
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
    const { orgs } = JSON.parse(await readFile(join(folder, "fleet.json"), "utf8")) as FleetResult;
    const processor = (userCPUTime + systemCPUTime) / 1e6;
    const megabytes = maxRSS / 1024;
    console.log(`${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of processor, at most ${megabytes.toFixed(0)} MB`);
    expect([exitCode, orgs.filter(({ verdict }) => verdict === "clean").length]).toEqual([0, count]);
    expect([seconds <= mostSeconds, megabytes <= mostMegabytes]).toEqual([true, true]);
  } finally {
    await Promise.all(locals.map((local) => local.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}, 600_000);
