import { mkdir } from "node:fs/promises";
import type { Toolchain } from "../toolchain/index.ts";
import { localFolders } from "./checkout.ts";
import { developmentEnvironment, foreignEnvironment, type OrgCredentials } from "./developmentEnvironment.ts";
import { openLocalFolder } from "./localFolder.ts";
import { isDevelopmentStack } from "./pulumiArguments.ts";

/**
 * The environment of a run that looks at a stack: for `dev` its own back end, for any other the user's.
 *
 * @param login gives the way into the local org, for runs on `dev` that call it
 */
export async function stackEnvironment(
  stack: string,
  toolchain: Toolchain,
  login?: () => Promise<OrgCredentials>,
): Promise<NodeJS.ProcessEnv> {
  if (!isDevelopmentStack(stack)) return foreignEnvironment(process.env, toolchain);
  await openLocalFolder();
  await mkdir(localFolders.pulumi, { recursive: true });
  const stateFolder = localFolders.pulumi;
  return developmentEnvironment({ base: process.env, toolchain, stateFolder, credentials: await login?.() });
}
