/** Changes of an external client app: written as metadata, each over what is there. */
import type { Org, RequestContext } from "../../contracts.ts";
import { ApiError } from "../../contracts.ts";
import { type AppComponentType, componentOf } from "../../externalClientApps/componentStore.ts";
import { permittedLists } from "../../externalClientApps/permittedEntities.ts";
import { splitList } from "../../externalClientApps/scopes.ts";
import { notFound } from "../../http/errors.ts";
import { componentWriteError } from "../../metadata/componentAccess.ts";
import { metadataTypeNamed } from "../../metadata/metadataTypes.ts";
import { readRecord } from "../../metadata/recordReader.ts";
import { readXml } from "../../metadata/xmlReader.ts";
import { element, textElement } from "../../metadata/xmlWriter.ts";
import { tickedChanges } from "../parts.ts";
import { type Changes, field, nothingChanged } from "./change.ts";

const policyFields = ["permittedUsersPolicyType", "refreshTokenPolicyType", "ipRelaxationPolicyType"];

export const appChanges: Changes = {
  certificate(context, id, sent) {
    const certificate = field(sent, "certificate");
    const changed = write(context, "ExtlClntAppGlobalOauthSettings", id, { certificate });
    return changed ? "Replaced the certificate." : nothingChanged;
  },
  "oauth-policies"(context, id, sent) {
    const lists = permittedLists(context.org, id);
    const changed = write(context, "ExtlClntAppOauthConfigurablePolicies", id, {
      ...Object.fromEntries(policyFields.flatMap((name) => (sent.has(name) ? [[name, field(sent, name)]] : []))),
      commaSeparatedPermissionSet: changedList(lists.permissionSets, sent, "permission-set"),
      commaSeparatedProfile: changedList(lists.profiles, sent, "profile"),
    });
    return changed ? "Saved the OAuth policies." : nothingChanged;
  },
  enable: (context, id) => setEnabled(context, id, true),
  disable: (context, id) => setEnabled(context, id, false),
};

function setEnabled(context: RequestContext, id: string, isEnabled: boolean): string {
  const changed = write(context, "ExtlClntAppConfigurablePolicies", id, { isEnabled: String(isEnabled) });
  if (!changed) return nothingChanged;
  return isEnabled ? "Turned the app on." : "Turned the app off.";
}

function changedList(list: string, sent: URLSearchParams, name: string): string {
  const { on, off } = tickedChanges(sent, name);
  return [...splitList(list).filter((item) => !off.includes(item)), ...on].join(",");
}

/**
 * Writes elements over a component of an app; the rest of it stays.
 *
 * @returns whether anything changed
 */
function write(
  context: RequestContext,
  typeName: AppComponentType,
  applicationId: string,
  elements: { [name: string]: string },
): boolean {
  const type = metadataTypeNamed(typeName);
  if (type === undefined) throw new Error(`There is no metadata type ${typeName}.`);
  const refusal = componentWriteError(context, type);
  if (refusal) throw refusal;
  const { org, apiVersion } = context;
  const { fullName, parent } = target(org, typeName, applicationId);
  const version = Math.floor(Number(apiVersion));
  const texts = Object.entries({ ...elements, externalClientApplication: parent });
  const source = readXml(element(typeName, texts.map(([name, value]) => textElement(name, value)).join("")));
  const given = readRecord(source, type.schema, version, false);
  const options = { channel: "crud", keepOmitted: true, apiVersion: version } as const;
  return org.records.transaction(() => type.write(context, fullName, given, options).changed);
}

/** The component to write; policies that an app does not have yet get the name that the org itself would give them. */
function target(org: Org, type: AppComponentType, applicationId: string): { fullName: string; parent: string } {
  const application = componentOf(org, "ExternalClientApplication", applicationId);
  if (application === undefined) throw notFound();
  const existing = componentOf(org, type, applicationId);
  const fullName = existing?.fullName ?? `${application.fullName}_defaultPolicy`;
  if (existing === undefined && type === "ExtlClntAppGlobalOauthSettings")
    throw new ApiError(404, "NOT_FOUND", "The app has no OAuth settings.");
  return { fullName, parent: application.fullName };
}
