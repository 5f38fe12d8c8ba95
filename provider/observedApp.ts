import { appFlows, setupName } from "../salesforce/appComponents.ts";
import { type AppRecord, componentOfApp, type FoundComponent, findApp } from "../salesforce/externalClientApps.ts";
import { textOf } from "../salesforce/metadataElements.ts";
import type { Org } from "../salesforce/org.ts";
import { confirmAppGone } from "./appPresence.ts";
import { detailsIfAny } from "./certificates.ts";
import { type AppContext, type AppPart, appInputs, type ExternalClientAppInputs } from "./externalClientAppFields.ts";
import type { Components } from "./fields.ts";
import { flowsOn, keptFlows } from "./flows.ts";
import type { ResourceState } from "./lifecycle.ts";
import { type Mark, splitMark } from "./marks.ts";
import { spelledAs } from "./spelling.ts";

export interface ExternalClientAppOutputs {
  consumerKey: string;
  /** SHA-256 of the certificate's DER form, lower-case hex; empty when the app has none. */
  certificateSha256: string;
  /** End of the certificate's validity, ISO 8601 in UTC; empty when the app has none. */
  certificateValidTo: string;
  oauthSettingsName: string;
  globalOauthSettingsName: string;
  /** Other flows that are on and stay on; absent when there are none. */
  keptFlows?: string[];
  /** Whether it was there before and was taken over. */
  isAdopted: boolean;
}

/** An app as the org holds it, without its policies. */
export interface SeenApp {
  app: AppRecord;
  mark?: Mark;
  /** The description without the mark. */
  description: string;
  oauthSettings?: FoundComponent;
  globalOauthSettings?: FoundComponent;
}

/** Names of the app, and of its components where they are known. */
export type AppNames = Pick<ExternalClientAppInputs, "apiName"> &
  Partial<Pick<ExternalClientAppOutputs, "oauthSettingsName" | "globalOauthSettingsName">>;

/** Reads an app; undefined if it is not there, which is confirmed where it is looked for by its id. */
export async function observeApp(
  org: Org,
  by: { id: string } | { developerName: string },
  { apiName, oauthSettingsName, globalOauthSettingsName }: AppNames,
): Promise<SeenApp | undefined> {
  const doing = `reading app ${apiName}`;
  const app = findApp(org, by, doing);
  const component = (part: "oauthSettings" | "globalOauthSettings", name = setupName(apiName, part)) =>
    componentOfApp(org, part, name, app, doing);
  const [found, oauthSettings, globalOauthSettings] = await Promise.all([
    app,
    component("oauthSettings", oauthSettingsName),
    component("globalOauthSettings", globalOauthSettingsName),
  ]);
  if (!found) {
    if ("id" in by) await confirmAppGone(org, apiName, doing);
    return undefined;
  }
  const { text, mark } = splitMark(found.record.Description);
  return {
    app: found,
    ...(mark && { mark }),
    description: text,
    ...(oauthSettings && { oauthSettings }),
    ...(globalOauthSettings && { globalOauthSettings }),
  };
}

/** The components as far as they hold inputs. Of the application itself a query tells all of them. */
export function partsOf({ app, description, oauthSettings, globalOauthSettings }: SeenApp): Components<AppPart> {
  return {
    application: {
      label: textOf(app.record.MasterLabel),
      contactEmail: textOf(app.record.ContactEmail),
      description,
      distributionState: textOf(app.record.DistributionState),
    },
    oauthSettings: oauthSettings?.elements,
    globalOauthSettings: globalOauthSettings?.elements,
  };
}

/** The consumer key that the org gives; empty where it gives none. */
export const consumerKeyOf = ({ globalOauthSettings }: SeenApp) => textOf(globalOauthSettings?.elements.consumerKey);

/** Other flows that are on. */
const flowsOnIn = ({ globalOauthSettings }: SeenApp) => flowsOn(appFlows, globalOauthSettings?.elements);

/** What an earlier run has left in the state. */
export type AppState = Partial<ExternalClientAppInputs & ExternalClientAppOutputs>;

/**
 * What reading and writing needs to know besides the inputs. A create that has failed has left a state without outputs,
 * which says nothing of what was written.
 */
export function appContext(
  seen: SeenApp,
  { keepFlows }: Pick<ExternalClientAppInputs, "keepFlows">,
  isAdopted: boolean,
  state: AppState,
): AppContext {
  const isKnown = state.consumerKey !== undefined;
  const adopted = isAdopted ? flowsOnIn(seen) : [];
  return {
    keptFlows: keptFlows(appFlows, keepFlows, isKnown ? (state.keptFlows ?? []) : adopted),
    writtenPkce: isKnown ? state.isPkceRequired : undefined,
  };
}

/** The state of an app that is there. */
export function appState(
  seen: SeenApp,
  declared: ExternalClientAppInputs,
  context: AppContext,
  isAdopted: boolean,
): ResourceState<ExternalClientAppInputs, ExternalClientAppOutputs> {
  const { record, developerName } = seen.app;
  const certificate = detailsIfAny(textOf(seen.globalOauthSettings?.elements.certificate));
  const kept = flowsOnIn(seen).filter((flow) => context.keptFlows.includes(flow));
  return {
    id: record.Id,
    inputs: {
      ...appInputs.found(partsOf(seen), declared, context),
      apiName: spelledAs([declared.apiName], developerName),
    },
    outputs: {
      consumerKey: consumerKeyOf(seen),
      certificateSha256: certificate?.sha256 ?? "",
      certificateValidTo: certificate?.validTo ?? "",
      oauthSettingsName: seen.oauthSettings?.fullName ?? setupName(declared.apiName, "oauthSettings"),
      globalOauthSettingsName: seen.globalOauthSettings?.fullName ?? setupName(declared.apiName, "globalOauthSettings"),
      ...(kept.length > 0 && { keptFlows: kept }),
      isAdopted,
    },
  };
}
