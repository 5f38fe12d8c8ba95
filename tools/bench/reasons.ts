import { recordRead } from "./calls.ts";
import type { OperationName } from "./operations.ts";

/** Why calls of one kind are made. */
export interface Reason {
  /** As `callKind` spells it. */
  kind: string;
  /** How many calls it explains, or the fewest and the most. */
  times: number | readonly [number, number];
  why: string;
}

const login: Reason = {
  kind: "GET …/",
  times: 1,
  why: "to which user and org the login leads, once for each provider process: nothing is changed in another org",
};

/** Asked twice: in the preview and in the run itself. */
const readiness: readonly Reason[] = [
  {
    kind: recordRead,
    times: 4,
    why: "readiness, before anything is changed, in the preview and in the run itself, all at the same time: class, permission names, source profile, seats, names that are taken, the deployer's own permissions; and which org this is",
  },
];

/** Of which the preview has one process, and the run itself another. */
const twoLogins: Reason = { ...login, times: 2 };

const proof: readonly Reason[] = [
  {
    kind: recordRead,
    times: 1,
    why: "proof: the grants that the login needs, all that the user may do and who else can use the app, as the deployer sees them, at the same time as the login",
  },
  { kind: "POST /services/oauth2/token", times: 1, why: "proof: the login by JWT as the integration user" },
  {
    kind: recordRead,
    times: 1,
    why: "proof: the permissions of the integration user, as its own session has them: no other call tells them",
  },
];

/** The app is sent whole: what a deploy leaves out would be reset. */
const changedApp: readonly Reason[] = [
  {
    kind: "SOAP readMetadata",
    times: 2,
    why: "app before the change: OAuth settings, and global settings with the consumer key, which must not be the deployer's own",
  },
  { kind: recordRead, times: 1, why: "app before the change: its record and mark, at the same time" },
  { kind: "SOAP deploy", times: 1, why: "app: its settings with the new certificate, in one transaction" },
  { kind: "SOAP checkDeployStatus", times: 1, why: "app: the result of the deploy, which is asynchronous" },
  { kind: "SOAP readMetadata", times: 2, why: "app after the change: its settings as the org holds them" },
  { kind: recordRead, times: 1, why: "app after the change: its record, at the same time" },
];

/** Why each call is made. Where the calls of the provider change, the benchmark says what does not fit any more. */
export const reasons: Readonly<Record<OperationName, readonly Reason[]>> = {
  firstUp: [
    twoLogins,
    ...readiness,
    {
      kind: "POST …/composite (PermissionSet)",
      times: 1,
      why: "permission set: created with its mark, given the class, and read back",
    },
    { kind: "POST …/composite (Profile)", times: 1, why: "profile: created with mark and permissions, and read back" },
    {
      kind: "POST …/composite (User)",
      times: 1,
      why: "user: created with its mark, given the licence and then the permission set, and read back",
    },
    { kind: recordRead, times: 1, why: "app: whether it exists, and who owns it" },
    {
      kind: "SOAP deploy",
      times: 1,
      why: "app: all five components in one transaction, with closed policies: at no moment can everybody log in",
    },
    { kind: "SOAP checkDeployStatus", times: 1, why: "app: the result of the deploy, which is asynchronous" },
    {
      kind: "SOAP readMetadata",
      times: 2,
      why: "app after the create: OAuth settings, and global settings with the consumer key that the org has assigned",
    },
    { kind: recordRead, times: 1, why: "app after the create: its record and mark, at the same time" },
    {
      kind: "SOAP deploy",
      times: 1,
      why: "policies: opened for the permission set, both in one transaction; without a look before, since this process made the app a moment ago",
    },
    { kind: "SOAP checkDeployStatus", times: 1, why: "policies: the result of the deploy" },
    { kind: recordRead, times: 1, why: "policies after the change: the records" },
    {
      kind: "SOAP readMetadata",
      times: 2,
      why: "policies after the change: one call for each of the two types, at the same time",
    },
    ...proof,
  ],
  noOpUp: [],
  previewRefresh: [
    login,
    {
      kind: "SOAP readMetadata",
      times: 4,
      why: "app and policies: one call for each of the four types, all at the same time",
    },
    {
      kind: recordRead,
      times: [3, 4],
      why: "all records of all resources and which org this is, at the same time: one call takes at most five queries",
    },
  ],
  permissionUpdate: [
    twoLogins,
    ...readiness,
    {
      kind: recordRead,
      times: 2,
      why: "readiness, in the preview and in the run itself: whether the user, who is there by now, is frozen",
    },
    { kind: recordRead, times: 1, why: "permission set before the change: only what differs is written" },
    { kind: "PATCH …/sobjects/PermissionSet/{id}", times: 1, why: "permission set: the permission" },
    { kind: recordRead, times: 1, why: "permission set after the change: the outputs" },
    ...proof,
  ],
  certificateRenewal: [login, ...changedApp, ...proof],
  keyRotation: [
    login,
    {
      kind: recordRead,
      times: 1,
      why: "readiness, whose generation is another one: the name of the org, for its outputs",
    },
    ...changedApp,
    ...proof,
  ],
  destroy: [
    login,
    {
      kind: "SOAP readMetadata",
      times: 2,
      why: "app: the consumer key, which must not be the deployer's own",
    },
    { kind: recordRead, times: 1, why: "app: its mark, which must be this stack's, at the same time" },
    { kind: "SOAP deploy", times: 1, why: "app: deleted with everything that belongs to it" },
    { kind: "SOAP checkDeployStatus", times: 1, why: "app: the result of the deploy" },
    { kind: recordRead, times: 1, why: "app after the deploy: it is gone" },
    {
      kind: recordRead,
      times: 1,
      why: "user: its assignments, and the id of the retirement profile",
    },
    {
      kind: "DELETE …/composite/sobjects",
      times: 1,
      why: "user: permission sets, and behind them permission set licences, since a licence in use cannot be taken away",
    },
    {
      kind: "PATCH …/sobjects/User/{id}",
      times: 1,
      why: "user: deactivated, marked as retired and moved to the retirement profile, since Salesforce deletes no user",
    },
    { kind: recordRead, times: 1, why: "user after the change: it is inactive and has nothing left" },
    { kind: recordRead, times: 1, why: "profile: who still has it; others' users are not moved" },
    {
      kind: recordRead,
      times: [0, 1],
      why: "permission set: who still holds it; others' assignments are not removed. Asked for with the question of the profile, if that leaves at the same time",
    },
    { kind: "DELETE …/sobjects/Profile/{id}", times: 1, why: "profile: deleted" },
    { kind: "DELETE …/sobjects/PermissionSet/{id}", times: 1, why: "permission set: deleted" },
    { kind: recordRead, times: [1, 2], why: "profile and permission set after the deletes: they are gone" },
  ],
};
