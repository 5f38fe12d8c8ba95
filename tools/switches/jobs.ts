/** What must pass in an org whatever its switches say: the main job, every kind of drift, destroy, and adoption. */
import { isDeepStrictEqual } from "node:util";
import type { LocalOrg } from "../../local-org/src/server.ts";
import { type SelfSigned, selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import type { Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { control, exported, names } from "../../test/engine/accessInOrg.ts";
import type { Hand } from "../../test/engine/byHand.ts";
import { type Change, prepare, resourceOf, rows } from "../../test/engine/driftTable.ts";
import { type Deployed, Stack } from "../../test/provider/stack.ts";
import { takeMarksAway } from "../interruption/marks.ts";
import { type Declaration, down, up, username } from "./access.ts";
import { handIn } from "./hand.ts";
import { start, type TriedOrg } from "./orgs.ts";

/** Names of the jobs, in their order. */
export const jobs = ["main job", "drift table", "destroy", "adoption", "hand back"] as const;

export type Job = (typeof jobs)[number];

interface OrgExport {
  added: Record<string, Values[]>;
}

/** Tells that a job has failed, and in what. */
class Failed extends Error {}

/** Made once: a key takes long to make, and nothing here is about it. */
let key: SelfSigned | undefined;

/** An org, and what happens to it. */
class Trial {
  readonly #local: LocalOrg;
  readonly #hand: Hand;
  readonly #declaration: Declaration;
  readonly #hidden: ReadonlySet<string>;
  /** The org before anything was made in it. */
  #before: OrgExport | undefined;
  #stack: Stack | undefined;
  #resources: Deployed[] = [];

  constructor(local: LocalOrg, { positions }: TriedOrg) {
    this.#local = local;
    this.#hand = handIn(local);
    key ??= selfSigned();
    this.#declaration = { key, fields: Object.assign({}, ...positions.map(({ fields }) => fields)) };
    this.#hidden = new Set(positions.flatMap(({ hidden = [] }) => hidden));
  }

  /** What somebody else has in the org. */
  async prepare(): Promise<void> {
    for (const DeveloperName of ["Answer_Calls", "Route_Calls"])
      this.#local.org.records.insert("CustomPermission", { DeveloperName, MasterLabel: DeveloperName });
    await prepare(this.#hand);
    this.#before = await this.#exported();
  }

  readonly #jobs: { readonly [job in Job]: () => Promise<void> } = {
    "main job": async () => {
      this.#stack = await this.#open("scv-integration");
      // An org that is busy for a moment says when to come back, if it says so at all.
      this.#local.faults.add([{ kind: "status", status: 503, times: 1, match: { method: "GET" } }]);
      await this.#up();
    },
    "drift table": async () => {
      const asDeclared = await exported(this.#local);
      for (const wave of [1, 2] as const) {
        const changes = changesOf(wave).filter(({ shown }) => !this.#hidden.has(shown));
        for (const { does } of changes) await does(this.#hand);
        await this.#confirmEmails();
        await this.#repair(inputsOf(changes), asDeclared);
      }
      for (const { kind, decision } of decisions) {
        await decision.does(this.#hand);
        const name = resourceOf[kind];
        const { stack } = this;
        const refusal = await stack.update(this.#resource(name)).then(
          () => "nothing",
          (error: Error) => error.message,
        );
        if (!decision.says.test(refusal.replace(/\s+/g, " "))) throw new Failed(`${name} says ${refusal}`);
        if (typeof decision.allowedBy === "function") await decision.allowedBy(this.#hand);
        else await stack.update(this.#resource(name), decision.allowedBy.user as Values);
        await this.#repair({}, asDeclared);
      }
    },
    destroy: async () => {
      await down(this.stack, this.#resources);
      await this.#confirmEmails();
      const left = await this.#exported();
      const { User = [], UserLogin = [], PermissionSetAssignment = [], ...added } = left.added;
      expectEqual({ ...left, added }, this.#before, "the org after the destroy");
      const ofUser = [
        ...User.map(({ Username, IsActive }) => ({ of: Username, isIdle: IsActive !== true })),
        ...UserLogin.map(({ UserId }) => ({ of: UserId, isIdle: true })),
        ...PermissionSetAssignment.map(({ AssigneeId, PermissionSetId }) => ({
          of: AssigneeId,
          isIdle: PermissionSetId === `(set of the profile ${names.standardProfile})`,
        })),
      ];
      const wrong = ofUser.filter(({ of, isIdle }) => of !== username || !isIdle);
      if (User.length !== 1 || wrong.length > 0)
        throw new Failed(`a retired user is not all that is left: ${JSON.stringify(ofUser)}`);
    },
    adoption: async () => {
      await this.#up();
      await takeMarksAway(this.#local.url, this.#local.org.deployer.accessToken);
      this.#stack = await this.#open("other-integration");
      await this.#up({ adopt: true });
    },
    "hand back": async () => {
      await down(this.stack, this.#resources);
      await this.#confirmEmails();
      const left = await this.#exported();
      const user = left.added.User?.[0];
      if (user?.IsActive !== true || !left.added.PermissionSet?.length || !left.added.Profile?.length)
        throw new Failed("what was adopted is not there any more");
      if (JSON.stringify(left).includes("other-integration")) throw new Failed("a mark is left");
    },
  };

  run(job: Job): Promise<void> {
    return this.#jobs[job]();
  }

  get stack(): Stack {
    if (this.#stack === undefined) throw new Failed("there is no stack");
    return this.#stack;
  }

  #open(project: string): Promise<Stack> {
    return Stack.on(this.#local, {}, undefined, (name) => `${project}/dev/${name}`);
  }

  /** Makes the access; then the org holds what is declared, and a second run has nothing to do. */
  async #up(adoption?: Declaration["adoption"]): Promise<void> {
    this.#resources = await up(this.stack, { ...this.#declaration, ...(adoption && { adoption }) });
    await this.#confirmEmails();
    await this.#expectDrift({});
    for (const resource of this.#resources) {
      const difference = await this.stack.diff(resource);
      if (!isDeepStrictEqual(difference, { changes: false }))
        throw new Failed(`a second run would change ${resource.name}: ${JSON.stringify(difference)}`);
    }
  }

  #resource(name: string): Deployed {
    const found = this.#resources.find((resource) => resource.name === name);
    if (found === undefined) throw new Failed(`there is no ${name}`);
    return found;
  }

  /** The refresh shows these inputs of these resources, and no others. */
  async #expectDrift(expected: Record<string, string[]>): Promise<void> {
    const drift: Record<string, string[]> = {};
    for (const resource of this.#resources) {
      const inputs = Object.keys(await this.stack.drift(resource)).sort();
      if (inputs.length > 0) drift[resource.name] = inputs;
    }
    expectEqual(drift, expected, "drift");
  }

  /** Shows what drifted, and puts it right. */
  async #repair(drifted: Record<string, string[]>, asDeclared: unknown): Promise<void> {
    await this.#expectDrift(drifted);
    const affected = [...Object.keys(drifted), "scv-proof"];
    for (const [index, resource] of this.#resources.entries())
      if (affected.includes(resource.name)) this.#resources[index] = await this.stack.update(resource);
    await this.#confirmEmails();
    await this.#expectDrift({});
    expectEqual(await exported(this.#local), asDeclared, "the org after the repair");
  }

  #exported(): Promise<OrgExport> {
    return exported(this.#local) as Promise<OrgExport>;
  }

  /** Follows the links in the mails that an org may send. */
  async #confirmEmails(): Promise<void> {
    await control(this.#local, "confirm-email", "POST");
  }
}

interface ShownChange extends Change {
  resource: string;
  /** `Kind.input` */
  shown: string;
}

function changesOf(wave: Change["wave"]): ShownChange[] {
  return (Object.keys(rows) as ResourceKind[]).flatMap((kind) =>
    Object.entries(rows[kind]).flatMap(([input, row]) =>
      "changes" in row
        ? row.changes
            .filter((change) => change.wave === wave)
            .map((change) => ({ resource: resourceOf[kind], shown: `${kind}.${input}`, ...change }))
        : [],
    ),
  );
}

/** The inputs that changes show as, by resource. */
function inputsOf(changes: readonly ShownChange[]): Record<string, string[]> {
  const inputs: Record<string, Set<string>> = {};
  for (const { resource, paths } of changes) {
    inputs[resource] ??= new Set();
    for (const path of paths) inputs[resource].add(path.replace(/[.[].*$/, ""));
  }
  return Object.fromEntries(Object.entries(inputs).map(([resource, names]) => [resource, [...names].sort()]));
}

const decisions = (Object.keys(rows) as ResourceKind[]).flatMap((kind) =>
  Object.values(rows[kind]).flatMap((row) => ("decision" in row ? [{ kind, decision: row.decision }] : [])),
);

function expectEqual(found: unknown, expected: unknown, what: string): void {
  // As plain values, wherever their prototypes come from.
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  if (isDeepStrictEqual(plain(found), plain(expected))) return;
  const [left, right] = [found, expected].map((value) => JSON.stringify(value, undefined, 1).split("\n"));
  const differing = (left ?? []).filter((line) => !right?.includes(line));
  const missing = (right ?? []).filter((line) => !left?.includes(line));
  throw new Failed(
    [`${what} differs`, ...differing.map((line) => `  found   ${line}`), ...missing.map((line) => `  missing ${line}`)]
      .slice(0, 30)
      .join("\n"),
  );
}

/** How the jobs went in one org; a job after one that has failed is not tried. */
export interface Result {
  name: string;
  passed: Job[];
  /** Absent: all passed. */
  failure?: string;
  seconds: number;
}

export async function tryOrg(tried: TriedOrg): Promise<Result> {
  const begun = performance.now();
  const passed: Job[] = [];
  let failure: string | undefined;
  const local = await start(tried);
  const print = console.log;
  // What the provider says to the person who watches.
  console.log = () => {};
  try {
    const trial = new Trial(local, tried);
    await trial.prepare();
    for (const job of jobs) {
      await trial.run(job);
      passed.push(job);
    }
  } catch (error) {
    failure = error instanceof Failed ? error.message : reasonsOf(error as Error);
  } finally {
    console.log = print;
    await local.stop();
  }
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  return { name: tried.name, passed, ...(failure === undefined ? {} : { failure }), seconds };
}

/** The provider takes the stack off its errors, so that the engine does not print it; what has one is a defect. */
function reasonsOf({ message, stack }: Error): string {
  return stack?.includes("\n    at ") ? stack : message;
}
