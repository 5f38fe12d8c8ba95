import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { disturbances } from "../../../tools/interruption/disturbances.ts";
import { FilesPlace } from "../../../tools/interruption/places/files.ts";

let folder: string;
let place: FilesPlace;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "files-"));
  place = new FilesPlace(join(folder, "place"));
  path = join(folder, "stack.yaml");
  await writeFile(path, "before");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A process that replaces the file twice, as the package does it. */
function replacing() {
  const module = new URL("../../../common/replaceFile.ts", import.meta.url).href;
  const script = `import { replaceFile } from ${JSON.stringify(module)};
for (const text of ["first", "second"]) await replaceFile(${JSON.stringify(path)}, text).catch(({ code }) => console.log(code));`;
  const { arguments: hook, environment } = place.hook;
  const { NODE_OPTIONS: _ofJest, ...base } = process.env;
  const child = spawn(process.execPath, [...hook, "--input-type=module", "--eval", script], {
    env: { ...base, ...environment },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  return { child, ended: new Promise<string>((resolve) => child.on("close", () => resolve(printed))) };
}

const disturbance = (name: string) => {
  const found = disturbances.find((one) => one.name === name);
  if (!found) throw new Error(`no disturbance ${name}`);
  return found;
};

test("each commit of a file is a call, and a disk that is full refuses it and those after it", async () => {
  await replacing().ended;
  const calls = await place.calls();
  expect(calls.map(({ title, occurrence, kind }) => [title, occurrence, kind])).toEqual([
    ["commit of stack.yaml", 1, "file"],
    ["commit of stack.yaml", 2, "file"],
  ]);
  const [first, second] = calls as [(typeof calls)[0], (typeof calls)[0]];
  place.disturb(second, disturbance("disk-full"));
  expect(await replacing().ended).toBe("ENOSPC\n");
  expect([await readFile(path, "utf8"), place.clear(), place.clear()]).toEqual(["first", true, false]);
  place.disturb(first, disturbance("disk-full"));
  expect(await replacing().ended).toBe("ENOSPC\nENOSPC\n");
});

test.each([
  ["sigkill-before", "first"],
  ["sigkill-after", "second"],
])("a process is held at a commit, and killed there: %s leaves the %s text", async (name, text) => {
  await replacing().ended;
  const second = (await place.calls())[1];
  place.disturb(second as NonNullable<typeof second>, disturbance(name));
  const { child, ended } = replacing();
  while (!place.isParked() && child.exitCode === null) await wait(10);
  child.kill("SIGKILL");
  await ended;
  expect([place.clear(), await readFile(path, "utf8")]).toEqual([true, text]);
});
