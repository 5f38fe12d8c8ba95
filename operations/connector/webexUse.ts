import { misspeltVariables } from "../../common/misspeltVariables.ts";
import { asSentence } from "../../common/sentence.ts";
import { settingKey } from "../../common/settingNames.ts";
import { connectionSteps } from "../../provider/connectionSteps.ts";
import { harmless } from "../../salesforce/harmless.ts";
import { type ConnectorUse, connectorUses } from "../../webex/connectorUse.ts";
import { WebexError } from "../../webex/errors.ts";
import { webexGateway } from "../../webex/gateway.ts";
import { type WebexSettings, webexSettings, webexVariables } from "../../webex/settings.ts";
import { CommandError } from "../commandLine.ts";

/** The next step for what went wrong on the way; those for the settings of an org do not count here. */
function stepsOf({ code }: WebexError): string[] {
  const step = connectionSteps.get(code);
  return step === undefined || step.includes(settingKey("")) ? [] : [step];
}

/**
 * Where Webex answers, from the environment; undefined where it holds no token.
 *
 * @throws CommandError for what is missing or wrong, a misspelt name of a variable among it: a token under such a name must
 * not look like none
 */
export function webexOfEnvironment(environment: NodeJS.ProcessEnv = process.env): WebexSettings | undefined {
  const settings = webexSettings(environment);
  const isSet = (name: string) => Boolean(environment[name]?.trim());
  const problems = misspeltVariables(environment, { prefix: "WEBEX", names: webexVariables, isSet });
  if (settings !== undefined && "problem" in settings) problems.push(settings.problem);
  if (problems.length > 0) throw new CommandError(`The connection to Webex is not set up: ${problems.join(" ")}`);
  return settings as WebexSettings | undefined;
}

/** What a person should know of the token. */
export const tellOfToken = (line: string): void => console.error(line);

/** Does something that asks Webex. @throws CommandError for what Webex refuses */
export async function explainingWebexErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WebexError)) throw error;
    throw new CommandError(`Webex: ${[asSentence(error.message), ...stepsOf(error)].join(" ")}`);
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
  const call = webexGateway(settings, tellOfToken);
  return explainingWebexErrors(() => connectorUses(call, names));
}

/** Lines for the person who watches. */
export function useInWords(name: string, { connectorId, isListed, flows, unknown, flowsSeen }: ConnectorUse): string[] {
  const connector = `connector "${harmless(name)}"`;
  const unlisted = "It may be that it lists no Salesforce connectors at all: look in Control Hub.";
  return [
    ...(isListed ? [] : [`Webex lists no ${connector} among those that a flow can choose. ${unlisted}`]),
    ...(connectorId !== undefined && flows.length === 0
      ? [
          `Webex: ${connector} is there, and ${unknown.length > 0 ? "no flow that could be read uses it" : `none of the ${flowsSeen} flows and subflows that this token sees uses it`}.`,
        ]
      : []),
    ...(flows.length > 0 ? [`Webex: ${connector} is used by`] : []),
    ...flows.map(
      ({ flow, version, activities }) => `  ${harmless(`${flow} (${version}): ${activities.join(", ")}`, 1000)}`,
    ),
    ...(unknown.length > 0 ? [`Webex: whether ${connector} is used could not be read of`] : []),
    ...unknown.map(({ flow, version, problem }) => `  ${harmless(`${flow} (${version}): ${problem}`, 1000)}`),
  ];
}
