import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { root } from "../../../tools/commands/checkout.ts";

test("properties are tried with the same values in every run", () => {
  expect(fc.readConfigureGlobal()).toEqual({ seed: expect.any(Number) });
});

/** Runs a suite with this code in the environment of all suites; what jest says. */
async function suite(code: string): Promise<{ exitCode: number; output: string }> {
  const folder = await mkdtemp(join(tmpdir(), "suite-"));
  try {
    const config = { testEnvironment: join(root, "tools", "jest", "environment.js") };
    await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module", jest: config }));
    await writeFile(join(folder, "one.test.js"), `import { createServer } from "node:net";\n${code}`);
    const jest = join(root, "node_modules", "jest", "bin", "jest.js");
    const jestArguments = ["--experimental-vm-modules", jest, "--forceExit", "--rootDir", folder];
    return await new Promise((resolve) =>
      execFile(process.execPath, jestArguments, { cwd: folder }, (error, stdout, stderr) =>
        resolve({ exitCode: Number(error?.code ?? 0), output: stdout + stderr }),
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const server = "const server = createServer();\ntest('a server', (done) => { server.listen(0, done); });\n";

test("a suite that leaves something behind fails, and what it has left is named", async () => {
  const { exitCode, output } = await suite(server);
  expect([exitCode, output]).toEqual([1, expect.stringContaining("keeps its process alive: TCPServerWrap (1)")]);
});

test("a suite that ends what it has started passes", async () => {
  const { exitCode, output } = await suite(`${server}afterAll((done) => { server.close(done); });\n`);
  expect([exitCode, output]).toEqual([0, expect.stringContaining("1 passed")]);
});
