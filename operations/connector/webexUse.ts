import { connectionSteps } from "../../provider/connectionSteps.ts";
import { harmless } from "../../salesforce/harmless.ts";
import { settingKey } from "../../salesforce/settings.ts";
import { type ConnectorUse, connectorUse } from "../../webex/connectorUse.ts";
import { WebexError } from "../../webex/errors.ts";
import { webexReader } from "../../webex/gateway.ts";
import { type WebexSettings, webexSettings } from "../../webex/settings.ts";
import { CommandError } from "../commandLine.ts";

/** The next step for what went wrong on the way; those for the settings of an org do not count here. */
function stepsOf({ code }: WebexError): string[] {
  const step = connectionSteps.get(code);
  return step === undefined || step.includes(settingKey("")) ? [] : [step];
}

/** Where Webex answers, from the environment; undefined where it holds no token. @throws CommandError for what is missing */
export function webexOfEnvironment(): WebexSettings | undefined {
  const settings = webexSettings(process.env);
  if (settings === undefined || !("problem" in settings)) return settings;
  throw new CommandError(`The connection to Webex is not set up: ${settings.problem}`);
}

/** What a person should know of the token. */
export const tellOfToken = (line: string): void => console.error(line);

/** Does something that asks Webex. @throws CommandError for what Webex refuses */
export async function explainingWebexErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WebexError)) throw error;
    throw new CommandError(`Webex: ${[`${error.message}.`, ...stepsOf(error)].join(" ")}`);
  }
}

/**
 * What Webex tells of connectors, by their names.
 *
 * @returns undefined where the environment holds no token: then nobody is asked
 * @throws CommandError when Webex refuses, or the settings lack something
 */
export async function usesInWebex(names: readonly string[]): Promise<Map<string, ConnectorUse> | undefined> {
  const settings = webexOfEnvironment();
  if (settings === undefined) return undefined;
  const read = webexReader(settings, tellOfToken);
  return explainingWebexErrors(async () => {
    const uses = new Map<string, ConnectorUse>();
    for (const name of names) uses.set(name, await connectorUse(read, name));
    return uses;
  });
}

/** Lines for the person who watches. */
export function useInWords(name: string, { connectorId, flows, flowsSeen }: ConnectorUse): string[] {
  if (connectorId === undefined) {
    return [
      `Webex lists no connector "${harmless(name)}" among those that a flow can choose. It may be that it lists no Salesforce connectors at all: look in Control Hub.`,
    ];
  }
  if (flows.length === 0) {
    return [
      `Webex: connector "${harmless(name)}" is there, and none of the ${flowsSeen} flows and subflows that this token sees uses it.`,
    ];
  }
  return [
    `Webex: connector "${harmless(name)}" is used by`,
    ...flows.map(({ flow, version, activities }) => harmless(`  ${flow} (${version}): ${activities.join(", ")}`, 1000)),
  ];
}
