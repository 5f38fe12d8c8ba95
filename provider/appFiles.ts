import { type AppComponent, closedOauthPolicy, componentFile, setupName } from "../salesforce/appComponents.ts";
import type { DeployFile } from "../salesforce/deploys.ts";
import { readApplication } from "../salesforce/externalClientApps.ts";
import type { MetadataElements } from "../salesforce/metadataElements.ts";
import type { Org } from "../salesforce/org.ts";
import { missingViewer } from "./appPresence.ts";
import { type AppContext, type AppPart, appInputs, type ExternalClientAppInputs } from "./externalClientAppFields.ts";
import { Refusal } from "./lifecycle.ts";
import { partsOf, type SeenApp } from "./observedApp.ts";

/** The policies of a new app: nobody may log in yet. */
export const newPolicies = {
  oauthPolicies: { ...closedOauthPolicy, requiredSessionLevel: "STANDARD" },
  policies: { isEnabled: true, startPage: "None" },
} as const satisfies Partial<Record<AppComponent, MetadataElements>>;

/**
 * Files of a new app with all its components. The policies are closed: at no moment may everybody log in through it.
 *
 * @param app how its components refer to it
 * @param description with the mark
 */
export function newAppFiles(app: string, inputs: ExternalClientAppInputs, description: string): DeployFile[] {
  const elements: Record<AppComponent, MetadataElements> = {
    application: { ...elementsOf("application", inputs), description },
    oauthSettings: elementsOf("oauthSettings", inputs),
    globalOauthSettings: elementsOf("globalOauthSettings", inputs),
    ...newPolicies,
  };
  return (Object.keys(elements) as AppComponent[]).map((part) =>
    componentFile(part, { fullName: setupName(inputs.apiName, part), app, held: undefined }, elements[part]),
  );
}

const elementsOf = (part: AppPart, inputs: ExternalClientAppInputs) =>
  appInputs.elements(part, appInputs.names, {}, inputs, { keptFlows: [], writtenPkce: undefined });

/** What is to be changed of an app. */
export interface AppChange {
  /** Names of the inputs that differ. */
  names: string[];
  /** The description with the mark, where either is to be written. */
  description?: string;
}

/** Files of the components that a change concerns; whatever it does not concern stays as it is. */
export async function changedAppFiles(
  org: Org,
  seen: SeenApp,
  inputs: ExternalClientAppInputs,
  { names, description }: AppChange,
  context: AppContext,
): Promise<DeployFile[]> {
  const { app } = seen;
  const isConcerned = (part: AppPart) => appInputs.concern(names, part);
  const changes = (part: AppPart) => appInputs.elements(part, names, partsOf(seen), inputs, context);
  const files: DeployFile[] = [];
  if (description !== undefined || isConcerned("application")) {
    const held = await readApplication(org, app, `reading app ${inputs.apiName}`);
    if (!held)
      throw new Refusal(`The deployer cannot see app ${inputs.apiName} through the Metadata API. ${missingViewer}`);
    const described = description === undefined ? {} : { description: description === "" ? undefined : description };
    const target = { fullName: held.fullName, app: app.fullName, held: held.elements };
    files.push(componentFile("application", target, { ...changes("application"), ...described }));
  }
  for (const part of ["oauthSettings", "globalOauthSettings"] as const) {
    if (!isConcerned(part)) continue;
    const fullName = seen[part]?.fullName ?? setupName(app.developerName, part);
    files.push(componentFile(part, { fullName, app: app.fullName, held: seen[part]?.elements }, changes(part)));
  }
  return files;
}
