import { pulumiCommand } from "../common/commands.ts";
import { nearestName } from "../common/nearestName.ts";
import { isHarmless } from "./shown.ts";

/**
 * Settings of the connection, each with the environment variable that serves when a stack's configuration does not have
 * it. Those that end in `Variable` name a variable themselves; those of the reader are read by `loginNames.ts`; `ownerTag` is read by the program, `tags`
 * by `fleet`.
 */
const variables = {
  instanceUrl: "SALESFORCE_INSTANCE_URL",
  loginUrl: "SALESFORCE_LOGIN_URL",
  audience: "SALESFORCE_AUDIENCE",
  apiVersion: "SALESFORCE_API_VERSION",
  orgId: "SALESFORCE_ORG_ID",
  replacedOrgId: "SALESFORCE_REPLACED_ORG_ID",
  allowProduction: "SALESFORCE_ALLOW_PRODUCTION",
  readOnly: "SALESFORCE_READ_ONLY",
  clientId: "SALESFORCE_CLIENT_ID",
  allowUnknownDeployerApp: "SALESFORCE_ALLOW_UNKNOWN_DEPLOYER_APP",
  username: "SALESFORCE_USERNAME",
  privateKeyFile: "SALESFORCE_PRIVATE_KEY_FILE",
  sfAlias: "SALESFORCE_SF_ALIAS",
  requestTimeoutSeconds: "SALESFORCE_REQUEST_TIMEOUT_SECONDS",
  deployTimeoutSeconds: "SALESFORCE_DEPLOY_TIMEOUT_SECONDS",
  retryAttempts: "SALESFORCE_RETRY_ATTEMPTS",
  retryTimeSeconds: "SALESFORCE_RETRY_TIME_SECONDS",
  apiReserve: "SALESFORCE_API_RESERVE",
  composeWrites: "SALESFORCE_COMPOSE_WRITES",
  accessTokenVariable: undefined,
  privateKeyVariable: undefined,
  readerClientId: "SALESFORCE_READER_CLIENT_ID",
  readerUsername: "SALESFORCE_READER_USERNAME",
  readerPrivateKeyFile: "SALESFORCE_READER_PRIVATE_KEY_FILE",
  readerPrivateKeyVariable: undefined,
  readerAccessTokenVariable: undefined,
  ownerTag: undefined,
  tags: undefined,
} as const;

export type SettingName = keyof typeof variables;

export const settingNames = Object.keys(variables) as SettingName[];

/** What people have put into a stack's configuration that is a secret. */
export const secretNames = ["accessToken", "privateKey", "privateKeyPem", "clientSecret", "password"] as const;

/**
 * The namespace of the settings in a stack's configuration, and how their names begin there. It is the one namespace of
 * which Pulumi gives a provider process of Node.js *today's* values in every command; those of all others are the ones
 * of the last `up` when a stack is refreshed or destroyed.
 */
const namespace = "pulumi-nodejs";
const prefix = "salesforce.";

/** The key of a setting in a stack's configuration: `pulumi-nodejs:salesforce.orgId`. */
export const settingKey = (name: string): string => `${namespace}:${prefix}${name}`;

/** Where a setting is set, for messages: its key, and its environment variable if it has one. */
export function whereToSet(name: SettingName): string {
  const variable = variables[name];
  return variable === undefined ? settingKey(name) : `${settingKey(name)} (or the environment variable ${variable})`;
}

/** The command that sets a setting. */
export const commandToSet = (name: SettingName, value: string): string =>
  pulumiCommand(`config set ${settingKey(name)} ${value}`);

/** The environment variable of a setting. */
export const variableOf = (name: SettingName): string | undefined => variables[name];

/** The settings that a stack's configuration holds, as they are written there; a name may be wrong. */
export type StackSettings = ReadonlyMap<string, string>;

/**
 * Reads what Pulumi gives a provider process in `PULUMI_CONFIG`: a JSON object of the keys of our namespace, without the
 * namespace.
 *
 * @throws SyntaxError when it is no JSON
 */
export function stackSettings(pulumiConfig: string): { settings: StackSettings; problems: string[] } {
  const settings = new Map<string, string>();
  const problems: string[] = [];
  for (const [key, value] of Object.entries(JSON.parse(pulumiConfig) as Record<string, string>)) {
    if (key.startsWith(prefix)) settings.set(key.slice(prefix.length), value);
    else problems.push(...misplaced(key));
  }
  return { settings, problems };
}

/** The key of the setting that a name without the namespace is meant for: `orgId`, `salesforce.orgId`; undefined if none. */
export function settingMeant(name: string): string | undefined {
  const given = name.replace(/^salesforce[.:]/i, "").toLowerCase();
  const setting = settingNames.find((known) => known.toLowerCase() === given);
  return setting && settingKey(setting);
}

/** Keys of the namespace that are not below `salesforce.` but are meant to be; what others put there is theirs. */
function misplaced(key: string): string[] {
  if (key === "salesforce") {
    return [
      `${namespace}:${key} holds several settings in one key, as --path makes it. Give each a key of its own, without --path: ${commandToSet("orgId", "…")}; then run: ${pulumiCommand(`config rm ${namespace}:${key}`)}.`,
    ];
  }
  const [first = "", ...rest] = key.split(/[.:]/);
  const name = nearestName(rest.join(".") || first.replace(/^salesforce[.:]?/i, ""), [...settingNames, ...secretNames]);
  const isMeant = rest.length > 0 ? nearestName(first, ["salesforce"]) !== undefined : name !== undefined;
  if (!isMeant) return [];
  return [`${shownKey(key)} is not a setting; did you mean ${settingKey(name ?? "…")}? ${commandToRemove(key)}`];
}

/** What is wrong with the names of a stack's settings; their values are in no message. */
export function problemsOfNames(settings: StackSettings): string[] {
  return [...settings.keys()].flatMap((name) => {
    if ((settingNames as string[]).includes(name)) return [];
    const nearest = nearestName(name, [...settingNames, ...secretNames]);
    if ((secretNames as readonly (string | undefined)[]).includes(nearest)) return [secretInConfiguration(name)];
    const meant = nearest ? `did you mean ${settingKey(nearest)}?` : `known are ${settingNames.join(", ")}.`;
    return [`${shownKey(`${prefix}${name}`)} is not a setting; ${meant} ${commandToRemove(`${prefix}${name}`)}`];
  });
}

/** A key of the namespace for a message: people put values where names belong. */
const shownKey = (key: string) =>
  isHarmless(key)
    ? `${namespace}:${key}`
    : `A key of ${namespace} (${key.length} characters, not shown: it may be a secret)`;

const commandToRemove = (key: string) =>
  isHarmless(key)
    ? `To remove it: ${pulumiCommand(`config rm ${namespace}:${key}`)}.`
    : "Remove it from the stack's file.";

function secretInConfiguration(name: string): string {
  return `${settingKey(name)} is a secret and must not be in the stack's configuration; put it into an environment variable or a file and remove it with "${pulumiCommand(`config rm ${settingKey(name)}`)}".`;
}
