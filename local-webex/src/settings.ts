/** What differs between tenants, or is not known of them: switches of a local tenant. */

export interface TenantSettings {
  latencyMs: number;
  clockOffsetSeconds: number;
  requestsPerMinute: number;
  mostFlowsPerPage: number;
  refreshAnswer: "sameToken" | "newToken" | "noToken";
  v2Export: "document" | "invalidFlowId";
  writesToLockedFlows: "refused" | "accepted";
  unlockByOthers: "refused" | "accepted";
  lockAnswer: "json" | "text";
  draftSaves: "retypeWidgets" | "keepWidgets";
  salesforceConnectorsInChoices: boolean;
  salesforceUrl: string | null;
  callEveryMs: number;
  callTokenSeconds: number;
}

interface Setting<Value> {
  value: Value;
  meaning: string;
  accepts(value: unknown): boolean;
  allowed: string;
}

const whole = <Value extends number>(value: Value, least: number, most: number, meaning: string): Setting<number> => ({
  value,
  meaning,
  accepts: (given) => Number.isInteger(given) && Number(given) >= least && Number(given) <= most,
  allowed: `a whole number from ${least} to ${most}`,
});

const oneOf = <Value extends string>(values: readonly [Value, ...Value[]], meaning: string): Setting<Value> => ({
  value: values[0],
  meaning,
  accepts: (given) => values.some((value) => value === given),
  allowed: values.join(" or "),
});

const settingTable: { readonly [name in keyof TenantSettings]: Setting<TenantSettings[name]> } = {
  latencyMs: whole(0, 0, 60_000, "milliseconds before each call of a client is answered"),
  clockOffsetSeconds: whole(0, -31_536_000, 31_536_000, "seconds that the tenant's clock is ahead of the machine's"),
  requestsPerMinute: whole(300, 1, 1_000_000, "calls in 60 seconds that a client id may make"),
  mostFlowsPerPage: whole(100, 1, 10_000, "flows on a page at most, whatever `size` asks for"),
  refreshAnswer: oneOf(
    ["sameToken", "newToken", "noToken"],
    "the refresh token in the answer to a refresh: the one that was sent, a new one, or none",
  ),
  v2Export: oneOf(
    ["document", "invalidFlowId"],
    "the v2 export: the document, or 400 for every flow, as it was for some weeks",
  ),
  writesToLockedFlows: oneOf(
    ["refused", "accepted"],
    "import, save, patch and publish while somebody else holds the lock: refused with 409, or done",
  ),
  unlockByOthers: oneOf(["refused", "accepted"], "unlocking what somebody else has locked: refused with 409, or done"),
  lockAnswer: oneOf(["json", "text"], "`OK` of lock and unlock, as a JSON string or as plain text"),
  draftSaves: oneOf(
    ["retypeWidgets", "keepWidgets"],
    "what v2 save and patch do to the types of widgets of the canvas",
  ),
  salesforceConnectorsInChoices: {
    value: true,
    meaning: "whether the choices of an activity list connectors of the Salesforce card",
    accepts: (given) => typeof given === "boolean",
    allowed: "true or false",
  },
  salesforceUrl: {
    value: null,
    meaning:
      "address on this machine that stands for all hosts of `salesforce.com`; without one, connectors reach only addresses of this machine",
    accepts: (given) => given === null || isLocalAddress(given),
    allowed: "null or an address of this machine, such as http://127.0.0.1:8417",
  },
  callEveryMs: whole(
    1_000,
    0,
    3_600_000,
    "milliseconds from one call of the IVR to the next at each entry point; 0: no calls",
  ),
  callTokenSeconds: whole(0, 0, 86_400, "seconds that the IVR goes on using a Salesforce token; 0: each call logs in"),
};

export const defaultSettings = Object.fromEntries(
  Object.entries(settingTable).map(([name, { value }]) => [name, value]),
) as unknown as TenantSettings;

export const settingMeanings = Object.fromEntries(
  Object.entries(settingTable).map(([name, { meaning }]) => [name, meaning]),
) as Record<keyof TenantSettings, string>;

/**
 * Settings that a caller sent.
 *
 * @throws Error with one sentence that names what is wrong
 */
export function readSettings(sent: unknown): Partial<TenantSettings> {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent)) throw new Error("Settings are a JSON object.");
  for (const [name, value] of Object.entries(sent)) {
    if (!Object.hasOwn(settingTable, name)) throw new Error(`There is no setting ${name}.`);
    const { accepts, allowed } = settingTable[name as keyof TenantSettings];
    if (!accepts(value)) throw new Error(`${name} takes ${allowed}.`);
  }
  return sent as Partial<TenantSettings>;
}

/** Whether it is an `http` or `https` address with a name that only this machine has. */
export function isLocalAddress(given: unknown): given is string {
  if (typeof given !== "string" || !URL.canParse(given)) return false;
  const { protocol, hostname } = new URL(given);
  return (protocol === "http:" || protocol === "https:") && isLoopbackName(hostname);
}

export function isLoopbackName(hostname: string): boolean {
  return hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]";
}
