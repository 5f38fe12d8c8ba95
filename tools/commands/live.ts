import { join } from "node:path";
import { withNewLocalOrg } from "../../local-org/conformance/localTarget.ts";
import { asksForHelp, CommandError, readArguments } from "../../operations/commandLine.ts";
import { explainingOrgErrors } from "../../operations/orgErrors.ts";
import { OrgControl } from "../bench/orgControl.ts";
import { runInForeground } from "../launch/foreground.js";
import { loginOf, openLiveOrg, withoutLogin } from "../live/login.ts";
import { liveDomain, liveLabel } from "../live/names.ts";
import { sweep } from "../live/sweep.ts";
import { root } from "./checkout.ts";
import { localOrgLogin } from "./developmentEnvironment.ts";
import { runToolCommand } from "./toolCommand.ts";

const help = `Usage: npm run test:live -- [--target local] [--change-org] [--sweep] [FILE…]

Runs the tests in test/live against an org: the whole set-up through the real Pulumi engine, and each kind of resource.
They create, change and remove permission sets, profiles, apps and users whose names begin with "${liveLabel}".
  --target local  a new local org, removed afterwards; otherwise the org of the SALESFORCE_ variables (docs/connection.md)
  --change-org    needed for an org of the SALESFORCE_ variables
  --sweep         runs no tests, and removes what broken runs have left
The org must have the package cnxscv, or LIVE_TEST_APEX_CLASS must name another Apex class. It needs a free seat of the
licences Salesforce Integration and Salesforce API Integration. LIVE_TEST_AUDIENCE declares the audience of the proof.
Only one run at a time: the sweep at the end cannot tell which run created a record.`;

function liveOptions(more: readonly string[]) {
  const options = {
    target: { type: "string" },
    "change-org": { type: "boolean", default: false },
    sweep: { type: "boolean", default: false },
  } as const;
  const { values, positionals } = readArguments(more, options, help);
  return { ...values, files: positionals };
}

/** Runs the tests, or only sweeps, in the org of an environment; always leaves it swept. */
async function runIn(environment: NodeJS.ProcessEnv, sweepOnly: boolean, files: readonly string[]): Promise<number> {
  const org = await openLiveOrg(environment);
  const { organizationId } = await org.identity();
  console.log(`Org ${organizationId} at ${org.login.instanceUrl}`);
  try {
    if (sweepOnly) return 0;
    return await runInForeground(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", join(root, "tools", "commands", "test.ts"), "--kind=live", ...files],
      { cwd: root, env: environment },
    );
  } finally {
    const lines = await sweep(org);
    for (const line of lines) console.log(`Swept: ${line}`);
    if (sweepOnly && lines.length === 0) console.log("There was nothing to sweep.");
  }
}

await runToolCommand((more) => explainingOrgErrors(() => run(more)));

async function run(more: readonly string[]): Promise<number> {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const { target, "change-org": changeOrg, sweep: sweepOnly, files } = liveOptions(more);
  if (target !== undefined && target !== "local") throw new CommandError(`--target takes only local.\n\n${help}`);
  if (target === "local") {
    return withNewLocalOrg(async ({ instanceUrl }) => {
      const login = localOrgLogin(await new OrgControl(instanceUrl).credentials());
      return runIn({ ...withoutLogin(process.env), ...login }, sweepOnly, files);
    });
  }
  if (!changeOrg) {
    const { SALESFORCE_INSTANCE_URL: url = "the org of the SALESFORCE_ variables" } = loginOf(process.env);
    throw new CommandError(
      `Nothing was done. The tests make permission sets, profiles and apps named "${liveLabel} …" and users at ${liveDomain} in ${url}, and take them away again; the users stay, deactivated. To let that happen, add --change-org.`,
    );
  }
  return runIn(process.env, sweepOnly, files);
}
