import { dirname } from "node:path";
import { pulumiCommand } from "../common/commands.ts";
import { nearestName } from "../common/nearestName.ts";
import { stacksIn } from "./fleet/stacks.ts";
import type { StackFolder } from "./stackFolder.ts";

/**
 * Where a stack has no file, for commands that do without: with which connection they go on, and which stack was meant, or
 * what makes this one, since Pulumi sets nothing for a stack that it does not have.
 *
 * @param stack name as it was given, perhaps with organization and project
 */
export async function missingStackFile({ path, text, ...folder }: StackFolder, stack: string): Promise<string[]> {
  if (text !== "") return [];
  const others = await stacksIn(dirname(path));
  // People also give the name of the file.
  const nearest = nearestName(folder.stack.replace(/^(?:Pulumi\.)?(.+)\.ya?ml$/, "$1"), others);
  const known = others.length === 0 ? "" : ` The stacks here: ${others.join(", ")}.`;
  const meant =
    nearest === undefined
      ? `${known} A new one is made by ${pulumiCommand(`stack init ${stack}`)}; then settings can be given to it.`
      : ` Did you mean stack ${nearest}?`;
  return [`There is no ${path}: the connection is that of the environment alone.${meant}`];
}
