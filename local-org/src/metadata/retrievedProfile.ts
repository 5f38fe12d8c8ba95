import type { Org } from "../contracts.ts";
import { packagedName } from "./ownNamespace.ts";
import type { PackageManifest } from "./packageManifest.ts";
import type { MetadataRecord } from "./typeSchema.ts";

/**
 * A profile as a retrieve gives it out: its permissions whole, but of everything else only what concerns components that
 * the same manifest names. Classes among these are listed whether they may be used or not.
 */
export function retrievedProfile(org: Org, record: MetadataRecord, manifest: PackageManifest): MetadataRecord {
  const named = (type: string) => new Set(membersOf(manifest, type).map((member) => member.toLowerCase()));
  const entries = (element: string) => (record[element] ?? []) as readonly MetadataRecord[];
  const objects = named("CustomObject");
  const fields = named("CustomField");
  const permissions = named("CustomPermission");
  const classes = named("ApexClass");
  const enabled = new Set(entries("classAccesses").map(({ apexClass }) => apexClass));
  return {
    ...record,
    classAccesses: org.records
      .find("ApexClass")
      .map((row) => packagedName(org, row.NamespacePrefix, row.Name))
      .filter((name) => classes.has(name.toLowerCase()))
      .sort()
      .map((apexClass) => ({ apexClass, enabled: enabled.has(apexClass) })),
    customPermissions: entries("customPermissions").filter(({ name }) => permissions.has(String(name).toLowerCase())),
    fieldPermissions: entries("fieldPermissions").filter(({ field }) => {
      const name = String(field).toLowerCase();
      return fields.has(name) || objects.has(name.split(".")[0] ?? "");
    }),
    objectPermissions: entries("objectPermissions").filter(({ object }) => objects.has(String(object).toLowerCase())),
  };
}

function membersOf(manifest: PackageManifest, type: string): string[] {
  return manifest.types.filter(({ name }) => name === type).flatMap(({ members }) => members);
}
