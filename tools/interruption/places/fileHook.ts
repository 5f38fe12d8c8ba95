/**
 * Loaded into an operation before its own code: writes down each file that it commits, by the rename that ends the write,
 * and disturbs the one that `FilesPlace` has asked for.
 */
import fs, { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const file = (name: string) => join(String(process.env.INTERRUPTION_FILES), name);
const fault = existsSync(file("fault")) ? JSON.parse(readFileSync(file("fault"), "utf8")) : undefined;
const commits = new Map<string, number>();
const { rename } = fs.promises;

async function park(): Promise<void> {
  writeFileSync(file("parked"), "");
  while (!existsSync(file("go"))) await wait(10);
}

fs.promises.rename = async (from, to) => {
  const name = basename(String(to));
  const before = commits.get(name) ?? 0;
  commits.set(name, before + 1);
  appendFileSync(file("calls"), `${name}\n`);
  if (name !== fault?.name || before < fault.after) return rename(from, to);
  // Until somebody has made room, no later write succeeds either.
  writeFileSync(file("struck"), "");
  if (fault.kind === "disk-full") throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  if (before > fault.after) return rename(from, to);
  if (fault.kind === "hold-before") await park();
  await rename(from, to);
  if (fault.kind === "hold-after") await park();
};
syncBuiltinESMExports();
