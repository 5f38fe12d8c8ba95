import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { asksForHelp, readOptions } from "../../operations/commandLine.ts";
import { assemblePackage } from "./assembledPackage.ts";
import { root } from "./checkout.ts";
import { publishedPackages } from "./publishedPackage.ts";
import { runToolCommand } from "./toolCommand.ts";

const help = `Usage: npm run build

Builds the packages to publish, JavaScript with declarations, package.json, README and licence: pulumi-salesforce-access
in dist/, local-salesforce-org in local-org/dist/, local-webex-tenant in local-webex/dist/. "npm pack ./dist" makes one
file of a package.`;

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  readOptions(more, {}, help);
  for (const published of publishedPackages) {
    const output = join(root, published.folder, "dist");
    const staging = join(root, ".local", "dist");
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true });
    try {
      await assemblePackage(published, staging);
      await rm(output, { recursive: true, force: true });
      await rename(staging, output);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }
  console.log(
    'dist/, local-org/dist/ and local-webex/dist/ hold the packages; pack each with "npm pack", such as "npm pack ./dist".',
  );
  return 0;
});
