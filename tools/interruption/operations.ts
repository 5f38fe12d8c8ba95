/** The operations whose calls are disturbed. Each starts from what the one before it has left, but for an adoption. */

export const username = "scv.integration@interruptions.example.com";

/** One run of Pulumi. */
export interface Operation {
  name: string;
  title: string;
  command: "up" | "destroy";
  /** Arguments of the command that only this operation needs. */
  more: readonly string[];
  /** Arguments of `ScvIntegration` from this operation on. */
  declared: object;
  /** Starts with an empty state, and an org that holds the access that the first `destroy` starts from, without marks. */
  isAdoption: boolean;
  /** Whether it leaves the access in the org: what was adopted is handed back. */
  handsBack: boolean;
}

interface Change {
  name: string;
  title: string;
  command?: "destroy";
  more?: readonly string[];
  changes?: Record<string, object>;
}

const atFirst = {
  contactEmail: "platform-team@example.com",
  username,
  // A proof that would wait for propagation waits for a defect here.
  proof: { propagationTimeoutSeconds: 5 },
};

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
const adopted = { more: [], declared: { ...atFirst, adopt: true } };

export const operations: readonly Operation[] = [
  ...changes.map(({ name, title, command, more = [] }, index) => ({
    name,
    title,
    command: command ?? ("up" as const),
    more,
    declared: Object.assign({}, atFirst, ...changes.slice(0, index + 1).map((change) => change.changes ?? {})),
    isAdoption: false,
    handsBack: false,
  })),
  { name: "adopt", title: "adopt", command: "up", ...adopted, isAdoption: true, handsBack: false },
  { name: "hand-back", title: "hand back", command: "destroy", ...adopted, isAdoption: false, handsBack: true },
];
