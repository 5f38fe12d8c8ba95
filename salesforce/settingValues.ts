import { pulumiCommand } from "../common/commands.ts";
import { misspeltVariables } from "../common/misspeltVariables.ts";
import { type SettingName, settingKey, settingNames, variableOf } from "../common/settingNames.ts";
import { defaultApiVersion } from "./apiVersions.ts";
import type { Bounds } from "./bounds.ts";
import { apiAddressBeside, isBrowserHost } from "./browserHosts.ts";
import { sameId } from "./identifiers.ts";
import { credentialVariables } from "./loginNames.ts";
import { isLoopback } from "./loopback.ts";
import { isAlias } from "./salesforceCli.ts";
import { type ConnectionSources, isVariableName, settingReader } from "./settingReader.ts";
import { commandToSet } from "./settings.ts";
import { isHarmless, shown } from "./shown.ts";

/** Every environment variable that is read here without being named in a setting. */
const knownVariables = [...settingNames.flatMap((name) => variableOf(name) ?? []), ...credentialVariables];

/** Whether a variable is set, or the stack says what it would say. */
function isVariableSet({ settings, environment }: ConnectionSources, variable: string): boolean {
  const setting = settingNames.find((name) => variableOf(name) === variable);
  return [environment[variable], setting && settings.get(setting)].some((value) => value?.trim());
}

/** What each bound may be: the least and the most, both whole numbers. */
const bounds: { readonly [name in keyof Bounds]: readonly [number, number] } = {
  requestTimeoutSeconds: [1, 600],
  deployTimeoutSeconds: [1, 86_400],
  retryAttempts: [1, 20],
  retryTimeSeconds: [0, 600],
  apiReserve: [0, 1_000_000],
};

export const isOrgId = (value: string): boolean => /^00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(value);

/**
 * The settings of the connection that are there, each read in its own form. What is missing is no problem here: a run that
 * asks no org needs no login.
 */
export function settingValues(sources: ConnectionSources) {
  const { value, source } = settingReader(sources);
  // What a setting names is read.
  const named = new Set(sources.settings.values());
  const unnamed = Object.entries(sources.environment).filter(([variable]) => !named.has(variable));
  const problems: string[] = misspeltVariables(Object.fromEntries(unnamed), {
    prefix: "SALESFORCE",
    names: knownVariables,
    isSet: (variable) => isVariableSet(sources, variable),
  });
  for (const name of settingNames) {
    if (value(name)?.includes("…")) {
      problems.push(`${source(name)} has the "…" of an example in it: put the whole value there.`);
    }
    // A stack may say that it has no tags.
    if (name === "tags" || sources.settings.get(name)?.trim() !== "") continue;
    const otherwise = variableOf(name) ? ", and its environment variable counts" : "";
    problems.push(
      `${settingKey(name)} is set to nothing. Give it a value; or remove it${otherwise}: ${pulumiCommand(`config rm ${settingKey(name)}`)}.`,
    );
  }
  const wrong = (name: SettingName, rule: string) =>
    problems.push(`${source(name)} must be ${rule}, not ${shown(value(name) ?? "")}.`);

  const url = (name: "instanceUrl" | "loginUrl"): string | undefined => {
    const text = value(name);
    if (text === undefined) return undefined;
    const parsed = URL.parse(text);
    if (!parsed || (parsed.protocol !== "https:" && !(parsed.protocol === "http:" && isLoopback(text)))) {
      wrong(name, "an https URL such as https://mycompany.my.salesforce.com");
      return undefined;
    }
    if (parsed.username !== "" || parsed.password !== "") {
      problems.push(`${source(name)} must be an address without a user name or password.`);
    }
    if (isBrowserHost(parsed.hostname)) {
      const address = apiAddressBeside(parsed.hostname);
      problems.push(
        `${source(name)} is an address for browsers, on which there is no API; use the My Domain address that ends in my.salesforce.com (Setup, My Domain)${address && isHarmless(address) ? `: ${commandToSet(name, address)}` : "."}`,
      );
    }
    return parsed.origin;
  };
  const orgId = (name: "orgId" | "replacedOrgId", example: string): string | undefined => {
    const id = value(name);
    if (id !== undefined && !isOrgId(id)) {
      wrong(name, `the id of ${example}, 15 or 18 characters that start with 00D`);
    }
    return id;
  };
  const isTrue = (
    name: "allowProduction" | "allowUnknownDeployerApp" | "readOnly" | "composeWrites",
    otherwise = false,
  ): boolean => {
    const text = value(name) ?? String(otherwise);
    if (!["true", "false"].includes(text)) wrong(name, "true or false");
    return text === "true";
  };

  const instanceUrl = url("instanceUrl");
  const loginUrl = url("loginUrl");
  const apiVersion = value("apiVersion") ?? defaultApiVersion;
  if (!/^\d{2,3}\.0$/.test(apiVersion) || Number(apiVersion) < 63) {
    wrong("apiVersion", "63.0 or later in the form 67.0");
  }
  const organizationId = orgId("orgId", "an org");
  const replacedOrganizationId = orgId("replacedOrgId", "the org that was replaced");
  if (organizationId !== undefined && replacedOrganizationId !== undefined) {
    if (sameId(organizationId, replacedOrganizationId)) {
      problems.push(`${source("replacedOrgId")} is the id of the org itself; remove it.`);
    }
  }
  const ownBounds: Partial<Bounds> = {};
  for (const [name, [least, most]] of Object.entries(bounds) as [keyof Bounds, readonly [number, number]][]) {
    const text = value(name);
    if (text === undefined) continue;
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) ownBounds[name] = number;
    else wrong(name, `a whole number from ${least} to ${most}`);
  }
  for (const name of settingNames.filter((each) => each.endsWith("Variable"))) {
    const given = value(name);
    if (given !== undefined && !isVariableName(given)) wrong(name, "the name of an environment variable");
  }
  const alias = value("sfAlias");
  if (alias !== undefined && !isAlias(alias)) wrong("sfAlias", "an alias or a username of sf org list");

  const values = {
    instanceUrl,
    loginUrl,
    apiVersion,
    organizationId,
    replacedOrganizationId,
    allowsProduction: isTrue("allowProduction"),
    allowsUnknownDeployerApp: isTrue("allowUnknownDeployerApp"),
    isReadOnly: isTrue("readOnly"),
    composesWrites: isTrue("composeWrites", true),
    bounds: ownBounds,
    alias,
  };
  return { values, problems };
}
