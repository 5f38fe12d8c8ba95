import { accessProof } from "./accessProof.ts";
import { externalClientApp } from "./externalClientApp.ts";
import { integrationProfile } from "./integrationProfile.ts";
import { integrationUser } from "./integrationUser.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { orgReadiness } from "./orgReadiness.ts";
import { permissionSet } from "./permissionSet.ts";
import { policyAssignment } from "./policyAssignment.ts";
import { webexConnector } from "./webexConnector.ts";

/** The lifecycle of each kind of resource, by the name that its type token ends with. */
export const lifecycles = {
  OrgReadiness: orgReadiness,
  PermissionSet: permissionSet,
  IntegrationProfile: integrationProfile,
  IntegrationUser: integrationUser,
  ExternalClientApp: externalClientApp,
  PolicyAssignment: policyAssignment,
  AccessProof: accessProof,
  WebexConnector: webexConnector,
} as const;

/** Names of the kinds of resource. */
export type ResourceKind = keyof typeof lifecycles;

/** A lifecycle whose types of inputs and outputs are of no interest to the caller. */
// biome-ignore lint/suspicious/noExplicitAny: the registry is the one place where values are untyped
export const lifecycleOf = (kind: ResourceKind): Lifecycle<any, any> => lifecycles[kind];
