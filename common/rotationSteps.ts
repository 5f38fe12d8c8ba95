/** What comes next in a rotation: exactly one step, whatever state it is in. Pure. */
import {
  betweenTwoKeys,
  type DeclaredRotation,
  newestKeyInSecondApp,
  olderAppStillThere,
  type PlannedApp,
  planRotation,
  type RotationRecord,
} from "./rotation.ts";

/** Everything that the next step depends on. */
export interface RotationState {
  declared: DeclaredRotation;
  /** What the last `up` has left. */
  last: RotationRecord | undefined;
  /**
   * The generation whose key is in each app that the org holds, and whether anybody is admitted; of one that has its key
   * for life also which of the two it is.
   */
  apps: readonly (Pick<PlannedApp, "generation" | "is"> & Partial<Pick<PlannedApp, "side">>)[];
  /** Generations whose keys are there. Default: it is not known. */
  keys?: readonly number[];
  /** Generations whose key a connector holds, as somebody has confirmed. */
  confirmed: readonly number[];
  /** Whether the last `up` has left something undone, as the state shows. Default: it has not. */
  isUnfinished?: boolean;
}

/**
 * `pulumi up`, and what it does to the apps with the keys of these generations. All are empty where it only has to
 * finish or record what the last run has done.
 */
interface UpStep {
  do: "up";
  creates: number[];
  /** Whose certificate another key takes the place of: from then on it does not log in any more. */
  replacesKeyOf: number[];
  opens: number[];
  closes: number[];
  removes: number[];
}

/** The one thing to do next. */
export type RotationStep =
  /** What is declared cannot be: change it. */
  | { do: "correct"; problems: string[] }
  | UpStep
  /** Give the key of a generation to its connector, and confirm it. `isUrgent`: nothing can log in until then. */
  | { do: "handOver"; generation: number; isUrgent: boolean }
  /** Move the flows to the connector of a generation, from that of another or of a connected app, and confirm that. */
  | { do: "moveFlows"; from: number | { connectedApp: string }; to: number }
  /** A person deletes the connected app, which no flow uses any more: nothing of this package ever changes it. */
  | { do: "deleteConnectedApp"; connectedApp: string }
  /** Both keys are there, and the older one is in use: make the newer one the active one. */
  | { do: "activate"; generation: number }
  /** Nothing, until the key is to be rotated again. */
  | { do: "nothing"; generation: number };

export function nextStep(state: RotationState): RotationStep {
  const { declared, last, apps, confirmed, isUnfinished = false } = state;
  const plan = planRotation(declared, last);
  if ("problems" in plan) return { do: "correct", problems: plan.problems };
  const change = strategyChangeProblem(state, plan.apps);
  if (change !== undefined) return { do: "correct", problems: [change] };
  const { generation, activeGeneration, strategy, movedFlows, connectedApp } = declared;
  const isConfirmed = (of: number) => confirmed.includes(of);
  const isThere = (of: number) => apps.some((app) => app.generation === of);
  const areMoved = strategy === "blueGreen" && movedFlows === generation;
  // Nothing is closed on the word of somebody who has not handed the key over.
  if (areMoved && plan.apps.length > 1 && !isConfirmed(generation)) {
    if (isThere(generation)) return { do: "handOver", generation, isUrgent: false };
    const problem = `movedFlows is ${movedFlows}, but there is no app with the key of generation ${generation} yet: set it to ${generation - 1}.`;
    return { do: "correct", problems: [problem] };
  }
  const up = upTo(plan.apps, apps, strategy === "cutOver");
  // Whether a login works is known when the run has ended, and nobody is told to use it before.
  if (up.isNeeded || isUnfinished || !isSameRecord(plan.record, last)) return up.step;
  if (strategy === "cutOver") {
    // The one app takes the active key only: nothing gets in until the connector has it.
    if (!isConfirmed(activeGeneration)) return { do: "handOver", generation: activeGeneration, isUrgent: true };
    return activeGeneration === generation ? { do: "nothing", generation } : { do: "activate", generation };
  }
  if (activeGeneration !== generation) return { do: "activate", generation };
  const old = plan.apps.find((app) => app.generation !== generation);
  const isAlone = old === undefined && !connectedApp;
  if (!isConfirmed(generation)) return { do: "handOver", generation, isUrgent: isAlone };
  if (connectedApp) {
    return areMoved
      ? { do: "deleteConnectedApp", connectedApp }
      : { do: "moveFlows", from: { connectedApp }, to: generation };
  }
  return old ? { do: "moveFlows", from: old.generation, to: generation } : { do: "nothing", generation };
}

/** Why a strategy that has just changed cannot change yet: the provider refuses it, in the preview already. */
function strategyChangeProblem(
  { declared: { strategy, generation }, last, apps, keys = [] }: RotationState,
  planned: readonly PlannedApp[],
): string | undefined {
  if (strategy === "cutOver") {
    const forLife = apps.filter(({ side }) => side !== undefined);
    const [newest, older] = forLife.sort((left, right) => right.generation - left.generation);
    if (newest?.side === "green") return `rotationStrategy: ${newestKeyInSecondApp(newest.generation)}`;
    return older && `rotationStrategy: ${olderAppStillThere(older.generation)}`;
  }
  const held = apps.find((app) => !planned.some((each) => each.generation === app.generation))?.generation;
  // The app that is there would get the key of another generation instead of being removed.
  if (last !== undefined || held === undefined || apps.some((app) => app.generation === generation)) return undefined;
  const newest = Math.max(held, ...keys);
  return newest > held
    ? betweenTwoKeys(held, newest)
    : `The strategy has just changed to blueGreen, and the app has the key of generation ${held}: set keyGeneration to ${held} for one up, which changes nothing in the org, and rotate after it.`;
}

function isSameRecord(planned: RotationRecord | undefined, last: RotationRecord | undefined): boolean {
  if (planned === undefined) return true;
  return (["firstGeneration", "generation", "closed", "removed", "revoked"] as const).every(
    (name) => planned[name] === last?.[name],
  );
}

/** What an `up` does to lead the org to what is planned. */
function upTo(planned: readonly PlannedApp[], found: RotationState["apps"], hasOneApp: boolean) {
  const there = (generation: number) => found.find((app) => app.generation === generation);
  const missing = planned.filter(({ generation }) => !there(generation)).map(({ generation }) => generation);
  const changed = (is: PlannedApp["is"]) =>
    planned
      .filter((app) => app.is === is && there(app.generation) !== undefined && there(app.generation)?.is !== is)
      .map(({ generation }) => generation);
  const surplus = found
    .map(({ generation }) => generation)
    .filter((of) => !planned.some((app) => app.generation === of));
  // With one app for all keys, a key that is missing takes the place of the one that is there.
  const replaces = hasOneApp && found.length > 0 ? missing : [];
  const step = {
    do: "up" as const,
    creates: missing.filter((generation) => !replaces.includes(generation)),
    replacesKeyOf: replaces.length > 0 ? surplus : [],
    opens: changed("open"),
    closes: changed("closed"),
    removes: hasOneApp ? [] : surplus,
  };
  const { do: _do, ...lists } = step;
  return { step, isNeeded: Object.values(lists).some((list) => list.length > 0) };
}
