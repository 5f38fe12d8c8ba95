import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asksForHelp, runCommand } from "../../operations/commandLine.ts";
import { runInForeground } from "../launch/foreground.js";
import { ensureToolchain } from "../toolchain/index.ts";
import { root } from "./checkout.ts";
import { countLine, type JestResults } from "./testCount.ts";

const help = `Usage: npm test -- [arguments of jest]

Makes the Pulumi toolchain ready and runs the tests, those that drive the real engine included.
For one folder or file: npm test -- test/tools`;

await runCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const toolchain = await ensureToolchain({ report: console.log });
  const folder = await mkdtemp(join(tmpdir(), "test-results-"));
  const resultFile = join(folder, "results.json");
  try {
    const code = await runInForeground(
      process.execPath,
      [join(root, "node_modules", "jest", "bin", "jest.js"), "--json", `--outputFile=${resultFile}`, ...more],
      {
        cwd: root,
        env: {
          ...process.env,
          ...toolchain.environment,
          PULUMI_TOOLCHAIN_PULUMI: toolchain.pulumi,
          NODE_OPTIONS:
            `${process.env.NODE_OPTIONS ?? ""} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(),
        },
      },
    );
    const results = await readFile(resultFile, "utf8").catch(() => undefined);
    if (results) {
      console.log(countLine(JSON.parse(results) as JestResults));
    }
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
