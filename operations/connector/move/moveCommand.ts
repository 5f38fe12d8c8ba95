import { join } from "node:path";
import { orMeant } from "../../../common/nearestName.ts";
import { harmless } from "../../../salesforce/harmless.ts";
import { shown } from "../../../salesforce/shown.ts";
import { type WebexCaller, webexGateway } from "../../../webex/gateway.ts";
import { CommandError, type Operation, readOptions, withHelp, wrongArguments } from "../../commandLine.ts";
import { writeNamed } from "../../outputFiles.ts";
import { projectFolder } from "../../projectFolder.ts";
import { explainingWebexErrors, tellOfToken, webexOfEnvironment } from "../webexUse.ts";
import { moveByCalls, undoByCalls } from "./byCalls.ts";
import { listFor } from "./byHand.ts";
import { type ChecklistFormat, checklistFormats } from "./checklist.ts";
import { Interruption } from "./interruption.ts";
import { type MoveWish, surveyFlows } from "./survey.ts";

const help = `Usage: pulumi-salesforce-access connector move --from CONNECTOR --to CONNECTOR [options]
       pulumi-salesforce-access connector move --from CONNECTOR --to CONNECTOR --unproved-api [--undo] [--write]
       npm run connector -- move …   in a checkout of this project

Says how flows are moved from one connector to another: for each flow and subflow that names the first one, what a person
does in Flow Designer, as a list to tick off. Writes nothing. With a token of Webex in the environment (docs/rotation.md) it
reads which flows those are; without one the list is for any flow.
  --from CONNECTOR  name or id of the connector that flows use
  --to CONNECTOR    name or id of the connector that they are to use
  --flow NAME       only this flow; several times for several
  --format FORMAT   text or markdown (default: text)
  --out FILE        writes the list to a file in place of the terminal; overwrites nothing
With --unproved-api it moves them by calls. Nobody has seen that on a real tenant: it is tried against the fake one, and rests
on what the command lists.
  --unproved-api    shows each flow, version and value that the calls would change, and what they would leave to you
  --write           does it: exports, locks, compares, imports, compares, publishes with the same tags, verifies, unlocks, one
                    flow after the other. The token needs the scope cjp:config_write. Ctrl-C stops after the call that runs,
                    and releases the lock; the same command goes on
  --undo            goes back: publishes what each version was, with the same tags
  --journal FILE    keeps what is needed to go on and to go back, for you alone (default: .local/connector-moves.json in the
                    folder of the project)
Exit code: 0 when there is nothing to do, or all is done; 3 when there is something to do, or left to do; 1 for a failure, 2 for
wrong arguments.`;

const somethingToDo = 3;

export const move: Operation = {
  purpose: "how flows move to another connector: a list for a person, or by calls",
  run: withHelp(help, run),
};

async function run(more: readonly string[]): Promise<number> {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const options = {
    from: text,
    to: text,
    flow: { type: "string", multiple: true },
    format: { type: "string", default: "text" },
    out: text,
    "unproved-api": flag,
    write: flag,
    undo: flag,
    journal: text,
  } as const;
  const given = readOptions(more, options, help);
  const { from, to, flow: flows = [], format, out, "unproved-api": byApi, write, undo, journal } = given;
  if (!from || !to) throw wrongArguments("--from CONNECTOR and --to CONNECTOR are both needed.", help);
  if (from === to) throw wrongArguments("--from and --to name the same connector.", help);
  if (!(checklistFormats as readonly string[]).includes(format)) {
    throw wrongArguments(
      `--format must be ${checklistFormats.join(" or ")}, not ${shown(format)}${orMeant(format, checklistFormats)}`,
      help,
    );
  }
  if (!byApi && (write || undo || journal !== undefined)) {
    throw wrongArguments("--write, --undo and --journal need --unproved-api.", help);
  }
  if (byApi && out !== undefined) throw wrongArguments("--out is for the list, without --unproved-api.", help);
  const wish = { from, to, flows };
  const settings = webexOfEnvironment();
  const call = settings && webexGateway(settings, tellOfToken);
  if (!byApi) return byHand(call, wish, format as ChecklistFormat, out);
  if (settings === undefined || call === undefined) {
    throw new CommandError(
      "Moving flows by calls needs a token of Webex: set WEBEX_ACCESS_TOKEN, see docs/rotation.md.",
    );
  }
  const interruption = new Interruption();
  const hands = { call, check: () => interruption.check(), say: sayIndented };
  const journalPath = journal ?? join(projectFolder(), ".local", "connector-moves.json");
  const request = { wish, organizationId: settings.organizationId, journalPath, write };
  try {
    return await explainingWebexErrors(() => (undo ? undoByCalls : moveByCalls)(request, hands));
  } finally {
    interruption.end();
  }
}

/** Prints one line, with its indentation. Names of a tenant may hold anything. */
function sayIndented(line: string): void {
  console.log(`${/^ */.exec(line)?.[0] ?? ""}${harmless(line)}`);
}

async function byHand(
  call: WebexCaller | undefined,
  wish: MoveWish,
  format: ChecklistFormat,
  out: string | undefined,
): Promise<number> {
  const survey =
    call && (await explainingWebexErrors(() => surveyFlows(call, wish, (line) => console.error(harmless(line)))));
  const { text, isEmpty } = listFor(wish, survey, format);
  if (out === undefined) console.log(text.trimEnd());
  else await writeNamed("The checklist", out, text, { isNew: true, mode: 0o644 });
  return isEmpty ? 0 : somethingToDo;
}
