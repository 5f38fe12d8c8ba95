import { type AppComponent, metadataTypeOf } from "./appComponents.ts";
import type { MetadataElements } from "./metadataElements.ts";
import type { MetadataRecord, Org, SalesforceRecord } from "./org.ts";
import { ownNamespace, packagesAmong } from "./ownNamespace.ts";
import { quoted } from "./soql.ts";

/** An external client app, as SOQL shows it. */
export interface AppRecord {
  record: SalesforceRecord;
  /** Name without a namespace, which is also how the files of the org's own apps are called. */
  developerName: string;
  /** Name by which its components refer to it: with the namespace of its package, or the org's own. */
  fullName: string;
  /** Whether it comes with a package: its namespace is not the org's own. */
  isOfPackage: boolean;
}

const fields =
  "Id, DeveloperName, NamespacePrefix, MasterLabel, Description, ContactEmail, DistributionState, LastModifiedBy.Name, LastModifiedDate";

/**
 * Finds an app by record id; or by API name when no id is known: then that of a package is not meant, whose names do not
 * take those of the org's own apps.
 */
export async function findApp(
  org: Org,
  by: { id: string } | { developerName: string },
  doing: string,
): Promise<AppRecord | undefined> {
  const condition = "id" in by ? `Id = ${quoted(by.id)}` : `DeveloperName = ${quoted(by.developerName)}`;
  const found = await appsWhere(org, condition, doing);
  return "id" in by ? found[0] : found.find(({ isOfPackage }) => !isOfPackage);
}

/** All apps that a condition of SOQL finds. */
export async function appsWhere(org: Org, condition: string, doing: string): Promise<AppRecord[]> {
  const records = await org.query(`SELECT ${fields} FROM ExternalClientApplication WHERE ${condition}`, doing);
  const isOfPackage = await packagesAmong(org, records);
  return records.map((record) => {
    const developerName = String(record.DeveloperName);
    const namespace = record.NamespacePrefix ? String(record.NamespacePrefix) : undefined;
    return {
      record,
      developerName,
      fullName: namespace === undefined ? developerName : `${namespace}__${developerName}`,
      isOfPackage: isOfPackage(record),
    };
  });
}

/** How a new component refers to an app of the org itself. */
export async function referenceToNew(org: Org, developerName: string): Promise<string> {
  const own = await ownNamespace(org);
  return own === undefined ? developerName : `${own}__${developerName}`;
}

/** Id of the record of an app's OAuth policy; the org names that record itself, so it is found by its app. */
export async function findOauthPolicyId(org: Org, appId: string, doing: string): Promise<string | undefined> {
  const [record] = await org.query(
    `SELECT Id FROM ExtlClntAppOauthPlcyCnfg WHERE ExternalClientApplicationId = ${quoted(appId)}`,
    doing,
  );
  return record?.Id;
}

/** A component as the org holds it. */
export interface FoundComponent {
  /** Name of its file, which carries no namespace of the org itself. */
  fullName: string;
  elements: MetadataElements;
}

/**
 * Reads the component of an app that is not the application itself: under its expected name first, else by looking
 * through all components of that type, whose list does not say which app they belong to.
 *
 * @param app the app, which may still be on its way; nothing belongs to one that is not there
 */
export async function componentOfApp(
  org: Org,
  component: Exclude<AppComponent, "application">,
  expectedName: string,
  app: AppRecord | undefined | Promise<AppRecord | undefined>,
  doing: string,
): Promise<FoundComponent | undefined> {
  const type = metadataTypeOf(component);
  const [expected, owner] = await Promise.all([org.readMetadata(type, [expectedName], doing), app]);
  if (!owner) return undefined;
  const found = await belonging(org, expected, owner);
  if (found) return found;
  const others = (await org.listMetadata(type, doing)).filter((name) => name !== expectedName);
  return belonging(org, await org.readMetadata(type, others, doing), owner);
}

/** The first of some components that belongs to an app. */
async function belonging(
  org: Org,
  candidates: readonly MetadataRecord[],
  app: AppRecord,
): Promise<FoundComponent | undefined> {
  for (const elements of candidates) {
    const reference = String(elements.externalClientApplication ?? "");
    if (isSameName(reference, app.fullName) || (await isOwnReference(org, reference, app))) {
      return { fullName: await fileName(org, elements.fullName), elements };
    }
  }
  return undefined;
}

/** The application itself, which in an org with a namespace may be asked for with it or without. */
export async function readApplication(org: Org, app: AppRecord, doing: string): Promise<FoundComponent | undefined> {
  const names = app.isOfPackage ? [app.fullName] : [...new Set([app.developerName, app.fullName])];
  const [found] = await org.readMetadata(metadataTypeOf("application"), names, doing);
  return found && { fullName: app.isOfPackage ? app.fullName : app.developerName, elements: found };
}

/** Whether a reference means an app of the org itself though it is not what the query says: with or without the namespace. */
async function isOwnReference(org: Org, reference: string, app: AppRecord): Promise<boolean> {
  if (app.isOfPackage) return false;
  if (isSameName(reference, app.developerName)) return true;
  if (!reference.toLowerCase().endsWith(`__${app.developerName}`.toLowerCase())) return false;
  const own = await ownNamespace(org);
  return own !== undefined && isSameName(reference, `${own}__${app.developerName}`);
}

/** Salesforce does not tell the cases of letters in API names apart. */
function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

async function fileName(org: Org, fullName: string): Promise<string> {
  if (!fullName.includes("__")) return fullName;
  const own = await ownNamespace(org);
  return own !== undefined && fullName.startsWith(`${own}__`) ? fullName.slice(own.length + 2) : fullName;
}
