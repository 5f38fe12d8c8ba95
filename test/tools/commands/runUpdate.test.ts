import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";

const module = join(import.meta.dirname, "../../../tools/commands/runUpdate.ts");

/**
 * Runs an update that ends as it is told, in a process of its own that gets a signal once the update is at work.
 *
 * @param update what stands for Pulumi: the text of a Node.js program
 */
async function runOf(update: string, signal?: NodeJS.Signals): Promise<{ code: number | null; said: string }> {
  const program = `import { runUpdate } from ${JSON.stringify(module)};
    process.exitCode = await runUpdate(process.execPath, ["-e", ${JSON.stringify(update)}]);`;
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", program],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (signal !== undefined && text.includes("at work")) child.kill(signal);
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, said };
}

const waits = (exitCode: number) =>
  `for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(${exitCode}));
   setInterval(() => {}, 1000); console.log("at work");`;

describe("an update of stack dev", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "that %s has ended is no success, whatever Pulumi says",
    async (signal) => {
      const { code, said } = await runOf(waits(0), signal);
      expect([code, said]).toEqual([1, expect.stringContaining("To finish it: npm run up")]);
    },
  );

  test("that fails when it is interrupted ends as Pulumi does", async () => {
    expect(await runOf(waits(255), "SIGINT")).toEqual({ code: 255, said: "" });
  });

  test("that comes to its end is what Pulumi says that it is", async () => {
    expect(await runOf("process.exit(0)")).toEqual({ code: 0, said: "" });
    expect(await runOf("process.exit(4)")).toEqual({ code: 4, said: "" });
  });
});
