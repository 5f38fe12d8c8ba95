import { pulumiCommand } from "../common/commands.ts";
import type { Org } from "../salesforce/org.ts";

/** Plain JSON values, as they cross the boundary to the engine. */
export type Values = { [key: string]: unknown };

/** A problem of an input. `property` is empty where the engine must not print the value, because it is or may be secret. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** What `check` makes of the program's inputs: normalised, with defaults filled in. */
export interface CheckResult<Inputs> {
  inputs: Inputs;
  failures: CheckFailure[];
}

/** State of a resource as the org has it now. */
export interface ResourceState<Inputs, Outputs> {
  id: string;
  /** In the exact shape of the program's inputs after `check`, so that drift shows by property. */
  inputs: Inputs;
  /** What only the org knows. `provider/resourceCalls.ts` adds `orgId`, `orgName` and `revision`. */
  outputs: Outputs;
  /** Inputs that this login was not shown, by name: they are as the state has them. Absent where it was shown all. */
  notLookedAt?: readonly string[];
}

/** What a running create, update or delete says, and what it remembers at once. */
export interface Progress {
  /** Says one line to the person who watches. */
  report(line: string): void;
  /**
   * Remembers the id as soon as the first write has made the record, so that nothing made is ever forgotten. Undefined:
   * the record of that id is another one.
   */
  made(id: string | undefined): void;
}

/** Where an input comes from, if the program takes it from another resource. */
export interface LastingSource {
  /** Name of the input that has the id of that resource. */
  idIn: string;
  /** Name of its output. */
  output: string;
}

/** What a kind says of outputs that outlast an update: of its own, and of those that its inputs are. */
export interface LastingNames {
  /** Outputs that an update leaves as they are, each unless one of these inputs changes. */
  lastingOutputs?: Readonly<Record<string, readonly string[]>>;
  /** Inputs that are such outputs of another resource. */
  lastingInputs?: Readonly<Record<string, LastingSource>>;
}

/**
 * The life of one kind of resource in an org.
 *
 * `check` is pure but for `OrgReadiness`; create and update observe, plan and apply until nothing is left to do, so
 * that each of them finishes whatever an interrupted run has left.
 */
export interface Lifecycle<Inputs extends object, Outputs extends object> extends LastingNames {
  /** Names of all inputs. */
  inputNames: readonly (keyof Inputs & string)[];
  /** Names of arguments that check reads and that are kept nowhere. */
  unkeptNames?: readonly string[];
  /** Inputs that Salesforce takes only at the creation of the record. */
  createOnly: readonly (keyof Inputs & string)[];
  /** Input that must differ for a replacement, because the new record is made while the old one is still there. */
  nameInput?: keyof Inputs & string;
  /**
   * @param olds inputs of the last run, empty at the first
   * @param news inputs of the program; values may be unknown
   * @param org the session, for `OrgReadiness` only: every other check does without the org
   */
  check(olds: Values, news: Values, org: () => Promise<Org>): CheckResult<Inputs> | Promise<CheckResult<Inputs>>;
  create(org: Org, inputs: Inputs, progress: Progress): Promise<ResourceState<Inputs, Outputs>>;
  /** Answers undefined only if the org has positively said that the record does not exist. */
  read(org: Org, id: string, state: Inputs & Outputs): Promise<ResourceState<Inputs, Outputs> | undefined>;
  /**
   * The same from queries alone, for a kind that `read` asks the Metadata API for. Answers undefined only if the org has positively said
   * that the record does not exist.
   */
  readShown?(org: Org, id: string, state: Inputs & Outputs): Promise<ResourceState<Inputs, Outputs> | undefined>;
  update(
    org: Org,
    id: string,
    olds: Inputs & Outputs,
    news: Inputs,
    progress: Progress,
  ): Promise<ResourceState<Inputs, Outputs>>;
  delete(org: Org, id: string, state: Inputs & Outputs, progress: Progress): Promise<void>;
}

/** The refusal of an update whose record is gone. */
export const deletedInOrg = () =>
  new Refusal(`It was deleted in the org. Run ${pulumiCommand("up --refresh")} to create it again.`);

/**
 * A refusal of ours, decided before anything was written: whoever reads it must change the program, the org or the
 * connection.
 */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Refusal";
  }
}
