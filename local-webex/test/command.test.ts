import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";

const program = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** Runs the command to its end, or until it has said so many lines, and then stops it. */
async function run(options: string[], lines = Number.POSITIVE_INFINITY) {
  const { NODE_OPTIONS: _ofJest, ...env } = process.env;
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program, ...options], { env });
  const closed = once(child, "close");
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  try {
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      if (said.length === lines) child.kill("SIGTERM");
    }
    const [code] = await closed;
    return { code, said, errors };
  } finally {
    child.kill("SIGKILL");
  }
}

test("tenants start on ports of their own, keep their files for their owner, and end by a signal", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tenants-"));
  try {
    const data = join(folder, "data");
    const { code, said, errors } = await run(
      ["--port", "0", "--data", data, "--tenants", "emea,apac", "--every", "0"],
      2,
    );
    expect([code, errors]).toEqual([0, ""]);
    const ready = (name: string) =>
      expect.stringMatching(
        new RegExp(`^Local Webex tenant ${name} ready at http://127.0.0.1:\\d+ \\(state in ${data}\\)$`),
      );
    expect(said).toEqual([ready("emea"), ready("apac"), "Local Webex stopped."]);
    expect((await readdir(data)).sort()).toEqual(["apac.json", "emea.json"]);
    expect((await stat(data)).mode & 0o777).toBe(0o700);
    expect((await stat(join(data, "emea.json"))).mode & 0o777).toBe(0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("a port that is taken gives way to the next one", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  try {
    const { port } = other.address() as { port: number };
    const { said } = await run(["--port", String(port), "--every", "0"], 2);
    expect(said[0]).toBe(`Port ${port} is taken; trying ${port + 1}.`);
  } finally {
    other.close();
  }
});

test("--help names every option, and what is wrong with an option is said with code 2", async () => {
  const { code, said } = await run(["--help"]);
  expect(code).toBe(0);
  for (const option of ["port", "data", "salesforce", "every", "region", "tenants"]) {
    expect(said.join("\n")).toContain(`--${option} `);
  }
  for (const [options, text] of [
    [["--port", "x"], "--port takes a number"],
    [["--every", "-1"], "--every"],
    [["--region", "us2"], "--region takes us1"],
    [["--salesforce", "https://login.salesforce.com"], "--salesforce takes an address of this machine"],
    [["--tenants", "a,a"], "--tenants takes different names"],
    [["--colour"], "--colour"],
  ] as const) {
    expect(await run([...options])).toMatchObject({ code: 2, errors: expect.stringContaining(text) });
  }
});
