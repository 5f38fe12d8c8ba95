import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { orMeant } from "../../common/nearestName.ts";
import { shown } from "../../salesforce/shown.ts";
import { CommandError, type Operation, readArguments, wholeNumber, withHelp, wrongArguments } from "../commandLine.ts";
import { notWritten, writeOutput } from "../outputFiles.ts";
import { folderInWords, projectFolder } from "../projectFolder.ts";
import { readProject } from "../stackFolder.ts";
import { azure } from "./recipes/azure.ts";
import { fleetFacts } from "./recipes/fleetFacts.ts";
import { github } from "./recipes/github.ts";
import { gitlab } from "./recipes/gitlab.ts";
import { jenkins } from "./recipes/jenkins.ts";
import { kubernetes } from "./recipes/kubernetes.ts";
import { type FleetFacts, madeBy, type RecipeFile } from "./recipes/recipe.ts";
import { chosenStacks } from "./stacks.ts";

const platforms: { [name: string]: (fleet: FleetFacts) => Promise<RecipeFile[]> } = {
  github,
  gitlab,
  kubernetes,
  azure,
  jenkins,
};

const help = `Usage: pulumi-salesforce-access fleet recipe github|gitlab|kubernetes|azure|jenkins [STACK…] [options]
       npm run fleet -- recipe … [options]   in a checkout of this project

Makes the pipeline of a fleet as text to commit: a plan on each pull request as one comment, the update on merge, which waits
for an approval where an org is production, and a check for drift every hour that only reads. Its first lines say what to set
up once. It belongs to you: change it, or make it again when a stack or a tag changes.
  STACK…             names of stacks, in which * stands for any characters (default: all that have a Pulumi.<stack>.yaml)
  --tag A,B          only stacks that have one of these tags (pulumi-nodejs:salesforce.tags)
  --folder FOLDER    where package.json, Pulumi.yaml and the files Pulumi.<stack>.yaml are (default: the current folder)
  --production TAG   the tag of stacks whose updates wait for an approval (default: production; all wait if none has it)
  --branch NAME      the branch that is applied (default: main)
  --image NAME       for kubernetes: the image that has the project and its node_modules
  --shards N         for kubernetes: the number of pods that share the check (default: one for every 50 stacks)
  --write            write the files to their places, over earlier ones of this command alone (default: print them)
Exit code: 0, 1 when a file cannot be written, 2 for wrong arguments.`;

const text = { type: "string" } as const;
const options = {
  tag: text,
  folder: text,
  production: text,
  branch: text,
  image: text,
  shards: text,
  write: { type: "boolean" },
} as const;

/** Makes the pipeline of a fleet. */
export const recipe: Operation = {
  purpose: "make the pipeline of the fleet, as text to commit",
  run: withHelp(help, async (more) => {
    const { values, positionals } = readArguments(more, options, help);
    const { folder = projectFolder(), production = "production", branch = "main", image, write = false } = values;
    const [platform = "", ...patterns] = positionals;
    const make = Object.hasOwn(platforms, platform) ? platforms[platform] : undefined;
    if (make === undefined) {
      throw wrongArguments(
        `The platform must be ${Object.keys(platforms).join(", ")}, not ${shown(platform)}${orMeant(platform, Object.keys(platforms))}`,
        help,
      );
    }
    if (!/^[\w./-]+$/.test(branch))
      throw new CommandError(`--branch must be the name of a branch, not ${shown(branch)}.`, 2);
    const shards = values.shards === undefined ? undefined : wholeNumber("shards", values.shards, 1000);
    await readProject(folder);
    const stacks = await chosenStacks(folder, patterns, values.tag);
    if (stacks.length === 0)
      throw new CommandError(`There is no Pulumi.<stack>.yaml in ${folderInWords(folder)} to make a recipe for.`);
    const files = await make(await fleetFacts(folder, stacks, { production, branch, image, shards }));
    if (!write) console.log(files.map(({ path, text: ofFile }) => `# ${path}\n${ofFile}`).join("\n"));
    else for (const file of files) await place(folder, file);
    return 0;
  }),
};

/** @throws CommandError when somebody else's file is there, or the place cannot be written */
async function place(folder: string, { path, text: ofFile }: RecipeFile): Promise<void> {
  const place = join(folder, path);
  const before = await readFile(place, "utf8").catch(() => undefined);
  if (before !== undefined && !before.split("\n", 1)[0]?.includes(madeBy)) {
    throw new CommandError(
      `${place} is there, and not made by this command: move it away, or print the recipe without --write.`,
    );
  }
  await mkdir(dirname(place), { recursive: true }).catch((error) => {
    throw notWritten(place, error);
  });
  await writeOutput(place, ofFile);
  // A file that somebody has changed since is one of ours all the same: git shows what it was.
  console.log(`${before === ofFile ? "unchanged" : before === undefined ? "written  " : "replaced "}  ${path}`);
}
