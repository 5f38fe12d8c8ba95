import type { Org, RecordFields, RequestContext } from "../contracts.ts";
import { checkApiName } from "../externalClientApps/apiName.ts";
import {
  permitParents,
  permittedRecords,
  profilePermissionSetId,
  removePermittedEntities,
} from "../externalClientApps/permittedEntities.ts";
import { forgetChanges, noteChange } from "../externalClientApps/propagation.ts";
import { sameRecord } from "../externalClientApps/satellites.ts";
import { type MetadataType, sameName, type WriteOptions, type WriteResult } from "../metadata/metadataType.ts";
import { ComponentProblem } from "../metadata/recordReader.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import { normalizedConnectedApp } from "./normalized.ts";
import { connectedAppRow } from "./row.ts";
import { connectedAppSchema } from "./schema.ts";
import {
  type ConnectedApp,
  connectedAppNamed,
  connectedAppObject,
  connectedApps,
  dropConnectedApp,
  isActive,
  listOf,
  oauthConfigOf,
  putConnectedApp,
} from "./store.ts";

/** Connected apps: what users and integrations logged in through before there were external client apps. */
export const connectedAppType: MetadataType = {
  schema: connectedAppSchema,
  writePermission: "CustomizeApplication",
  all: (org) => connectedApps(org).map((app) => shown(org, app)),
  find(org, fullName) {
    const app = connectedAppNamed(org, fullName);
    return app && shown(org, app);
  },
  write,
  remove(context, fullName) {
    const { org } = context;
    const app = connectedAppNamed(org, fullName);
    if (!app) return false;
    requireChangeable(context, app);
    org.sessions.closeOfClient(String(oauthConfigOf(app).consumerKey));
    removePermittedEntities(org, app.id);
    forgetChanges(org, app.id);
    dropConnectedApp(org, app.id);
    org.records.remove(connectedAppObject, app.id);
    return true;
  },
};

/** An app as metadata shows it: who may use it comes from the access rows, and the secret is never shown. */
function shown(org: Org, app: ConnectedApp): ConnectedApp {
  const { permissionSetLabels, profileNames } = permittedNames(org, app.id);
  return {
    ...app,
    record: {
      ...app.record,
      ...(permissionSetLabels.length > 0 && { permissionSetName: permissionSetLabels }),
      ...(profileNames.length > 0 && { profileName: profileNames }),
    },
  };
}

function permittedNames(org: Org, id: string) {
  const { permissionSets, profiles } = permittedRecords(org, id);
  const labels = permissionSets.map((set) => String(set.Label));
  return { permissionSetLabels: labels, profileNames: profiles.map((profile) => String(profile.Name)) };
}

/** @throws ComponentProblem */
function requireChangeable({ org, permissions }: RequestContext, app: ConnectedApp | undefined): void {
  if (!permissions.has("ManageRemoteAccess") && !permissions.has("ModifyAllData"))
    throw new ComponentProblem("insufficient access rights on cross-reference id", "INSUFFICIENT_ACCESS_OR_READONLY");
  if (app && !isActive(org, app))
    throw new ComponentProblem(
      "The connected app was migrated to an external client app and is read-only",
      "INSUFFICIENT_ACCESS_OR_READONLY",
    );
}

function write(context: RequestContext, fullName: string, given: MetadataRecord, options: WriteOptions): WriteResult {
  const { org, userId } = context;
  const existing = connectedAppNamed(org, fullName);
  requireChangeable(context, existing);
  if (!existing) requireCreatable(org, fullName);
  const { permissionSetName, profileName, ...rest } = options.keepOmitted ? { ...existing?.record, ...given } : given;
  const record = normalizedConnectedApp(org, existing, rest);
  const before = existing && permittedNames(org, existing.id);
  // Only where administrators approve users are there any to be named.
  const isApproved = oauthConfigOf({ record }).isAdminApproved === true;
  const kept = options.keepOmitted && isApproved ? before : undefined;
  const recordChanged = !existing || !sameRecord(existing.record, record);
  const id = existing?.id ?? org.records.insert(connectedAppObject, connectedAppRow(record), userId);
  if (recordChanged) store(context, id, existing, { fullName: existing?.fullName ?? fullName, record });
  const parents = [
    ...namesGiven(permissionSetName, kept?.permissionSetLabels).map((name) => permissionSetId(org, name)),
    ...namesGiven(profileName, kept?.profileNames).map((name) => profilePermissionSetId(org, name)),
  ];
  const permittedChanged = permitParents(context, id, isApproved ? parents : []);
  if (permittedChanged) noteChange(org, id, { policiesChangedAt: org.now().toISOString() });
  return { id, created: !existing, changed: recordChanged || permittedChanged, warnings: [] };
}

const namesGiven = (given: MetadataRecord[string], kept: string[] = []) => (given === undefined ? kept : listOf(given));

/** The permission set of that label or API name. @throws ComponentProblem */
function permissionSetId(org: Org, name: string): string {
  const isMeant = ({ Label, Name }: RecordFields) => [Label, Name].some((each) => sameName(String(each), name));
  const [set] = org.records
    .find("PermissionSet", { IsOwnedByProfile: false, PermissionSetGroupId: null })
    .filter(isMeant);
  if (!set) throw new ComponentProblem(`We couldn't find permission sets called ${name}`, "INVALID_FIELD");
  return String(set.Id);
}

/** @throws ComponentProblem */
function requireCreatable({ settings }: Org, fullName: string): void {
  if (settings.connectedAppCreation === "refused")
    throw new ComponentProblem(
      "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
    );
  checkApiName(fullName, "Connected App");
}

function store(
  { org, userId }: RequestContext,
  id: string,
  existing: ConnectedApp | undefined,
  { fullName, record }: Pick<ConnectedApp, "fullName" | "record">,
): void {
  if (existing) org.records.update(connectedAppObject, id, connectedAppRow(record), userId);
  putConnectedApp(org, userId, { id, fullName, record });
  const now = org.now().toISOString();
  if (!existing) {
    noteChange(org, id, { createdAt: now });
    return;
  }
  const [before, after] = [oauthConfigOf(existing), oauthConfigOf({ record })];
  if (before.certificate !== after.certificate)
    noteChange(org, id, {
      certificateChangedAt: now,
      ...(before.certificate !== undefined && { previousCertificate: String(before.certificate) }),
    });
  if (before.isAdminApproved !== after.isAdminApproved) noteChange(org, id, { policiesChangedAt: now });
}
