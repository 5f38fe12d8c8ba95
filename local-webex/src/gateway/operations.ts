/** The operations of the gateway: address, scope, roles, and who answers. */
import type { Role } from "../identity/model.ts";
import type { Handler } from "./call.ts";
import { choices } from "./choices.ts";
import { listEntryPoints, readEntryPoint } from "./entryPoints.ts";
import { legacyExport, listFlows, readDraft, v2Export, validateDocument, validateStored } from "./flowReads.ts";
import { legacyImport, lockFlow, patchDraft, publishFlow, saveDraft, unlockFlow, v2Import } from "./flowWrites.ts";

export interface Operation {
  /** For faults and the request log. */
  name: string;
  method: string;
  /** Of the address after the host and, for flows, after the prefix `/flow-store`. */
  path: RegExp;
  /** Whether the address may have, must have, or cannot have the prefix. */
  prefix: "optional" | "required" | "none";
  scope: "cjp:config_read" | "cjp:config_write";
  /** Undefined: the interface names no roles. */
  roles?: readonly Role[];
  handle: Handler;
  /** Which form errors have. */
  errors: "flowStore" | "config";
}

const four: readonly Role[] = ["Full Admin", "Supervisor", "Contact Center Service Admin", "User Admin"];
const two: readonly Role[] = ["Full Admin", "Contact Center Service Admin"];

const project = "^/(?<orgId>[^/]+)/project/(?<projectId>[^/]+)";
const flow = "(?<flowId>[^/:%]+)";
const organization = "^/organization/(?<orgId>[^/]+)";

function flows(
  name: string,
  [method, path]: readonly [method: string, path: string],
  scope: Operation["scope"],
  handle: Handler,
  more: Partial<Pick<Operation, "prefix" | "roles">> = {},
): Operation {
  return {
    name,
    method,
    path: new RegExp(`${project}/${path}$`),
    prefix: "optional",
    scope,
    handle,
    errors: "flowStore",
    ...more,
  };
}

const read = "cjp:config_read";
const write = "cjp:config_write";

export const operations: readonly Operation[] = [
  flows("listFlows", ["GET", "flows"], read, listFlows, { roles: four }),
  flows("legacyExport", ["GET", `flows/${flow}:export`], read, legacyExport, { roles: four, prefix: "required" }),
  flows("legacyImport", ["POST", "flows:import"], write, legacyImport, { roles: four, prefix: "required" }),
  flows("publish", ["POST", `flows/${flow}:publish`], write, publishFlow, { roles: four }),
  flows("lock", ["POST", `flows/${flow}:lock`], write, lockFlow, { roles: two }),
  flows("unlock", ["POST", `flows/${flow}:unlock`], write, unlockFlow, { roles: two }),
  flows("readDraft", ["GET", `v2/flows/${flow}`], read, readDraft),
  flows("saveDraft", ["POST", `v2/flows/${flow}`], write, saveDraft),
  flows("patchDraft", ["PATCH", `v2/flows/${flow}`], write, patchDraft),
  flows("v2Export", ["GET", `v2/flows/${flow}:export`], read, v2Export),
  flows("v2Import", ["POST", "v2/flows:import"], write, v2Import),
  flows("validateDocument", ["POST", "v2/flows:validate"], write, validateDocument),
  flows("validateStored", ["GET", `v2/flows/${flow}:validate`], read, validateStored),
  flows("choices", ["GET", "v2/activities/(?<activity>[^/]+)/inputs/(?<input>[^/]+)/choices"], read, choices),
  {
    name: "listEntryPoints",
    method: "GET",
    path: new RegExp(`${organization}/v2/entry-point$`),
    prefix: "none",
    scope: read,
    handle: listEntryPoints,
    errors: "config",
  },
  {
    name: "readEntryPoint",
    method: "GET",
    path: new RegExp(`${organization}/entry-point/(?<entryPointId>[^/]+)$`),
    prefix: "none",
    scope: read,
    handle: readEntryPoint,
    errors: "config",
  },
];

/** What others have seen that the gateway does not route; anything else that is not above, the local tenant does not speak. */
const unrouted: readonly RegExp[] = [
  new RegExp(`${project}/flows:search$`),
  new RegExp(`${project}/connector(/[^/]+)?$`),
  new RegExp(`${project}/flows/[^/]+/(versions|tags|tagHistories)(/[^/]+)?$`),
  new RegExp(`${project}/flows/[^/]+:revert$`),
];

const prefix = "/flow-store";

export type Route =
  | { operation: Operation; parts: Readonly<Record<string, string | undefined>> }
  /** `undefined` operation: nothing is routed there, or the local tenant does not speak it. */
  | { operation: undefined; isKnown: boolean };

export function routeOf(method: string, path: string): Route {
  const hasPrefix = path.startsWith(`${prefix}/`);
  const rest = hasPrefix ? path.slice(prefix.length) : path;
  const there = operations.filter((operation) => operation.path.test(rest));
  const allowed = there.filter(
    (operation) => operation.prefix === "optional" || (operation.prefix === "required") === hasPrefix,
  );
  const operation = allowed.find((one) => one.method === method);
  if (operation !== undefined) return { operation, parts: operation.path.exec(rest)?.groups ?? {} };
  // A colon that was encoded is none of the addresses above, nor is one with the wrong prefix.
  const isMistaken = (there.length > 0 && allowed.length === 0) || /%3a/i.test(path);
  return { operation: undefined, isKnown: isMistaken || unrouted.some((one) => one.test(rest)) };
}
