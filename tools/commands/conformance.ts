import { join } from "node:path";
import { askConformance } from "../../local-org/conformance/command.ts";
import { runInForeground } from "../launch/foreground.js";
import { root } from "./checkout.ts";
import { runToolCommand } from "./toolCommand.ts";

await runToolCommand(async (programArguments) => {
  const code = await askConformance(programArguments, "npm run conformance --");
  if (code !== 0 || !programArguments.includes("--take")) return code;
  // In a process of its own, which reads the ledger anew.
  return runInForeground(process.execPath, [join(root, "tools", "commands", "docs.ts")], {
    cwd: root,
    env: process.env,
  });
});
