import { shown } from "../../salesforce/shown.ts";
import { CommandError, type Operation, readArguments, withHelp } from "../commandLine.ts";
import { projectFolder } from "../projectFolder.ts";
import { readProject } from "../stackFolder.ts";
import { factsOf } from "./askOrg.ts";
import { stateReader } from "./backEnd.ts";
import { ownResources } from "./drift.ts";
import { inParallel } from "./parallel.ts";
import { chosenStacks } from "./stacks.ts";
import { byUrgency, connectorLines, type StackStatus, statusOf, statusTable } from "./status.ts";

const help = `Usage: pulumi-salesforce-access fleet status [STACK…] [options]
       npm run fleet -- status [STACK…] [options]   in a checkout of this project

Says for every stack how long the certificates of its apps are valid and when its access was last proved, the most urgent
first, and which connectors in Control Hub need a key. Reads only the states: it asks no org and decrypts nothing.
  STACK…           names of stacks, in which * stands for any characters (default: all that have a Pulumi.<stack>.yaml)
  --tag A,B        only stacks that have one of these tags (pulumi-nodejs:salesforce.tags)
  --folder FOLDER  where Pulumi.yaml and the files Pulumi.<stack>.yaml are (default: the current folder)
  --days N         certificates that end within N days are urgent (default: 30)
Exit code: 0, 3 when a certificate or a connector is urgent, 1 when a state cannot be read, 2 for wrong arguments.`;

const options = { folder: { type: "string" }, tag: { type: "string" }, days: { type: "string" } } as const;
const urgent = 3;
/** States that are read at the same time. */
const atOnce = 8;

/** Says from the states what needs attention. */
export const status: Operation = {
  purpose: "say from the states alone which certificates end soon, and when each access was last proved",
  run: withHelp(help, async (more) => {
    const { values, positionals } = readArguments(more, options, help);
    const { folder = projectFolder(), days = "30" } = values;
    if (!/^\d{1,4}$/.test(days)) throw new CommandError(`--days must be a whole number, not ${shown(days)}.`, 2);
    const readState = await stateReader(folder, (await readProject(folder)).name);
    const stacks = await chosenStacks(folder, positionals, values.tag);
    const now = new Date();
    const all = await inParallel(stacks, atOnce, async (stack): Promise<StackStatus> => {
      try {
        const resources = ownResources(await readState(stack));
        const connectors = connectorLines(stack, resources);
        return { ...statusOf(stack, factsOf(resources), now), ...(connectors.length > 0 && { connectors }) };
      } catch (error) {
        return { stack, problem: (error as Error).message };
      }
    });
    console.log(statusTable(byUrgency(all)));
    if (all.some(({ connectors = [] }) => connectors.length > 0)) return urgent;
    if (all.some(({ daysLeft = Number.POSITIVE_INFINITY }) => daysLeft <= Number(days))) return urgent;
    return all.some(({ problem }) => problem !== undefined) ? 1 : 0;
  }),
};
