import { type dynamic, runtime } from "@pulumi/pulumi";
import { expectProviderIn } from "./providerPresence.ts";

/** Kinds of resource; the same names end their type tokens and name their lifecycles. */
export type ResourceKind =
  | "OrgReadiness"
  | "PermissionSet"
  | "IntegrationProfile"
  | "IntegrationUser"
  | "ExternalClientApp"
  | "PolicyAssignment"
  | "AccessProof";

/**
 * The bridge between the program and the provider process. Pulumi writes the text of these functions into every state
 * and runs it in another process, so they do nothing but load this package's provider, from the project that is being
 * run, and hand the call on: state stays small, and old state always runs today's code. The text must never change,
 * not by a blank, and is the same in the source and in the published package; tests hold it fast.
 */
function bridge(kind: ResourceKind): dynamic.ResourceProvider {
  // biome-ignore format: a function on one line reads the same in the source and as the compiler prints it
  return {
    configure: async (request) => require("node:module").createRequire(`${process.cwd()}/`)("pulumi-salesforce-access/provider").configure(request.config),
    check: (olds, news) => require("node:module").createRequire(`${process.cwd()}/`)("pulumi-salesforce-access/provider").call(kind, "check", olds, news),
    diff: (id, olds, news) => require("node:module").createRequire(`${process.cwd()}/`)("pulumi-salesforce-access/provider").call(kind, "diff", id, olds, news),
    create: (inputs) => require("node:module").createRequire(`${process.cwd()}/`)("pulumi-salesforce-access/provider").call(kind, "create", inputs),
    read: (id, state) => require("node:module").createRequire(`${process.cwd()}/`)("pulumi-salesforce-access/provider").call(kind, "read", id, state),
    update: (id, olds, news) => require("node:module").createRequire(`${process.cwd()}/`)("pulumi-salesforce-access/provider").call(kind, "update", id, olds, news),
    delete: (id, state) => require("node:module").createRequire(`${process.cwd()}/`)("pulumi-salesforce-access/provider").call(kind, "delete", id, state),
  };
}

const bridges = new Map<ResourceKind, dynamic.ResourceProvider>();

/** The one provider object of a kind; Pulumi serialises each object once. */
export function dynamicProvider(kind: ResourceKind): dynamic.ResourceProvider {
  const known = bridges.get(kind);
  if (known) return known;
  // In a unit test there is no engine, and so no provider process.
  if (runtime.hasEngine()) expectProviderIn(process.cwd());
  const made = bridge(kind);
  bridges.set(kind, made);
  return made;
}
