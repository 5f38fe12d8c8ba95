import type { RequestContext } from "../contracts.ts";
import type { ObjectDefinition } from "../schema/definitions.ts";
import { apiDateTime } from "../times.ts";

/** Before UserPermissionAccess is read: puts the one row there that it has for a caller, his effective permissions. */
export function refreshComputedRecords(context: RequestContext, object: ObjectDefinition): void {
  if (object.name !== "UserPermissionAccess") return;
  const { records } = context.org;
  const row = Object.fromEntries(context.permissions.names().map((name) => [`Permissions${name}`, true]));
  const stamped = { ...row, LastCacheUpdate: apiDateTime(context.org.now()) };
  const [kept] = records.find(object.name);
  if (kept === undefined) records.insert(object.name, stamped);
  else {
    const cleared = Object.fromEntries(
      [...object.fields.values()].filter(({ type }) => type === "boolean").map(({ name }) => [name, false]),
    );
    records.update(object.name, String(kept.Id), { ...cleared, ...stamped });
  }
}
