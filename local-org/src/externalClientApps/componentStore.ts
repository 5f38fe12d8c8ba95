import type { Org, RecordFields, RequestContext } from "../contracts.ts";
import { type Component, sameName } from "../metadata/metadataType.ts";
import { inOwnNamespace, withoutOwnNamespace } from "../metadata/ownNamespace.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";

/** The kinds of component that make up an app, by their metadata type names. */
export type AppComponentType =
  | "ExternalClientApplication"
  | "ExtlClntAppOauthSettings"
  | "ExtlClntAppGlobalOauthSettings"
  | "ExtlClntAppOauthConfigurablePolicies"
  | "ExtlClntAppConfigurablePolicies"
  | "ExtlClntAppOauthSecuritySettings";

/** A component of an app; the application itself belongs to itself. */
export interface AppComponent extends Component {
  readonly applicationId: string;
}

/**
 * Components are kept as documents, since metadata holds more than the sObject rows show. The rows that SOQL sees are
 * written beside them.
 */
function collection(type: AppComponentType): string {
  return `metadata.${type}`;
}

/** All components of one type, in the order of their ids. */
export function allComponents(org: Org, type: AppComponentType): AppComponent[] {
  return org.documents.list<AppComponent>(collection(type)).map(({ value }) => value);
}

/** The component of that full name, without regard to case; the prefix of the org's own namespace may stand before it. */
export function componentNamed(org: Org, type: AppComponentType, fullName: string): AppComponent | undefined {
  const name = withoutOwnNamespace(org, fullName);
  return allComponents(org, type).find((component) => sameName(component.fullName, name));
}

/** The component of that type that belongs to an application. */
export function componentOf(org: Org, type: AppComponentType, applicationId: string): AppComponent | undefined {
  return allComponents(org, type).find((component) => component.applicationId === applicationId);
}

/** The full name by which a satellite refers to its application. */
export function applicationReference(org: Org, { applicationId }: AppComponent): string | undefined {
  const application = applicationById(org, applicationId);
  return application && inOwnNamespace(org, application.fullName);
}

/** The application with that record id. */
export function applicationById(org: Org, id: string): AppComponent | undefined {
  return org.documents.get<AppComponent>(collection("ExternalClientApplication"), id);
}

/** Stores a component under its id and stamps who changed it. Answers what is stored. */
export function putComponent(
  org: Org,
  type: AppComponentType,
  userId: string,
  component: { id: string; fullName: string; applicationId: string; record: MetadataRecord },
): AppComponent {
  const before = org.documents.get<AppComponent>(collection(type), component.id);
  const now = org.now().toISOString();
  const stored: AppComponent = {
    ...component,
    createdById: before?.createdById ?? userId,
    createdDate: before?.createdDate ?? now,
    lastModifiedById: userId,
    lastModifiedDate: now,
  };
  org.documents.set(collection(type), component.id, stored);
  return stored;
}

/**
 * Stores a component, and the row of it that SOQL sees, under the id that it has or gets.
 *
 * @param existing the component that is written over, when there is one
 * @param component without the id of an application: it is one, and belongs to itself
 */
export function putWithRow(
  { org, userId }: Pick<RequestContext, "org" | "userId">,
  type: AppComponentType,
  objectName: string,
  existing: AppComponent | undefined,
  component: { fullName: string; applicationId?: string; record: MetadataRecord },
  row: RecordFields,
): string {
  const id = existing?.id ?? org.records.insert(objectName, row, userId);
  if (existing) org.records.update(objectName, id, row, userId);
  putComponent(org, type, userId, { id, applicationId: id, ...component });
  return id;
}

/** Forgets a component. */
export function dropComponent(org: Org, type: AppComponentType, id: string): void {
  org.documents.remove(collection(type), id);
}

/** Forgets a component, and the row that shows it. */
export function dropWithRow(org: Org, type: AppComponentType, objectName: string, id: string): void {
  dropComponent(org, type, id);
  org.records.remove(objectName, id);
}
