import { pulumiCommand } from "./commands.ts";
import { nearestName } from "./nearestName.ts";

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
export const namespace = "pulumi-nodejs";
export const prefix = "salesforce.";

/** The key of a setting in a stack's configuration: `pulumi-nodejs:salesforce.orgId`. */
export const settingKey = (name: string): string => `${namespace}:${prefix}${name}`;

/** The environment variable of a setting. */
export const variableOf = (name: SettingName): string | undefined => variables[name];

/** The key of the setting that a name without the namespace is meant for: `orgId`, `salesforce.orgId`; undefined if none. */
export function settingMeant(name: string): string | undefined {
  const given = name.replace(/^(?:pulumi-nodejs[.:])?(?:salesforce[.:])?/i, "").toLowerCase();
  const setting = settingNames.find((known) => known.toLowerCase() === given);
  return setting && settingKey(setting);
}

/** The refusal of a key that holds a secret, in whatever namespace. */
export function secretInConfiguration(key: string): string {
  return `${key} is a secret and must not be in the stack's configuration; put it into an environment variable or a file and remove it with "${pulumiCommand(`config rm ${key}`)}".`;
}

/** The namespace of version 0.1.0. */
export const formerNamespace = "salesforce";

/**
 * Keys of a stack's configuration that are meant to be settings of the connection and are in a namespace that nobody reads:
 * `Pulumi-NodeJS:salesforce.readOnly`, `Salesforce:orgId`, `salesforce:orgid`. What is misspelt in our own namespace, and
 * the keys of version 0.1.0, are judged elsewhere.
 *
 * @returns a sentence for each, with the key that was meant; values are in none
 */
export function settingsInOtherNamespaces(keys: Iterable<string>): string[] {
  return [...keys].flatMap((key) => {
    const at = key.indexOf(":");
    const [given, name] = [key.slice(0, at), key.slice(at + 1)];
    if (at < 1 || given === namespace) return [];
    const below = /^salesforce[.:](.+)$/i.exec(name)?.[1];
    const isFormer = nearestName(given, [formerNamespace]) !== undefined;
    const meant = nearestName(below ?? (isFormer ? name : ""), [...settingNames, ...secretNames]);
    if (meant === undefined || (given === formerNamespace && meant === name)) return [];
    if ((secretNames as readonly string[]).includes(meant)) return [secretInConfiguration(key)];
    return [
      `${key} is no key that is read; did you mean ${settingKey(meant)}? To remove it: ${pulumiCommand(`config rm ${key}`)}.`,
    ];
  });
}
