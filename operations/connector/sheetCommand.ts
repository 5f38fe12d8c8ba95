import { orMeant } from "../../common/nearestName.ts";
import { harmless } from "../../salesforce/harmless.ts";
import { holdSecret } from "../../salesforce/redaction.ts";
import { shown } from "../../salesforce/shown.ts";
import { type Operation, readOptions, withHelp, wrongArguments } from "../commandLine.ts";
import { writeNamed } from "../outputFiles.ts";
import { exportedState } from "../pulumiState.ts";
import { readStackFolder } from "../stackFolder.ts";
import { givenStack, stackOptions } from "../stackOperation.ts";
import { chosenKey, privateKeyIn } from "./chosenKey.ts";
import { connectedAppSide } from "./connectedAppSide.ts";
import { type ConnectorHandOff, handOffsIn } from "./handOffs.ts";
import { type SheetFormat, sheetFormats, sheetIn } from "./sheet.ts";
import { sayUnfinished } from "./unfinishedRun.ts";

const help = `Usage: pulumi-salesforce-access connector sheet --stack NAME [options]
       npm run connector -- sheet --stack NAME [options]   in a checkout of this project

Says what the person at Control Hub needs for the Salesforce connector of a stack, field by field in the order of the form,
and what goes wrong most often. Takes everything from the state of the stack. The sheet never holds the private key.
  --stack NAME      the stack; Pulumi needs access to its state, and for the key its passphrase if it has one
  --folder FOLDER   where Pulumi.yaml is (default: the current folder)
  --generation N    the key of this generation (default: that of the app with the newest key)
  --key-out FILE    write the private key to a file that only you can read; overwrites nothing
  --show-key        print the private key after the sheet
  --format FORMAT   text, markdown, or html: a page to print (default: text)
  --out FILE        write the sheet to a file instead of the terminal; overwrites nothing
Exit code: 0 for success, 1 for a failure, 2 for wrong arguments.`;

export const sheet: Operation = {
  purpose: "what the person at Control Hub needs, field by field, and the key",
  run: withHelp(help, run),
};

async function run(more: readonly string[]): Promise<number> {
  const options = {
    ...stackOptions,
    generation: { type: "string" },
    "key-out": { type: "string" },
    "show-key": { type: "boolean", default: false },
    format: { type: "string", default: "text" },
    out: { type: "string" },
  } as const;
  const given = readOptions(more, options, help);
  const { generation, "key-out": keyFile, "show-key": showKey, format, out } = given;
  const { stack, folder } = givenStack(given, help);
  if (!(sheetFormats as readonly string[]).includes(format)) {
    throw wrongArguments(
      `--format must be one of ${sheetFormats.join(", ")}, not ${shown(format)}${orMeant(format, sheetFormats)}`,
      help,
    );
  }
  if (generation !== undefined && !/^[1-9]\d{0,8}$/.test(generation)) {
    throw wrongArguments(`--generation must be a whole number from 1.`, help);
  }
  const needsKey = keyFile !== undefined || showKey;
  const connectedApp = connectedAppSide(await readStackFolder(folder, stack));
  const exported = await exportedState(folder, stack, ...(needsKey ? ["--show-secrets"] : []));
  const state = handOffsIn(exported);
  for (const { privateKeyPem } of state.keys) if (privateKeyPem !== undefined) holdSecret(privateKeyPem);
  const { handOff, key, isInApp } = chosenKey(state, stack, generation === undefined ? undefined : Number(generation));
  const privateKeyPem = needsKey ? privateKeyIn(key, stack) : "";
  sayUnfinished(exported, stack);
  if (keyFile !== undefined) await writeNew("The private key", keyFile, privateKeyPem, 0o600);
  const text = sheetIn(format as SheetFormat, {
    stack,
    handOff: harmlessly(handOff),
    key,
    keyFile,
    isInApp,
    ...(connectedApp && {
      connectedApp: { app: harmless(connectedApp.app, 200), connector: harmless(connectedApp.connector, 200) },
    }),
  });
  if (out === undefined) console.log(text.trimEnd());
  else await writeNew("The sheet", out, text, 0o644);
  // Past everything that takes secrets out of texts: it was asked for.
  if (showKey) console.log(`\n${privateKeyPem}`);
  return 0;
}

/** Names come from an org and a state: nothing in them commands a terminal. */
function harmlessly(handOff: ConnectorHandOff): ConnectorHandOff {
  const [name, clientId, emailId, url] = [handOff.name, handOff.clientId, handOff.emailId, handOff.url].map((text) =>
    harmless(text, 500),
  ) as [string, string, string, string];
  return { ...handOff, name, clientId, emailId, url };
}

const writeNew = (what: string, path: string, text: string, mode: number) =>
  writeNamed(what, path, text.endsWith("\n") ? text : `${text}\n`, { isNew: true, mode });
