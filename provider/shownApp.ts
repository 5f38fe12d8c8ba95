import { findApp } from "../salesforce/externalClientApps.ts";
import type { Org } from "../salesforce/org.ts";
import { confirmAppGoneByQueries } from "./appPresence.ts";
import { appInputs, type ExternalClientAppInputs } from "./externalClientAppFields.ts";
import type { FieldTable } from "./fields.ts";
import type { ResourceState } from "./lifecycle.ts";
import { splitMark } from "./marks.ts";
import { type ExternalClientAppOutputs, partsOf } from "./observedApp.ts";
import { asFarAsSeen } from "./shownState.ts";

/** The OAuth settings, the certificate among them, are in no sObject; the scopes are, under names that are not documented. */
const notLookedAt = appInputs.names.filter((name) => {
  const { component } = (appInputs.fields as FieldTable<string, never>)[name] ?? {};
  return component === "oauthSettings" || component === "globalOauthSettings";
});

/** An app as far as queries show it: the application itself. */
export async function readShownApp(
  org: Org,
  id: string,
  state: ExternalClientAppInputs & ExternalClientAppOutputs,
): Promise<ResourceState<ExternalClientAppInputs, ExternalClientAppOutputs> | undefined> {
  const doing = `reading app ${state.apiName}`;
  const app = await findApp(org, { id }, doing);
  if (!app) {
    await confirmAppGoneByQueries(org, doing);
    return undefined;
  }
  const { text } = splitMark(app.record.Description);
  const found = appInputs.found(partsOf({ app, description: text }), state, { keptFlows: [], writtenPkce: undefined });
  const inputs = asFarAsSeen(appInputs.names, { ...found, apiName: app.developerName }, state, notLookedAt);
  return { id: app.record.Id, inputs, outputs: state, notLookedAt };
}
