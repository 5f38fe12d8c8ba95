import { pulumiCommand } from "./commands.ts";
import { orMeant } from "./nearestName.ts";
import { asGiven } from "./unquoted.ts";
/**
 * The planner of rotations: which apps and keys must exist, decided from what is declared and from what the last `up` has
 * left. Pure, and the same for the program, which declares the apps, and for the commands, which say what comes next
 * (`common/rotationSteps.ts`).
 *
 * An external client app has exactly one certificate, so a new key needs either the app's own place or an app of its own:
 *
 * - `cutOver`: one app. The new certificate takes the place of the old one, and Webex is cut off until somebody has saved
 *   the new key in the connector.
 * - `blueGreen`: each key has an app and a connector of its own for life. The new ones stand beside the old ones until the
 *   flows have moved; then one `up` closes the old app and the next one removes it.
 */

export type RotationStrategy = "cutOver" | "blueGreen";

export const rotationStrategies: readonly RotationStrategy[] = ["cutOver", "blueGreen"];

/** What a program declares. */
export interface DeclaredRotation {
  strategy: RotationStrategy;
  /** Number of the newest key, from 1. */
  generation: number;
  /** Generation that is in use, or is to be: `generation`, or the one before it for a step back. */
  activeGeneration: number;
  /** Generation whose connector all flows use, as somebody has confirmed; 0: nobody has. */
  movedFlows: number;
  /** Whether the key before the newest is cut off at once. */
  revoke: boolean;
  /**
   * Name of a connected app that flows may still log in through, as the older side; undefined or empty for none. Nothing
   * is planned for it: it is read, and a person removes it.
   */
  connectedApp?: string;
}

/** What an `up` with the strategy `blueGreen` leaves to the next one, as the stack's output `rotation`. */
export interface RotationRecord {
  /** Generation whose key is in the app without a suffix, from which the sides alternate. */
  firstGeneration: number;
  /** The newest generation. */
  generation: number;
  /** The newest generation whose app is closed or gone; 0: none. */
  closed: number;
  /** The newest generation whose app is gone; 0: none. */
  removed: number;
  /** Present where the key before the newest was revoked. */
  revoked?: true;
}

/** The two places of apps and connectors, which the generations take in turns: the first is blue, the next green. */
export type RotationSide = "blue" | "green";

/** An app that must exist. */
export interface PlannedApp {
  generation: number;
  side: RotationSide;
  /** `closed`: nobody is admitted any more. */
  is: "open" | "closed";
}

/** What must exist now. */
export interface RotationPlan {
  /** The oldest first. */
  apps: PlannedApp[];
  /** Generations whose keys are kept, the oldest first. */
  keys: number[];
  /** What is left to the next `up`; undefined with the strategy `cutOver`. */
  record?: RotationRecord;
}

/** The name, in the program, of what belongs to one of the two apps: the first has the names that an integration with one app has. */
export const nameOnSide = (name: string, side: RotationSide): string => (side === "green" ? `${name}-green` : name);

/** The side of an app, by its name in the program. */
export const sideOfName = (name: string): RotationSide => (name.endsWith("-green") ? "green" : "blue");

/** The suffix of label and API name of the second app, and so of its connector: `WxCC - SCV 2`, `WxCC_SCV_2`. */
export const greenSuffix = "2";

/**
 * Decides what must exist now.
 *
 * @param last what the last `up` has left; undefined for none, or where it had another strategy
 * @returns problems, as sentences, for what cannot be declared
 */
export function planRotation(
  declared: DeclaredRotation,
  last: RotationRecord | undefined,
): RotationPlan | { problems: string[] } {
  const problems = [
    ...problemsOf(declared),
    ...(declared.strategy === "blueGreen" ? stepProblems(declared, last) : []),
  ];
  if (problems.length > 0) return { problems };
  return declared.strategy === "blueGreen" ? planBlueGreen(declared, last) : planCutOver(declared);
}

/** The app that a generation's key is in. */
function sideOf(generation: number, firstGeneration: number): RotationSide {
  return (generation - firstGeneration) % 2 === 0 ? "blue" : "green";
}

function planCutOver({ generation, activeGeneration, revoke }: DeclaredRotation): RotationPlan {
  return {
    apps: [{ generation: activeGeneration, side: "blue", is: "open" }],
    // The key before stays for a step back; one that has leaked does not.
    keys: generation > 1 && !revoke ? [generation - 1, generation] : [generation],
  };
}

function planBlueGreen(declared: DeclaredRotation, last: RotationRecord | undefined): RotationPlan {
  const { generation, activeGeneration, movedFlows, revoke } = declared;
  const firstGeneration = last?.firstGeneration ?? generation;
  const before = generation - 1;
  const app = (of: number, is: PlannedApp["is"]): PlannedApp => ({
    generation: of,
    side: sideOf(of, firstGeneration),
    is,
  });
  const left = { firstGeneration, generation, ...(revoke && { revoked: true as const }) };
  // What is older than the one before is gone: else this generation would not be allowed.
  const older = Math.max(0, before - 1);
  const gone = older >= firstGeneration ? older : 0;
  if (before < firstGeneration) {
    return { apps: [app(generation, "open")], keys: [generation], record: { ...left, closed: 0, removed: 0 } };
  }
  const isOver = activeGeneration === generation && (movedFlows === generation || revoke);
  if (!isOver) {
    const apps = [app(before, "open"), app(generation, "open")];
    return { apps, keys: [before, generation], record: { ...left, closed: gone, removed: gone } };
  }
  if ((last?.closed ?? 0) < before) {
    const apps = [app(before, "closed"), app(generation, "open")];
    return { apps, keys: [before, generation], record: { ...left, closed: before, removed: gone } };
  }
  return { apps: [app(generation, "open")], keys: [generation], record: { ...left, closed: before, removed: before } };
}

const isGeneration = (value: number, least: number) => Number.isSafeInteger(value) && value >= least;

/** What is wrong with the values, whatever the last `up` has left. */
function problemsOf(declared: DeclaredRotation): string[] {
  const { strategy, generation, activeGeneration, movedFlows, revoke } = declared;
  if (!rotationStrategies.includes(strategy)) {
    const allowed = rotationStrategies.join(" or ");
    return [
      `strategy must be ${allowed}, not ${asGiven(strategy)} (stack's configuration: rotationStrategy)${orMeant(String(strategy), rotationStrategies)}`,
    ];
  }
  if (!isGeneration(generation, 1)) {
    return [
      `generation must be a whole number from 1, not ${asGiven(generation)} (stack's configuration: keyGeneration).`,
    ];
  }
  const problems: string[] = [];
  if (activeGeneration !== generation && (activeGeneration !== generation - 1 || activeGeneration < 1)) {
    const allowed = generation > 1 ? `${generation - 1} or ${generation}` : `${generation}`;
    problems.push(
      `activeGeneration must be ${allowed}, not ${activeGeneration}: older keys are gone (stack's configuration: activeKeyGeneration, 0 for the newest).`,
    );
  }
  if (!isGeneration(movedFlows, 0) || movedFlows > generation) {
    problems.push(
      `movedFlows must be a generation of at most ${generation}, or 0, not ${movedFlows}: flows cannot use a connector that is not there yet.`,
    );
  }
  if (movedFlows !== 0 && strategy === "cutOver") {
    problems.push(
      "movedFlows is for the strategy blueGreen: with cutOver the flows stay with their one connector. Set movedFlows to 0.",
    );
  }
  if (declared.connectedApp && strategy === "cutOver") {
    problems.push(
      `connectedApp is for the strategy blueGreen: the app of the stack stands beside ${declared.connectedApp} until the flows have moved. Set rotationStrategy to blueGreen, or take connectedApp away.`,
    );
  }
  if (movedFlows === generation && activeGeneration < generation) {
    problems.push(
      `activeGeneration ${activeGeneration} is the step back, and movedFlows ${movedFlows} says that the flows stay with the newer key: set movedFlows to ${activeGeneration} as well.`,
    );
  }
  if (revoke && activeGeneration !== generation) {
    problems.push(
      `revoke cuts the key of generation ${generation - 1} off, so that generation cannot be the active one: set activeGeneration to ${generation}, or take revoke away (stack's configuration: activeKeyGeneration 0, revokeKey).`,
    );
  }
  if (revoke && generation === 1) {
    problems.push("revoke cuts off the key before the newest: raise generation by one as well, which makes a new key.");
  }
  return problems;
}

/** Why the strategy cannot change to `blueGreen` while the older of two keys is in use. */
export const betweenTwoKeys = (inUse: number, ready: number): string =>
  `The strategy blueGreen begins with one key, and here the key of generation ${inUse} is in use while that of ${ready} is ready. Finish this rotation with cutOver first (set activeGeneration to ${ready}; stack's configuration: activeKeyGeneration 0), and change the strategy then.`;

/** Why the strategy cannot change to `cutOver` while the newest key is in the second app. */
export const newestKeyInSecondApp = (generation: number): string =>
  `the app with the newest key, of generation ${generation}, is no longer declared, and it would be deleted while the connector uses it. With the strategy cutOver there is only the app without the suffix. Rotate once more with blueGreen, which brings the key there, and change the strategy then.`;

/** Why the strategy cannot change to `cutOver` while there are two apps. */
export const olderAppStillThere = (generation: number): string =>
  `the app with the key of generation ${generation} is no longer declared, and it would be deleted while flows may use its connector. With the strategy cutOver there is only one app. Set rotationStrategy to blueGreen again, finish this rotation until the older app is removed, and change the strategy then.`;

/** What must not follow what the last `up` has left. */
function stepProblems(declared: DeclaredRotation, last: RotationRecord | undefined): string[] {
  const { generation, activeGeneration, movedFlows, revoke, connectedApp } = declared;
  if (last === undefined) {
    return activeGeneration === generation ? [] : [betweenTwoKeys(activeGeneration, generation)];
  }
  const before = generation - 1;
  if (generation < last.generation) {
    return [
      `generation is ${generation}, but the last up had ${last.generation}, and an app and a connector with that key may be in use. To go back to the key before, leave generation at ${last.generation} and set activeGeneration to ${last.generation - 1} (stack's configuration: activeKeyGeneration).`,
    ];
  }
  if (generation > last.generation + 1) {
    return [
      `generation goes up by one at a time: from ${last.generation} to ${last.generation + 1}, not to ${generation}.`,
    ];
  }
  if (activeGeneration < last.firstGeneration) {
    return [
      `activeGeneration is ${activeGeneration}, but blueGreen began with the key of generation ${last.firstGeneration}, and no app has an older one: leave it at ${generation} (stack's configuration: activeKeyGeneration 0).`,
    ];
  }
  if (generation > last.generation && revoke && last.revoked) {
    return [
      `revoke still stands from the rotation to generation ${last.generation}, and would cut off the key of generation ${before}, which is in use. Take it away before generation goes up.`,
    ];
  }
  if (connectedApp && before >= last.firstGeneration && last.removed < before) {
    return [
      generation > last.generation
        ? `generation goes up while flows may still log in through connected app ${connectedApp}. Leave it at ${last.generation}, move the flows, let a person delete ${connectedApp} in Setup, and take connectedApp away.`
        : `connectedApp is ${connectedApp}, and the app with the key of generation ${before} is an older side as well. Finish the rotation to generation ${generation} first, and give connectedApp then.`,
    ];
  }
  // The new key takes the place of the one before the last, which must be empty by then.
  const tenant = generation - 2;
  if (tenant >= last.firstGeneration && last.removed < tenant) {
    return [
      `generation ${generation} takes the place of the app with the key of generation ${tenant}, which is still there. Finish the rotation to generation ${before} first: move the flows, set movedFlows to ${before}, and run ${pulumiCommand("up")} twice, once to close the old app and once to remove it.`,
    ];
  }
  const isGone = before >= last.firstGeneration && last.removed >= before;
  const wantsItBack = activeGeneration === before || (movedFlows < generation && !revoke);
  if (isGone && wantsItBack) {
    return [
      `The app with the key of generation ${before} was removed, so there is no way back to it: leave activeGeneration at ${generation}${revoke ? "" : `, and movedFlows at ${generation}`}. A new key is generation ${generation + 1} (stack's configuration: activeKeyGeneration 0, keyGeneration).`,
    ];
  }
  return [];
}
