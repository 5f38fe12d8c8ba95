import { readFile } from "node:fs/promises";
import { operationCommand, pulumiCommand, shellWord } from "../../common/commands.ts";
import { readConfirmations, withConfirmation } from "../../common/confirmedKeys.ts";
import { readPrivateKey } from "../../common/pem.ts";
import { fingerprintIn } from "../../common/publicKey.ts";
import { harmlessLines } from "../../salesforce/harmless.ts";
import type { ConnectorUse } from "../../webex/connectorUse.ts";
import { CommandError, type Operation, readOptions, withHelp, wrongArguments } from "../commandLine.ts";
import { replaceOutput } from "../outputFiles.ts";
import { exportedState } from "../pulumiState.ts";
import { say } from "../say.ts";
import { withValues } from "../stackConfiguration.ts";
import { asStackFile, readStackFolder, type StackFolder } from "../stackFolder.ts";
import { givenStack, stackOptions } from "../stackOperation.ts";
import { type ConnectedAppSide, configuredIn, connectedAppSide } from "./connectedAppSide.ts";
import { handOffsIn, type StackHandOffs } from "./handOffs.ts";
import { useInWords, usesInWebex } from "./webexUse.ts";

const help = `Usage: pulumi-salesforce-access connector confirm --stack NAME (--key FILE | --fingerprint HEX)
       pulumi-salesforce-access connector confirm --stack NAME --flows-moved
       npm run connector -- confirm …   in a checkout of this project

Confirms what somebody has done in Control Hub, and writes it into the stack's file, for review like any change. Asks for
nothing secret, and sends nothing anywhere.
  --stack NAME       the stack; Pulumi needs access to its state, but not to its secrets
  --folder FOLDER    where Pulumi.yaml and Pulumi.NAME.yaml are (default: the current folder)
  --key FILE         the file that the key was pasted from; the command uses only the fingerprint of its public key
  --fingerprint HEX  that fingerprint, where the file is on another machine: openssl pkey -in FILE -pubout -outform DER |
                     openssl dgst -sha256
  --flows-moved      all flows now use the connector of the newest key: the next pulumi up closes the older app. With a
                     Webex token in WEBEX_ACCESS_TOKEN, the command checks the published flows first
Exit code: 0 when it is written, 3 when the key is not that of the app, or has not been confirmed, 1 when that cannot be
found out, 2 for wrong arguments.`;

const notTheKey = 3;

export const confirm: Operation = {
  purpose: "write down that Control Hub holds the key, or that the flows have moved",
  run: withHelp(help, run),
};

async function run(more: readonly string[]): Promise<number> {
  const options = {
    ...stackOptions,
    key: { type: "string" },
    fingerprint: { type: "string" },
    "flows-moved": { type: "boolean", default: false },
  } as const;
  const { key, fingerprint, "flows-moved": areMoved, ...rest } = readOptions(more, options, help);
  const { stack, folder } = givenStack(rest, help);
  const asked = [key !== undefined, fingerprint !== undefined, areMoved].filter(Boolean).length;
  if (asked !== 1) throw wrongArguments("Give one of --key, --fingerprint and --flows-moved.", help);
  const stackFolder = await readStackFolder(folder, stack);
  const confirmed = areMoved ? undefined : await pastedKey(key, fingerprint);
  const state = handOffsIn(await exportedState(folder, stack));
  const before = confirmationsIn(stackFolder);
  const outcome =
    confirmed === undefined
      ? await movedFlows(state, before, connectedAppSide(stackFolder), stack)
      : confirmedKey(state, confirmed, before, new Date(), stack);
  if ("problem" in outcome) {
    console.error(harmlessLines(outcome.problem));
    return notTheKey;
  }
  await write(stackFolder, outcome.key, outcome.value);
  say(outcome.says);
  return 0;
}

/** What is to be written, and what to do next; or why nothing is. */
type Outcome = { key: string; value: string | number; says: string } | { problem: string };

/** The fingerprint of what was pasted. @throws CommandError for a file that holds no key, without a word of its text */
async function pastedKey(file: string | undefined, fingerprint: string | undefined): Promise<string> {
  if (file === undefined) {
    const sha256 = String(fingerprint)
      .replace(/^SHA2?-?256\(.*\)= */i, "")
      .replaceAll(":", "")
      .trim()
      .toLowerCase();
    if (/^[0-9a-f]{64}$/.test(sha256)) return sha256;
    throw new CommandError(`--fingerprint must be 64 hexadecimal digits.\n\n${help}`, 2);
  }
  const text = await readFile(file, "utf8").catch((error) => {
    throw new CommandError(`${file} cannot be read: ${error.code}.`);
  });
  const reading = readPrivateKey(text);
  // A certificate or a public key has the same fingerprint, and nobody pasted it.
  if ("problem" in reading) throw new CommandError(`${file} ${reading.problem} Give the key that was pasted.`);
  return String(fingerprintIn(reading.pem));
}

const keyName = "confirmedKey";

function confirmationsIn(stackFolder: StackFolder) {
  const reading = readConfirmations(configuredIn(stackFolder)(keyName));
  if ("problem" in reading) {
    throw new CommandError(`${stackFolder.path}: ${stackFolder.project.name}:${keyName} ${reading.problem}`);
  }
  return reading.confirmations;
}

function confirmedKey(
  { handOffs, keys }: StackHandOffs,
  sha256: string,
  before: Parameters<typeof withConfirmation>[0],
  now: Date,
  stack: string,
): Outcome {
  const handOff = handOffs.find((each) => each.sha256 === sha256);
  if (handOff?.isOpen) {
    const value = withConfirmation(before, { sha256, day: now.toISOString().slice(0, 10) });
    return {
      key: keyName,
      value,
      says: `It is the key that app ${handOff.app} takes: connector "${handOff.name}" is confirmed. Commit the stack's file, run ${pulumiCommand("up", stack)}, and delete the file with the key.`,
    };
  }
  const wanted = handOffs.filter(({ isOpen }) => isOpen).map(({ name, sha256: of }) => `"${name}": ${of ?? "unknown"}`);
  const known = keys.find((each) => each.sha256 === sha256);
  const what =
    known?.generation === undefined
      ? "It is none of the keys of this stack"
      : `It is the key of generation ${known.generation}, which no open app takes now`;
  return {
    problem: `${what} (${sha256}). Nothing is written: with this key in the connector, Webex cannot log in. The keys to hold: ${wanted.join(", ") || "none"}. The right one: ${operationCommand(`connector sheet --stack ${stack} --key-out FILE`)}`,
  };
}

async function movedFlows(
  { handOffs }: StackHandOffs,
  before: Parameters<typeof withConfirmation>[0],
  connectedApp: ConnectedAppSide | undefined,
  stack: string,
): Promise<Outcome> {
  const newest = handOffs.at(-1);
  if (newest?.generation === undefined) {
    return { problem: "The last up made one app for all keys (strategy cutOver): there are no flows to move." };
  }
  const isConfirmed = before !== "nothingSaid" && before.some(({ sha256 }) => sha256 === newest.sha256);
  if (!isConfirmed) {
    return {
      problem: `Nobody has confirmed that connector "${newest.name}" holds its key, so no flow can use it. Nothing is written. Confirm it first, with --key FILE.`,
    };
  }
  const olders = handOffs.filter((each) => each !== newest && each.isOpen).map(({ name }) => name);
  if (connectedApp) olders.push(connectedApp.connector);
  const uses = [...((await usesInWebex(olders)) ?? [])];
  // A draft is served to nobody; it is shown by connector status.
  const isServed = ({ version }: { version: string }) => version !== "draft";
  const left = uses.map(([name, use]): [string, ConnectorUse] => [
    name,
    { ...use, flows: use.flows.filter(isServed), unknown: use.unknown.filter(isServed) },
  ]);
  const stillUsed = left.filter(([, { flows, unknown }]) => flows.length + unknown.length > 0);
  if (stillUsed.length > 0) {
    const isSure = stillUsed.some(([, { flows }]) => flows.length > 0);
    const what = `Flows ${isSure ? "still" : "may still"} use the older connector. Nothing is written.`;
    const lines = stillUsed.flatMap(([name, use]) => useInWords(name, use));
    const from = stillUsed[0]?.[0];
    const how = isSure
      ? `How to move them: ${operationCommand(`connector move --from ${shellWord(from ?? "")} --to ${shellWord(newest.name)}`)}`
      : "Webex could not tell: run again, or look at these flows in Flow Designer.";
    return { problem: [what, ...lines, how].join("\n") };
  }
  const unlisted = left.filter(([, { isListed }]) => !isListed);
  for (const line of unlisted.flatMap(([name, use]) => useInWords(name, use))) console.error(line);
  return {
    key: "movedFlows",
    value: newest.generation,
    says: `All flows use connector "${newest.name}" by now, as you say. Commit the stack's file: ${
      connectedApp
        ? `${operationCommand(`connector status --stack ${stack}`)} says what a person does with connected app ${connectedApp.app}, which no update changes.`
        : `the next ${pulumiCommand("up", stack)} closes the older app, and the one after removes it.`
    }`,
  };
}

async function write({ project, path, text }: StackFolder, name: string, value: string | number): Promise<void> {
  if (!project.configurationKeys.has(name)) {
    throw new CommandError(
      `The program of this project does not read ${name} from its configuration. Declare ${name} as a string in the part config of Pulumi.yaml, and give it to ${name === keyName ? "connector.confirmedKey" : "rotation.movedFlows"} of ScvIntegration (docs/gitops.md shows both). Its value is to be ${JSON.stringify(value)}`,
    );
  }
  await replaceOutput(
    path,
    asStackFile(path, () => withValues(text, { [`${project.name}:${name}`]: value })),
  );
}
