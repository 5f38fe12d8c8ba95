import { atFirst, type Operation } from "./operation.ts";

/** The operations on the access. Each starts from what the one before it has left, but for an adoption. */

interface Change {
  name: string;
  title: string;
  command?: "destroy";
  more?: readonly string[];
  changes?: Record<string, object>;
}

const changes: readonly Change[] = [
  { name: "create", title: "create all" },
  {
    name: "permission-set",
    title: "update the permission set",
    changes: { permissionSet: { userPermissions: ["ApexRestServices", "ApiEnabled", "ViewSetup"] } },
  },
  {
    name: "profile",
    title: "update the profile",
    changes: { profile: { description: "Only what the integration needs." } },
  },
  { name: "user", title: "update the user", changes: { user: { lastName: "Integration", locale: "de_DE" } } },
  { name: "app", title: "update the app", changes: { app: { description: "Calls from the IVR." } } },
  { name: "policy", title: "update the policies", changes: { policy: { ipRelaxation: "Bypass" } } },
  {
    name: "renewal",
    title: "renew the certificate",
    // What the tls provider plans by itself inside the renewal window, without waiting for it.
    more: ["--replace", "**::scv-signing-certificate-1"],
  },
  { name: "rotation", title: "rotate the key", changes: { certificate: { generation: 2 } } },
  { name: "destroy", title: "destroy", command: "destroy" },
];

/** An access that is not as declared is taken over: each of its parts is marked and changed. */
const adopted = { more: [], declared: { ...atFirst, adopt: true }, hasCalls: false };

export const operations: readonly Operation[] = [
  ...changes.map(({ name, title, command, more = [] }, index) => ({
    name,
    title,
    command: command ?? ("up" as const),
    more,
    declared: Object.assign({}, atFirst, ...changes.slice(0, index + 1).map((change) => change.changes ?? {})),
    isAdoption: false,
    handsBack: false,
    hasCalls: false,
  })),
  { name: "adopt", title: "adopt", command: "up", ...adopted, isAdoption: true, handsBack: false },
  { name: "hand-back", title: "hand back", command: "destroy", ...adopted, isAdoption: false, handsBack: true },
];
