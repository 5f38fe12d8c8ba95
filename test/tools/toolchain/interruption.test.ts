import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@jest/globals";

const toolchain = pathToFileURL(join(import.meta.dirname, "../../../tools/toolchain/")).href;

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends what was started, cleans up and gives the exit code of the signal",
  async (signal) => {
    const folder = await mkdtemp(join(tmpdir(), "interruption-"));
    try {
      const mark = join(folder, "mark");
      await writeFile(mark, "");
      const script = `
      import { rmSync } from "node:fs";
      import { withCleanUp } from "${toolchain}interruption.ts";
      import { endRunningPrograms, runProgram } from "${toolchain}processes.ts";
      await withCleanUp(() => { endRunningPrograms(); rmSync(${JSON.stringify(mark)}, { force: true }); }, async () => {
        const long = runProgram("sh", ["-c", "sleep 60 & echo $!; wait"]);
        console.log("working");
        await long;
      });`;
      const file = join(folder, "script.ts");
      await writeFile(file, script);
      const child = spawn(process.execPath, [file], {
        stdio: ["ignore", "pipe", "inherit"],
        env: { PATH: process.env.PATH },
      });
      await once(child.stdout, "data");
      child.kill(signal);
      const [code] = await once(child, "exit");
      expect(code).toBe(signal === "SIGINT" ? 130 : 143);
      await expect(access(mark)).rejects.toThrow();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
