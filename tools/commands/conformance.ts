import { parseArgs } from "node:util";
import { allChecks, unaskedRules } from "../../local-org/conformance/checks/index.ts";
import { withNewLocalOrg } from "../../local-org/conformance/localTarget.ts";
import { announcement, outcomeLine, summary } from "../../local-org/conformance/report.ts";
import { askRules, type Outcome } from "../../local-org/conformance/run.ts";
import { type Target, targetAt } from "../../local-org/conformance/target.ts";
import { ledger } from "../../local-org/src/ledger/index.ts";
import { asksForHelp, CommandError, runCommand } from "../../operations/commandLine.ts";

const help = `Usage: npm run conformance -- --target local|URL [--change-org] [--only TEXT]

Asks an org over plain HTTP for the rules of the local org's ledger, and prints of each: holds, differs (expected and
found) or not asked (and why).
  --target local  a new local org, gone afterwards
  --target URL    the org at this My Domain address, with the credentials of SALESFORCE_ACCESS_TOKEN, or of
                  SALESFORCE_CLIENT_ID, SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY or SALESFORCE_PRIVATE_KEY_FILE;
                  also SALESFORCE_LOGIN_URL, SALESFORCE_AUDIENCE, SALESFORCE_API_VERSION
  --change-org    needed with a URL: the questions create records and apps there, and take them away again
  --only TEXT     asks only for rules whose id contains this text`;

function readOptions(more: readonly string[]) {
  try {
    const options = {
      target: { type: "string" },
      "change-org": { type: "boolean" },
      only: { type: "string" },
    } as const;
    return parseArgs({ args: [...more], options }).values;
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${help}`);
  }
}

async function openTarget(url: string): Promise<Target> {
  try {
    return await targetAt(url, process.env);
  } catch (error) {
    throw (error as Error).name === "TargetError" ? new CommandError((error as Error).message) : error;
  }
}

await runCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const { target, only = "", "change-org": changeOrg } = readOptions(more);
  if (target === undefined) {
    throw new CommandError(help);
  }
  const checks = allChecks.filter(({ id }) => id.includes(only));
  const unasked = unaskedRules().filter(({ id }) => id.includes(only));
  if (checks.length + unasked.length === 0) {
    throw new CommandError(`No rule's id contains ${only}; local-org/docs/rules.md lists the rules.`);
  }
  const stop = new AbortController();
  const ask = async (org: Target): Promise<number> => {
    process.once("SIGINT", () => {
      console.log("Stopping after this question; what was made is taken away.");
      stop.abort();
    });
    const result = await askRules(org, checks, (outcome) => console.log(outcomeLine(outcome)), stop.signal);
    const others = unasked.map((rule): Outcome => ({ ...rule, outcome: "unasked" }));
    for (const outcome of others) {
      console.log(outcomeLine(outcome));
    }
    const whole = { ...result, outcomes: [...result.outcomes, ...others] };
    console.log(`\n${summary(whole, ledger)}`);
    return whole.leftBehind.length > 0 || whole.outcomes.some(({ outcome }) => outcome === "differs") ? 1 : 0;
  };
  console.log(`${announcement(checks)}\n`);
  if (target === "local") {
    return withNewLocalOrg(ask);
  }
  if (!changeOrg) {
    throw new CommandError(`Nothing was asked. To let this happen in ${target}, add --change-org.`);
  }
  return ask(await openTarget(target));
});
