import { pulumiCommand } from "../common/commands.ts";
import { formerNamespace, secretNames, settingKey, settingNames } from "../common/settingNames.ts";
import { isHarmless } from "./shown.ts";

/** The former settings in a stack's configuration that can only be asked for single keys, with their values. */
export function formerSettings(get: (key: string) => string | undefined): Map<string, string> {
  const names = [...settingNames, ...secretNames];
  return new Map(
    names.flatMap((name) => {
      const value = get(`${formerNamespace}:${name}`);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** The former settings among the keys of a stack's configuration file. */
export function formerSettingsIn(configuration: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...configuration]
      .filter(([key]) => key.startsWith(`${formerNamespace}:`))
      .map(([key, value]) => [key.slice(formerNamespace.length + 1), value]),
  );
}

/**
 * The refusal of former settings, with the commands that move all of them.
 *
 * @param found name and value of each; secrets are not moved but taken out
 * @param stack name of the stack, if it is known
 */
export function refusalOfFormer(found: ReadonlyMap<string, string>, stack: string | undefined): string {
  const moved = [...found].filter(([name]) => (settingNames as string[]).includes(name));
  const values = moved.map(([name, value]) => ` --plaintext ${settingKey(name)}=${isHarmless(value) ? value : "…"}`);
  const keys = [...found.keys()].map((name) => `${formerNamespace}:${name}`);
  const commands = [
    ...(values.length > 0 ? [`${pulumiCommand("config set-all", stack)}${values.join("")}`] : []),
    `${pulumiCommand("config rm-all", stack)} ${keys.join(" ")}`,
  ];
  return `The stack's configuration has ${keys.join(", ")}. Settings of the connection are below ${settingKey("")}… now, because a refresh and a destroy would not see today's values there. To move them:\n${commands.map((command) => `  ${command}`).join("\n")}`;
}
