import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { asksForHelp, runCommand } from "../../operations/commandLine.ts";
import { assemblePackage } from "./assembledPackage.ts";
import { root } from "./checkout.ts";

const help = `Usage: npm run build

Makes the publishable package in dist/: JavaScript with declarations, package.json, README and licence.
"npm pack ./dist" puts it into one file.`;

await runCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const output = join(root, "dist");
  const staging = join(root, ".local", "dist");
  await rm(staging, { recursive: true, force: true });
  try {
    await assemblePackage(staging);
    await rm(output, { recursive: true, force: true });
    await rename(staging, output);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  console.log(`dist/ holds the package; pack it with "npm pack ./dist".`);
  return 0;
});
