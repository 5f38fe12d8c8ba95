import { isDeepStrictEqual } from "node:util";
import { pulumiCommand } from "../../common/commands.ts";
import { changedKeys } from "../../provider/comparison.ts";
import type { ResourceState, Values } from "../../provider/lifecycle.ts";
import { relationOf } from "../../provider/recordedOrg.ts";
import { lifecycleOf, lifecycles, type ResourceKind } from "../../provider/registry.ts";
import { holdsUnknown, unknownValue } from "../../provider/unknowns.ts";
import { harmless, harmlessLines } from "../../salesforce/harmless.ts";
import type { Org } from "../../salesforce/org.ts";
import { CommandError } from "../commandLine.ts";
import { nameIn, secretSignature, signatureKey, typePrefix } from "../pulumiState.ts";
import { acceptanceOf } from "./acceptance.ts";
import type { RecordedResource } from "./backEnd.ts";
import type { Depth, Drift, NotLookedAt } from "./result.ts";
import { shownValue } from "./shownValue.ts";

/** A resource of ours in a state. */
export interface OwnResource {
  name: string;
  kind: ResourceKind;
  id: string;
  inputs: Values;
  outputs: Values;
  urn: string;
  /** The resources that each input is made of, by URN. */
  propertyDependencies: { [input: string]: string[] };
  /** When the engine last changed it, ISO 8601; empty where the state does not say. */
  modified: string;
}

const kindIn = ({ type }: RecordedResource) => (type.startsWith(typePrefix) ? type.slice(typePrefix.length) : "");

/** Whether a resource is of one of our kinds. */
export const isOwn = (resource: RecordedResource): boolean => Object.hasOwn(lifecycles, kindIn(resource));

/** Our resources in a state, but those that a later run is still to create or to delete. */
export function ownResources(recorded: readonly RecordedResource[]): OwnResource[] {
  return recorded.filter((resource) => isOwn(resource) && !resource.delete && !resource.isBeingCreated).map(recordedAs);
}

/** A resource of ours as the state has it; what is encrypted is an unknown value. */
function recordedAs(resource: RecordedResource): OwnResource {
  const { urn, id = "", inputs = {}, outputs = {}, propertyDependencies = {}, modified = "" } = resource;
  return {
    name: nameIn(urn),
    kind: kindIn(resource) as ResourceKind,
    id,
    urn,
    propertyDependencies,
    inputs: withoutCiphertext(inputs) as Values,
    outputs: withoutCiphertext(outputs) as Values,
    modified,
  };
}

/**
 * Refuses a state with resources that this version knows nothing of: an org would be clean that nobody has looked at.
 *
 * @throws CommandError that names their kinds
 */
export function expectKnownKinds(recorded: readonly RecordedResource[]): void {
  const kinds = recorded.map(kindIn).filter((kind) => kind !== "" && !Object.hasOwn(lifecycles, kind));
  if (kinds.length === 0) return;
  const names = harmless([...new Set(kinds)].join(", "));
  throw new CommandError(
    `The state has resources of a kind that this version does not know: ${names}. Use the version of pulumi-salesforce-access that the program uses.`,
  );
}

function withoutCiphertext(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCiphertext);
  if (typeof value !== "object" || value === null) return value;
  if ((value as Values)[signatureKey] === secretSignature) return unknownValue;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutCiphertext(each)]));
}

/** Kinds that hold nothing in the org: readiness and proof are of a moment. */
const momentary: readonly ResourceKind[] = ["OrgReadiness", "AccessProof", "WebexConnector"];

/** What the org has otherwise than the state, and what was not looked at. */
export interface Comparison {
  drift: Drift[];
  notLookedAt: NotLookedAt[];
}

/**
 * What the org has otherwise than the state: what a refresh would find, by the same reads and the same comparison; with the
 * depth `queries`, as far as queries show it.
 *
 * @throws Error when the org cannot be asked; CommandError when the state is of another org, or cannot be compared
 */
export async function driftOf(org: Org, resources: readonly OwnResource[], depth: Depth): Promise<Comparison> {
  const found = await Promise.all(
    resources
      .filter(({ kind }) => !momentary.includes(kind))
      .map((resource) => driftOfResource(org, resource, resources, depth)),
  );
  return {
    drift: found.flatMap(({ drift }) => drift),
    notLookedAt: found.flatMap(({ notLookedAt }) => notLookedAt),
  };
}

async function driftOfResource(
  org: Org,
  resource: OwnResource,
  all: readonly OwnResource[],
  depth: Depth,
): Promise<Comparison> {
  const { kind, name, id } = resource;
  const { organizationId } = await org.identity();
  const { replacedOrganizationId: replacedOrgId, instanceUrl } = org.login;
  const relation = relationOf(resource.outputs, { orgId: organizationId, ...(replacedOrgId && { replacedOrgId }) });
  if (relation === "other") {
    throw new CommandError(
      `The state is of org ${resource.outputs.orgId}, but the login leads to org ${organizationId} (${instanceUrl}). Correct the login; if a sandbox refresh has replaced the org of the state with this one, see docs/connection.md.`,
    );
  }
  const gone = (to: string): Comparison => ({
    drift: [{ resource: name, kind, property: "id", from: id, to }],
    notLookedAt: [],
  });
  if (relation === "replaced") return gone("its org was replaced");
  const inputs = await inputsOfToday(resource);
  const state = await stateNow(org, resource, { ...resource.outputs, ...inputs }, depth);
  if (state === undefined) return gone("deleted in the org");
  const properties = [...(state.notLookedAt ?? [])];
  const outputNames = Object.keys(state.outputs).filter((output) => isUsed(resource, output, all));
  const ofInputs = changedKeys(lifecycleOf(kind).inputNames, inputs, state.inputs).map(async (property) => ({
    ...difference(resource, property, inputs[property], state.inputs[property]),
    accept: await acceptanceOf(resource, inputs, property, state.inputs[property]),
  }));
  return {
    drift: [
      ...(await Promise.all(ofInputs)),
      ...changedKeys(outputNames, resource.outputs, state.outputs).map((property) =>
        difference(resource, property, resource.outputs[property], state.outputs[property]),
      ),
    ],
    notLookedAt: properties.length > 0 ? [{ resource: name, kind, properties }] : [],
  };
}

/** What the org has; a kind that needs more than queries for it is asked for what they show. */
async function stateNow(
  org: Org,
  { kind, id }: OwnResource,
  recorded: Values,
  depth: Depth,
): Promise<ResourceState<Values, Values> | undefined> {
  const lifecycle = lifecycleOf(kind);
  if (depth === "queries" && lifecycle.readShown) return lifecycle.readShown(org, id, recorded);
  return lifecycle.read(org, id, recorded);
}

/** Whether another resource takes an output as its input: the engine notices a change of any other output nowhere. */
function isUsed({ urn, outputs }: OwnResource, output: string, all: readonly OwnResource[]): boolean {
  return all.some(({ inputs, propertyDependencies }) =>
    Object.entries(propertyDependencies).some(
      ([input, urns]) => urns.includes(urn) && isDeepStrictEqual(inputs[input], outputs[output]),
    ),
  );
}

/** The inputs as this version writes them: a state of an earlier one lacks what has come since. */
async function inputsOfToday({ kind, name, inputs }: OwnResource): Promise<Values> {
  const { __provider: _, ...given } = inputs;
  const checked = await lifecycleOf(kind).check(given, given, () => Promise.reject(new TypeError("no org")));
  const [failure] = checked.failures;
  if (failure) {
    throw new CommandError(
      harmlessLines(`${name}, as it is in the state: ${failure.reason} Run ${pulumiCommand("up")} first.`),
    );
  }
  const secret = Object.keys(checked.inputs).filter((input) => holdsUnknown(checked.inputs[input]));
  if (secret.length > 0) {
    throw new CommandError(
      `${name} cannot be compared: ${secret.join(", ")} is a secret in the state, and nothing is decrypted here. Use ${pulumiCommand("preview --refresh")} for this stack, or do not make it a secret.`,
    );
  }
  return checked.inputs;
}

function difference({ name, kind }: OwnResource, property: string, from: unknown, to: unknown): Drift {
  const [fromText, toText] = [shownValue(from, to), shownValue(to, from)];
  return { resource: name, kind, property, from: fromText, to: toText };
}
