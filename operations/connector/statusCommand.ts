import { operationCommand, pulumiCommand, shellWord } from "../../common/commands.ts";
import { type Confirmations, confirmationOf, readConfirmations } from "../../common/confirmedKeys.ts";
import { type DeclaredRotation, rotationStrategies, sideOfName } from "../../common/rotation.ts";
import { nextStep, type RotationStep } from "../../common/rotationSteps.ts";
import { connectorInWords, connectorState } from "../../provider/connectorState.ts";
import { CommandError, type Operation } from "../commandLine.ts";
import { exportedState } from "../pulumiState.ts";
import { say } from "../say.ts";
import type { StackFolder } from "../stackFolder.ts";
import { type GivenStack, stackOperation } from "../stackOperation.ts";
import { type ConnectedAppSide, configuredIn, connectedAppSide } from "./connectedAppSide.ts";
import { handOffsIn, type StackHandOffs } from "./handOffs.ts";
import { unfinishedInWords, unfinishedRun } from "./unfinishedRun.ts";
import { useInWords, usesInWebex } from "./webexUse.ts";

const help = `Usage: pulumi-salesforce-access connector status --stack NAME [--folder FOLDER]
       npm run connector -- status --stack NAME [--folder FOLDER]   in a checkout of this project

Says for each connector of a stack which key it holds, as far as people have confirmed it, and the next step of its
rotation. Reads the stack's file and its state, asks no org, and changes nothing. With a Webex token in WEBEX_ACCESS_TOKEN
(scope cjp:config_read; WEBEX_DATA_CENTER names the data centre), it also reads which flows and activities use each
connector.
  --stack NAME     the stack; Pulumi needs access to its state, but not to its secrets
  --folder FOLDER  where Pulumi.yaml and Pulumi.NAME.yaml are (default: the current folder)
Exit code: 0 when there is nothing to do, 3 when there is, 1 for a failure, 2 for wrong arguments.`;

const somethingToDo = 3;

export const status: Operation = stackOperation({
  purpose: "what each connector holds, and the next step of its rotation",
  help,
  run,
});

async function run(stackFolder: StackFolder, { stack, folder }: GivenStack): Promise<number> {
  const exported = await exportedState(folder, stack);
  const state = handOffsIn(exported);
  const unfinished = unfinishedRun(exported);
  const configured = configuredIn(stackFolder);
  const older = connectedAppSide(stackFolder);
  const reading = readConfirmations(configured("confirmedKey"));
  if ("problem" in reading) throw new CommandError(`${stackFolder.path}: confirmedKey ${reading.problem}`);
  const { confirmations } = reading;
  const stale = new Set<string | undefined>();
  for (const { name, sha256, keySince, valuesSince, generation, isOpen } of state.handOffs) {
    const words = { name, stack: stackFolder.stack };
    const facts = { keySha256: sha256, confirmations, hasOwnKey: generation !== undefined, keySince, valuesSince };
    const is = connectorState(facts);
    if (is.is === "needsNewValues") stale.add(sha256);
    const line = connectorInWords(is, words);
    say(isOpen ? line : `connector "${name}" in Control Hub: its app is closed`);
  }
  for (const line of unknownConfirmations(confirmations, state)) say(line);
  if (older) {
    say(
      `connector "${older.connector}" in Control Hub: that of connected app ${older.app}, which this stack only looks at`,
    );
  }
  const names = [...(older ? [older.connector] : []), ...state.handOffs.map(({ name }) => name)];
  const uses = await usesInWebex([...new Set(names)]);
  for (const [name, use] of uses ?? []) for (const line of useInWords(name, use)) console.log(line);
  if (unfinished) say(unfinishedInWords(unfinished));
  const declared = declaredIn(configured);
  const step = nextStep({
    declared,
    last: state.last,
    apps: appsIn(state),
    keys: state.keys.flatMap(({ generation }) => generation ?? []),
    confirmed: state.keys.flatMap(({ generation, sha256 }) =>
      generation !== undefined && !stale.has(sha256) && confirmationOf(confirmations, sha256) ? [generation] : [],
    ),
    isUnfinished: unfinished !== undefined,
  });
  const wayBack = unfinished && step.do === "up" ? wayBackInWords(declared, state, stackFolder.stack) : "";
  say(`Next: ${stepInWords(step, state, older, stack)}${wayBack}`);
  return step.do === "nothing" ? 0 : somethingToDo;
}

/** What the stack's file declares for the program of this project. */
function declaredIn(configured: (name: string) => string): DeclaredRotation {
  const generation = Number(configured("keyGeneration") || 1);
  return {
    strategy: rotationStrategies.find((name) => name === configured("rotationStrategy")) ?? "cutOver",
    generation,
    activeGeneration: Number(configured("activeKeyGeneration")) || generation,
    movedFlows: Number(configured("movedFlows")),
    revoke: configured("revokeKey") === "true",
    connectedApp: configured("connectedApp"),
  };
}

/**
 * Confirmations of keys that the stack does not have: a slip of whoever wrote them by hand. Where each app that is open is
 * confirmed, it is the key of an app that a rotation has removed, and nobody has anything to do.
 */
function unknownConfirmations(confirmations: Confirmations, { keys, handOffs }: StackHandOffs): string[] {
  if (confirmations === "nothingSaid") return [];
  const isConfirmed = ({ sha256 }: { sha256: string | undefined }) =>
    sha256 !== undefined && confirmationOf(confirmations, sha256) !== undefined;
  if (handOffs.filter(({ isOpen }) => isOpen).every(isConfirmed)) return [];
  const known = new Set([...keys, ...handOffs].map(({ sha256 }) => sha256));
  return confirmations
    .filter(({ sha256 }) => !known.has(sha256))
    .map(
      ({ sha256 }) =>
        `confirmedKey has the fingerprint ${sha256}, which is of no key of this stack: of one that is gone, or mistyped. connector confirm writes the right one.`,
    );
}

/** What to do where the run fails again. */
function wayBackInWords(
  { strategy, generation, activeGeneration }: DeclaredRotation,
  state: StackHandOffs,
  stack: string,
) {
  const before = generation - 1;
  const canGoBack = strategy === "cutOver" && activeGeneration === generation;
  const back =
    canGoBack && state.keys.some((key) => key.generation === before)
      ? `; to go back to the key of generation ${before}, set activeKeyGeneration to ${before} and run ${pulumiCommand("up", stack)}`
      : "";
  return ` If it fails again, it says why, and ${operationCommand(`prove --stack ${stack}`)} tries the login alone${back}.`;
}

/** The generation whose key each app takes. */
function appsIn({ handOffs, keys }: StackHandOffs) {
  return handOffs.flatMap(({ app, generation, sha256, isOpen }) => {
    const of = generation ?? keys.find((key) => key.sha256 === sha256)?.generation;
    const side = generation === undefined ? {} : { side: sideOfName(app) };
    return of === undefined ? [] : [{ generation: of, is: isOpen ? ("open" as const) : ("closed" as const), ...side }];
  });
}

function stepInWords(
  step: RotationStep,
  state: StackHandOffs,
  older: ConnectedAppSide | undefined,
  stack: string,
): string {
  switch (step.do) {
    case "correct":
      return step.problems.join(" ");
    case "up": {
      const does = [
        ...step.creates.map((of) => `makes the app of generation ${of}`),
        ...step.replacesKeyOf.map((of) => `replaces the key of generation ${of}, which logs in no more from then on`),
        ...step.opens.map((of) => `opens the app of generation ${of}`),
        ...step.closes.map((of) => `closes the app of generation ${of}`),
        ...step.removes.map((of) => `removes the app of generation ${of}`),
      ];
      return `run ${pulumiCommand("up", stack)}${does.length > 0 ? `, which ${does.join(" and ")}` : ", which finishes and records what is begun"}.`;
    }
    case "handOver":
      return `give the key of generation ${step.generation} to its connector (${operationCommand(`connector sheet --stack ${stack} --key-out FILE`)}), and confirm it (${operationCommand(`connector confirm --stack ${stack} --key FILE`)})${step.isUrgent ? "; no login of Webex works until then" : ""}.`;
    case "moveFlows": {
      const [side, from] =
        typeof step.from === "number"
          ? [`generation ${step.from}`, connectorOf(step.from, state)]
          : [`connected app ${step.from.connectedApp}`, older?.connector ?? step.from.connectedApp];
      return `move the flows from the connector of ${side} to that of generation ${step.to} (${operationCommand(`connector move --from ${shellWord(from)} --to ${shellWord(connectorOf(step.to, state))}`)} says how), and say so (${operationCommand(`connector confirm --stack ${stack} --flows-moved`)}).`;
    }
    case "deleteConnectedApp":
      return `a person now deletes the connected app ${step.connectedApp} in Setup (App Manager), and its connector in Control Hub. When that is done, take connectedApp out of the configuration.`;
    case "activate":
      return `the key of generation ${step.generation} is ready; to use it, set activeKeyGeneration to 0.`;
    case "nothing":
      return `nothing. To rotate, set keyGeneration to ${step.generation + 1}.`;
  }
}

const connectorOf = (generation: number, { handOffs }: StackHandOffs): string =>
  handOffs.find((handOff) => handOff.generation === generation)?.name ?? `generation ${generation}`;
