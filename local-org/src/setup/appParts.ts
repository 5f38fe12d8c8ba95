/** The five components of an external client app, as Setup shows and changes them. */
import type { Org } from "../contracts.ts";
import { type AppComponent, type AppComponentType, componentOf } from "../externalClientApps/componentStore.ts";
import { effectiveOauthPolicies } from "../externalClientApps/oauthPoliciesType.ts";
import { permittedParentIds } from "../externalClientApps/permittedEntities.ts";
import { effectivePolicies } from "../externalClientApps/policiesType.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";

export interface AppParts {
  readonly application: AppComponent;
  readonly oauthSettings: AppComponent | undefined;
  readonly globalOauthSettings: AppComponent | undefined;
  /** The policies that hold: the app's own ones, or the defaults. */
  readonly oauthPolicies: MetadataRecord;
  readonly policies: MetadataRecord;
  /** Ids of the permission sets, those of profiles among them, that may use the app. */
  readonly permitted: ReadonlySet<string>;
}

export function appParts(org: Org, id: string): AppParts | undefined {
  const application = componentOf(org, "ExternalClientApplication", id);
  if (application === undefined) return undefined;
  const part = (type: AppComponentType) => componentOf(org, type, application.id);
  return {
    application,
    oauthSettings: part("ExtlClntAppOauthSettings"),
    globalOauthSettings: part("ExtlClntAppGlobalOauthSettings"),
    oauthPolicies: effectiveOauthPolicies(org, application.id),
    policies: effectivePolicies(org, application.id),
    permitted: new Set(permittedParentIds(org, application.id)),
  };
}
