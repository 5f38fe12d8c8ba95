/** The command that asks an org whether the rules of the ledger hold there. */
import { open, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { ledger } from "../src/ledger/index.ts";
import { verificationsFile } from "../src/ledger/verifications.ts";
import { apiOf } from "./api.ts";
import { allChecks, unaskedRules } from "./checks/index.ts";
import { withNewLocalOrg } from "./localTarget.ts";
import { announcement, outcomeLine, summary } from "./report.ts";
import { type AskedOrg, conformanceResult } from "./result.ts";
import { askRules, type Outcome } from "./run.ts";
import { takenLines, takeResult } from "./take.ts";
import { type Target, targetAt } from "./target.ts";

/** @param program how the person calls it */
const helpOf = (program: string) => `Usage: ${program} --target local|URL [--change-org] [--only TEXT] [--result FILE]
       ${program} --take FILE

Asks an org over plain HTTP for the rules of the local org's ledger, and prints of each: holds, differs (expected and
found) or not asked (and why).
  --target local  a new local org, gone afterwards
  --target URL    the org at this My Domain address, with the credentials of SALESFORCE_ACCESS_TOKEN, or of
                  SALESFORCE_CLIENT_ID, SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY or SALESFORCE_PRIVATE_KEY_FILE;
                  also SALESFORCE_LOGIN_URL, SALESFORCE_AUDIENCE, SALESFORCE_API_VERSION
  --change-org    needed with a URL: the questions create records and apps there, and take them away again
  --only TEXT     asks only for rules whose id contains this text
  --result FILE   writes what came of it, to be sent to others: edition, version of the API, day, and ids of rules;
                  no id, name, address, key or answer of the org
  --take FILE     takes such a result into the ledger of this checkout, as \`verified\`
Exit code: 0 when all rules hold that were asked, 1 when one differs, something is wrong or was left behind, 2 for wrong
arguments.`;

const wrongArguments = 2;

/**
 * Runs the command; what it has to say goes to the console.
 *
 * @param program how the person calls it, for the help
 * @returns the exit code
 */
export async function askConformance(programArguments: readonly string[], program: string): Promise<number> {
  const help = helpOf(program);
  const fail = (message: string, exitCode: number) => {
    console.error(message);
    return exitCode;
  };
  if (programArguments.includes("--help") || programArguments.includes("-h")) {
    console.log(help);
    return 0;
  }
  const options = readOptions(programArguments);
  if ("problem" in options) return fail(`${options.problem}\n\n${help}`, wrongArguments);
  const { target, only = "", "change-org": changeOrg, result: resultFile, take } = options;
  if (take !== undefined) return takeIntoLedger(take, fail);
  if (target === undefined) return fail(help, wrongArguments);
  const asked = allChecks.filter(({ id }) => id.includes(only));
  const unasked = unaskedRules().filter(({ id }) => id.includes(only));
  if (asked.length + unasked.length === 0) {
    return fail(`No rule's id contains ${only}; docs/rules.md of the local org lists the rules.`, wrongArguments);
  }
  console.log(`${announcement(asked)}\n`);
  if (target !== "local" && !changeOrg) {
    return fail(`Nothing was asked. To let this happen in ${target}, add --change-org.`, 1);
  }
  if (resultFile !== undefined) {
    const code = await whyUnwritable(resultFile);
    if (code)
      return fail(
        `Nothing was asked: ${resultFile} cannot be written: ${code}. Name a place that you may write to.`,
        1,
      );
  }
  try {
    const ask = (org: Target) => askAndReport(org, asked, unasked, resultFile);
    return target === "local" ? await withNewLocalOrg(ask) : await ask(await targetAt(target, process.env));
  } catch (error) {
    if ((error as Error).name !== "TargetError") throw error;
    return fail((error as Error).message, 1);
  }
}

function readOptions(programArguments: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { target: text, "change-org": { type: "boolean" }, only: text, result: text, take: text } as const;
  try {
    return parseArgs({ args: [...programArguments], options }).values;
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** Before the org is asked and changed, so that no result is lost to a wrong file name. */
async function whyUnwritable(file: string): Promise<string | undefined> {
  try {
    await (await open(file, "a")).close();
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

async function askAndReport(
  org: Target,
  asked: typeof allChecks,
  unasked: ReturnType<typeof unaskedRules>,
  resultFile: string | undefined,
): Promise<number> {
  const stop = new AbortController();
  const onInterruption = () => {
    console.log("Stopping after this question; what was made is taken away.");
    stop.abort();
  };
  process.once("SIGINT", onInterruption);
  try {
    const result = await askRules(org, asked, (outcome) => console.log(outcomeLine(outcome)), stop.signal);
    const others = unasked.map((rule): Outcome => ({ ...rule, outcome: "unasked" }));
    for (const outcome of others) console.log(outcomeLine(outcome));
    const whole = { ...result, outcomes: [...result.outcomes, ...others] };
    console.log(`\n${summary(whole, ledger)}`);
    if (resultFile !== undefined) {
      const result = conformanceResult(whole.outcomes, await askedOrg(org), ruleIds, new Date());
      await writeFile(resultFile, `${JSON.stringify(result, undefined, 2)}\n`);
      console.log(`\n${resultFile} holds the result, without anything of the org itself.`);
    }
    return whole.leftBehind.length > 0 || whole.outcomes.some(({ outcome }) => outcome === "differs") ? 1 : 0;
  } finally {
    process.off("SIGINT", onInterruption);
  }
}

const ruleIds = new Set(ledger.map(({ id }) => id));

async function takeIntoLedger(file: string, fail: (message: string, exitCode: number) => number): Promise<number> {
  try {
    for (const line of takenLines(file, await takeResult(file, ruleIds, verificationsFile))) console.log(line);
    return 0;
  } catch (error) {
    if ((error as Error).name !== "ResultError") throw error;
    return fail(`${file} is not taken: ${(error as Error).message}.`, 1);
  }
}

/** What kind of org it is. A local org says so at an address that no other has. */
async function askedOrg(target: Target): Promise<AskedOrg> {
  const api = apiOf(target, target.accessToken);
  const [organization] = await api.records("SELECT OrganizationType, IsSandbox FROM Organization").catch(() => []);
  const { status } = await api.call("GET", "//_local/status");
  return {
    edition: organization?.OrganizationType,
    isSandbox: organization?.IsSandbox === true,
    isLocalOrg: status === 200,
    apiVersion: target.apiVersion,
  };
}
