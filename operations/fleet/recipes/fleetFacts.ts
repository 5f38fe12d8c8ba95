import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "../../commandLine.ts";
import { folderInWords } from "../../projectFolder.ts";
import { readStackFolder } from "../../stackFolder.ts";
import { backEndOfProject } from "../backEnd.ts";
import { tagsOf } from "../stacks.ts";
import type { FleetFacts, StackFacts } from "./recipe.ts";

/** The variables that Pulumi takes the credential of a back end from, by the scheme of its address. Source: Pulumi's docs. */
const backEndVariables: { [scheme: string]: string[] } = {
  s3: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
  azblob: ["AZURE_STORAGE_ACCOUNT", "AZURE_STORAGE_KEY"],
  gs: ["GOOGLE_CREDENTIALS"],
  file: [],
};
const ofPulumiCloud = ["PULUMI_ACCESS_TOKEN"];

/** What can be said of a fleet beside what its files say. */
export interface RecipeOptions {
  production: string;
  branch: string;
  image: string | undefined;
  /** Default: a part for every fifty stacks. */
  shards: number | undefined;
}

/**
 * What a recipe is made from: the stacks of a project, their tags, and where their credentials are.
 *
 * @throws CommandError when a stack's file cannot be used
 */
export async function fleetFacts(
  folder: string,
  stacks: readonly string[],
  { production, branch, image, shards }: RecipeOptions,
): Promise<FleetFacts> {
  const tags = new Map(await Promise.all(stacks.map(async (stack) => [stack, await tagsOf(folder, stack)] as const)));
  const hasProduction = [...tags.values()].some((ofStack) => ofStack.includes(production));
  const facts = stacks.map(async (stack): Promise<StackFacts> => {
    const { settings } = await readStackFolder(folder, stack);
    return {
      stack,
      // Where nobody has said which orgs are production, all of them wait for an approval.
      isProduction: !hasProduction || tags.get(stack)?.includes(production) === true,
      deployerVariable: variableOf(settings, "", "SALESFORCE_PRIVATE_KEY"),
      readerVariable: hasReader(settings)
        ? variableOf(settings, "reader", "SALESFORCE_READER_PRIVATE_KEY")
        : variableOf(settings, "", "SALESFORCE_PRIVATE_KEY"),
    };
  });
  const url = await backEndOfProject(folder);
  if (url === undefined && process.env.PULUMI_BACKEND_URL) {
    throw new CommandError(
      "The back end is in your variable PULUMI_BACKEND_URL, which no job has: write it into Pulumi.yaml as backend.url.",
    );
  }
  const [, scheme = ""] = /^(\w+):/.exec(url ?? "") ?? [];
  return {
    stacks: await Promise.all(facts),
    production,
    branch,
    command: await commandIn(folder),
    pulumiVersion: await pulumiVersion(),
    backEndVariables: backEndVariables[scheme] ?? ofPulumiCloud,
    shards: shards ?? Math.ceil(stacks.length / 50),
    image,
  };
}

const hasReader = (settings: ReadonlyMap<string, string>) =>
  [...settings.keys()].some((name) => name.startsWith("reader"));

/** The variable of a login: a private key, or an access token where the stack names one. */
function variableOf(settings: ReadonlyMap<string, string>, login: "" | "reader", usual: string): string {
  const setting = (name: string) => settings.get(login === "" ? name : login + name[0]?.toUpperCase() + name.slice(1));
  return setting("privateKeyVariable") ?? setting("accessTokenVariable") ?? usual;
}

/** How `fleet` is called: in a checkout of this project, and in any that has the package. */
async function commandIn(folder: string): Promise<string> {
  const text = await readFile(join(folder, "package.json"), "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(
      `There is no package.json in ${folderInWords(folder)} that can be read (${error.code}): the jobs of a recipe begin with npm ci.`,
    );
  });
  const isCheckout = /"name": *"pulumi-salesforce-access"/.test(text);
  return isCheckout ? "node operations/main.ts fleet" : "./node_modules/.bin/pulumi-salesforce-access fleet";
}

/** The version of Pulumi that this package was made for. */
async function pulumiVersion(): Promise<string> {
  const own = JSON.parse(await readFile(new URL("../../../package.json", import.meta.url), "utf8"));
  return (own.dependencies["@pulumi/pulumi"] ?? own.peerDependencies["@pulumi/pulumi"]).replace("^", "");
}
