import type { SettingName } from "../common/settingNames.ts";
import { type ConnectionSources, isVariableName, settingReader } from "./settingReader.ts";

/** The settings that a login is made of. */
export interface LoginNames {
  /** Whose login it is, for messages. */
  who: "deployer" | "reader";
  clientId: SettingName;
  username: SettingName;
  privateKeyFile: SettingName;
  privateKeyVariable: VariableSetting;
  accessTokenVariable: VariableSetting;
  /** The variable that holds the private key, where no other is named. */
  usualKeyVariable: string;
  /** The variable that holds the access token, where no other is named. */
  usualTokenVariable: string;
}

/** A setting that names an environment variable. */
export type VariableSetting = Extract<SettingName, `${string}Variable`>;

const deployer: LoginNames = {
  who: "deployer",
  clientId: "clientId",
  username: "username",
  privateKeyFile: "privateKeyFile",
  privateKeyVariable: "privateKeyVariable",
  accessTokenVariable: "accessTokenVariable",
  usualKeyVariable: "SALESFORCE_PRIVATE_KEY",
  usualTokenVariable: "SALESFORCE_ACCESS_TOKEN",
};

const reader: LoginNames = {
  who: "reader",
  clientId: "readerClientId",
  username: "readerUsername",
  privateKeyFile: "readerPrivateKeyFile",
  privateKeyVariable: "readerPrivateKeyVariable",
  accessTokenVariable: "readerAccessTokenVariable",
  usualKeyVariable: "SALESFORCE_READER_PRIVATE_KEY",
  usualTokenVariable: "SALESFORCE_READER_ACCESS_TOKEN",
};

/** The variables that a credential is taken from where a stack names no other. */
export const credentialVariables = [deployer, reader].flatMap(({ usualKeyVariable, usualTokenVariable }) => [
  usualKeyVariable,
  usualTokenVariable,
]);

/** What is wrong with the variables that the stack itself names for a login: nothing is in them. */
export function emptyVariables(login: LoginNames, sources: ConnectionSources): string[] {
  const { value, source } = settingReader(sources);
  return [login.privateKeyVariable, login.accessTokenVariable].flatMap((name) => {
    const variable = value(name);
    if (variable === undefined || !isVariableName(variable) || sources.environment[variable]?.trim()) return [];
    const what = name === login.privateKeyVariable ? "private key" : "access token";
    const state = sources.environment[variable] === undefined ? "not set" : "empty";
    return `There is no credential: the environment variable ${variable}, which ${source(name)} names for the ${what} of the ${login.who}, is ${state}.`;
  });
}

/**
 * Whose login is taken: that of the reader where the settings are read-only and name one. A job that is to write nothing
 * then never falls back to the login of the deployer.
 */
export function loginNames(sources: ConnectionSources): LoginNames {
  const { value } = settingReader(sources);
  if (value("readOnly") !== "true") return deployer;
  const { clientId, username, privateKeyFile, privateKeyVariable, accessTokenVariable } = reader;
  const settings = [clientId, username, privateKeyFile, privateKeyVariable, accessTokenVariable];
  return settings.some((name) => value(name) !== undefined) ? reader : deployer;
}
