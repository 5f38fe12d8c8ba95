import { type SettingName, settingKey, variableOf } from "../common/settingNames.ts";
import type { StackSettings } from "./settings.ts";
import { isHarmless } from "./shown.ts";

/** What the outside world has to offer; given in, so that the decision is a pure function. */
export interface ConnectionSources {
  /** Settings of the stack's configuration as it is now. */
  settings: StackSettings;
  environment: Record<string, string | undefined>;
  /**
   * Text of a file.
   *
   * @throws Error with the code of the system, such as ENOENT, when it cannot be read
   */
  readFile(path: string): string;
}

/** Settings by name: those of the stack before those of the environment. */
export function settingReader({ settings, environment }: ConnectionSources) {
  const ofStack = (name: SettingName) => settings.get(name)?.trim() || undefined;
  const value = (name: SettingName): string | undefined => {
    const variable = variableOf(name);
    return ofStack(name) ?? ((variable && environment[variable]?.trim()) || undefined);
  };
  /** Where a value that is there comes from. */
  const source = (name: SettingName): string =>
    ofStack(name) === undefined ? `the environment variable ${variableOf(name)}` : settingKey(name);
  /**
   * The name of the variable that a credential is in. What is none is a problem of that setting, and is not looked for:
   * people put the credential itself there.
   */
  const variableIn = (name: Extract<SettingName, `${string}Variable`>, usual: string): string => {
    const given = value(name) ?? usual;
    return isVariableName(given) ? given : usual;
  };
  return { value, source, variableIn };
}

/** Whether a text can be the name of an environment variable, and is no key or token. */
export const isVariableName = (text: string): boolean => /^[A-Za-z_]\w{0,99}$/.test(text) && isHarmless(text);
