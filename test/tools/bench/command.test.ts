import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { root } from "../../../tools/commands/checkout.ts";

/** Runs the benchmark; interrupts it as soon as it has said something, if so wanted. */
async function bench(benchArguments: string[], isInterrupted = false) {
  const { NODE_OPTIONS: _ofJest, ...env } = process.env;
  const program = join(root, "tools", "commands", "bench.ts");
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program, ...benchArguments], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      if (isInterrupted && said.stdout === "" && name === "stdout") child.kill("SIGINT");
      said[name] += text;
    });
  }
  const [exitCode] = await once(child, "close");
  return { exitCode, ...said };
}

test.each([
  ["Access", ["--part", "Access"], /^There is no part "Access"; did you mean access\?/],
  ["quick figures for a document", ["--quick", "--write", "x.md"], /^--write takes no figures of --quick/],
])("is refused with its usage: %s", async (_what, benchArguments, problem) => {
  const { exitCode, stdout, stderr } = await bench(benchArguments);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(problem);
  expect(stderr).toContain("Usage: npm run bench");
});

test("a file that cannot be written is told before anything is measured", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    const json = join(folder, "none", "figures.json");
    expect(await bench(["--part", "local-org", "--json", json])).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `${json} cannot be written: ENOENT. Name a place that you may write to.\n`,
    });
    const document = join(folder, "document.md");
    await writeFile(document, "# Nothing measured\n");
    const { exitCode, stdout, stderr } = await bench(["--part", "local-org", "--write", document]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("The file needs exactly one line");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("Ctrl-C ends it with one sentence", async () => {
  const { exitCode, stderr } = await bench(["--part", "local-org", "--quick"], true);
  expect([exitCode, stderr]).toEqual([1, "The benchmark was ended in the part local-org, which has no figures.\n"]);
});
