/** Packages of external client apps as orgs hold them: how one is written, deployed and compared with what comes back. */
import { strFromU8, unzipSync } from "fflate";
import { readXml, type XmlElement } from "../../src/metadata/xmlReader.ts";
import type { LocalOrg } from "../../src/server.ts";
import { type DeployResult, deploy, deployerConnection, type Files, manifest, metadataFile } from "./kit.ts";

type Value = string | number | boolean | readonly Elements[];
/** Elements of one component, in the order of a retrieve. */
export type Elements = { readonly [element: string]: Value | undefined };

const folders = {
  ExternalClientApplication: ["externalClientApps", "eca"],
  ExtlClntAppConfigurablePolicies: ["extlClntAppPolicies", "ecaPlcy"],
  ExtlClntAppGlobalOauthSettings: ["extlClntAppGlobalOauthSets", "ecaGlblOauth"],
  ExtlClntAppOauthConfigurablePolicies: ["extlClntAppOauthPolicies", "ecaOauthPlcy"],
  ExtlClntAppOauthSecuritySettings: ["extlClntAppOauthSecuritySettings", "ecaOauthSecurity"],
  ExtlClntAppOauthSettings: ["extlClntAppOauthSettings", "ecaOauth"],
  PermissionSet: ["permissionsets", "permissionset"],
  Settings: ["settings", "settings"],
} as const;

export type TypeName = keyof typeof folders;
/** Components by type and full name. */
export type Components = { readonly [type in TypeName]?: { readonly [fullName: string]: Elements } };

/** One deploy of a held app. */
export interface HeldPackage {
  readonly version: number;
  readonly components: Components;
}

/** The files of a package, with its manifest. */
export function packageFiles({ version, components }: HeldPackage): Files {
  const files: Files = {};
  const members: Record<string, string[]> = {};
  for (const { type, fullName, elements } of listed(components)) {
    files[pathOf(type, fullName)] = metadataFile(
      type === "Settings" ? `${fullName}Settings` : type,
      Object.entries(elements).map(elementText).join("\n"),
    );
    members[type] = [...(members[type] ?? []), fullName];
  }
  return { "package.xml": manifest(members, `${version}.0`), ...files };
}

/** Makes what the policies of packages name: permission sets, profiles and users. */
export async function makeWhatTheyName(local: LocalOrg, packages: readonly HeldPackage[]): Promise<void> {
  const { org } = local;
  const connection = deployerConnection(local);
  const licence = String(org.records.find("UserLicense", { Name: "Salesforce" })[0]?.Id);
  const [integration] = org.records.find("Profile", { Name: "Minimum Access - API Only Integrations" });
  const isThere = (type: string, where: object): boolean => org.records.find(type, where).length > 0;
  for (const { elements } of packages.flatMap(({ components }) => listed(components))) {
    for (const Name of items(elements.commaSeparatedPermissionSet))
      if (!isThere("PermissionSet", { Name })) await connection.sobject("PermissionSet").create({ Name, Label: Name });
    for (const Name of items(elements.commaSeparatedProfile))
      if (!isThere("Profile", { Name })) await connection.sobject("Profile").create({ Name, UserLicenseId: licence });
    for (const username of [elements.clientCredentialsFlowUser, elements.executeHandlerAs]) {
      if (username === undefined || isThere("User", { Username: String(username) })) continue;
      org.records.insert("User", {
        Username: String(username).toLowerCase(),
        LastName: "Runs as",
        ProfileId: String(integration?.Id),
        IsActive: true,
      });
    }
  }
}

/** Deploys packages one after another. @returns the results */
export async function deployAll(local: LocalOrg, packages: readonly HeldPackage[]): Promise<DeployResult[]> {
  const results: DeployResult[] = [];
  for (const held of packages) results.push(await deploy(local, packageFiles(held)));
  return results;
}

/**
 * Retrieves what the packages hold at the version of the last one, and tells what is not as it was deployed last:
 * lists with commas are sets, and what the org added is no loss.
 */
export async function losses(local: LocalOrg, packages: readonly HeldPackage[]): Promise<string[]> {
  const last = packages.at(-1);
  if (last === undefined) return [];
  const wanted = new Map(packages.flatMap(({ components }) => listed(components)).map((one) => [key(one), one]));
  const files = await retrieved(local, [...wanted.values()], `${last.version}.0`);
  return [...wanted.values()].flatMap(({ type, fullName, elements }) => {
    const path = pathOf(type, fullName);
    const file = files[path];
    if (file === undefined) return [`${path} is not there`];
    const found = new Map(readXml(file).children.map((child) => [child.name, comparable(child)]));
    const wantedTexts = Object.entries(elements).filter(([, value]) => value !== undefined && value !== "");
    return wantedTexts.flatMap(([name, value]) => {
      const expected = comparable(readXml(elementText([name, value])));
      return found.get(name) === expected ? [] : [`${path} ${name}: ${expected} became ${found.get(name)}`];
    });
  });
}

/** Files of a retrieve by path, without the manifest. */
export async function retrieved(
  local: LocalOrg,
  members: readonly { readonly type: TypeName; readonly fullName: string }[],
  version = "68.0",
): Promise<Files> {
  const byType = Map.groupBy(members, ({ type }) => type);
  const types = [...byType].map(([name, named]) => ({ name, members: named.map(({ fullName }) => fullName) }));
  const connection = deployerConnection(local, version);
  const request = { apiVersion: version, singlePackage: true, unpackaged: { version, types } };
  // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce want more than the API does
  const { zipFile } = await (connection.metadata.retrieve(request as any) as any).complete();
  const entries = Object.entries(unzipSync(Buffer.from(String(zipFile), "base64")));
  return Object.fromEntries(entries.map(([path, bytes]) => [path, strFromU8(bytes)]));
}

interface Listed {
  readonly type: TypeName;
  readonly fullName: string;
  readonly elements: Elements;
}

function listed(components: Components): Listed[] {
  return Object.entries(components).flatMap(([type, byName]) =>
    Object.entries(byName).map(([fullName, elements]) => ({ type: type as TypeName, fullName, elements })),
  );
}

function pathOf(type: TypeName, fullName: string): string {
  const [folder, suffix] = folders[type];
  return `${folder}/${fullName}.${suffix}`;
}

function key({ type, fullName }: Listed): string {
  return `${type} ${fullName}`;
}

function elementText([name, value]: readonly [string, Value | undefined]): string {
  if (value === undefined) return "";
  if (typeof value === "object")
    return value.map((item) => `<${name}>${Object.entries(item).map(elementText).join("")}</${name}>`).join("\n");
  return `<${name}>${escaped(String(value))}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function items(list: Value | undefined): string[] {
  return list === undefined
    ? []
    : String(list)
        .split(",")
        .map((item) => item.trim());
}

function comparable({ name, text, children }: XmlElement): string {
  if (children.length > 0) return JSON.stringify(children.map((child) => [child.name, comparable(child)]));
  return /^commaSeparated/.test(name) ? JSON.stringify(items(text).sort()) : text.trim();
}
