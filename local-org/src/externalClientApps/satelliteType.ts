import type { Org } from "../contracts.ts";
import type { MetadataType } from "../metadata/metadataType.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import { type AppComponent, allComponents, applicationReference, componentNamed } from "./componentStore.ts";
import type { SatelliteType } from "./satellites.ts";

/** What one type of satellite has of its own. */
interface SatelliteBehaviour extends Pick<MetadataType, "schema" | "writePermission" | "write" | "finishDeploy"> {
  typeName: SatelliteType;
  /** The elements that the org writes back beside the reference to the app; absent: those that are stored. */
  shown?(org: Org, component: AppComponent): MetadataRecord;
  /** Forgets a component, and whatever goes with it. */
  forget(org: Org, component: AppComponent): void;
}

/** A metadata type whose components belong to an application: how they are found, shown and removed. */
export function satelliteType({ typeName, shown, forget, ...own }: SatelliteBehaviour): MetadataType {
  const asShown = (org: Org, component: AppComponent): AppComponent => {
    const externalClientApplication = applicationReference(org, component);
    const record = shown?.(org, component) ?? component.record;
    return { ...component, record: { ...record, externalClientApplication } };
  };
  return {
    ...own,
    all: (org) => allComponents(org, typeName).map((component) => asShown(org, component)),
    find(org, fullName) {
      const component = componentNamed(org, typeName, fullName);
      return component && asShown(org, component);
    },
    remove({ org }, fullName) {
      const component = componentNamed(org, typeName, fullName);
      if (!component) return false;
      forget(org, component);
      return true;
    },
  };
}
