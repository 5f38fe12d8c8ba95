import { join } from "node:path";
import { asksForHelp } from "../../operations/commandLine.ts";
import { toolEnvironment } from "../launch/environment.js";
import { runInForeground } from "../launch/foreground.js";
import { calledFrom, root } from "./checkout.ts";
import { runningOrg } from "./localOrg.ts";
import { runToolCommand } from "./toolCommand.ts";

const help = `Usage: npm run webex -- [--port N] [--data DIR] [--salesforce URL] [--every MS] [--region NAME] [--tenants NAMES]

Runs a fake Webex Contact Center tenant in the foreground; Ctrl-C stops it. Its pages show connectors, flows, and calls that
an IVR makes to Salesforce.
  --port N          listen on this port of 127.0.0.1 (default 8427; the next free one when it is taken)
  --data DIR        keep the tenant there between runs (default: it ends with the run)
  --salesforce URL  the local org that stands for the hosts of salesforce.com (default: the one that "npm run up" or
                    "npm run org" has started, if it runs)
  --every MS        milliseconds from one call of the IVR to the next (default 1000; 0: no calls)
  --region NAME     data centre (default us1)
  --tenants NAMES   names of several tenants, with commas between`;

const program = ["--disable-warning=ExperimentalWarning", join(root, "local-webex", "src", "main.ts")];

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const isNamed = more.some((argument) => /^--salesforce(=|$)/.test(argument));
  const org = isNamed ? undefined : await runningOrg();
  const salesforce = org === undefined ? [] : ["--salesforce", org.url];
  return runInForeground(process.execPath, [...program, ...salesforce, ...more], {
    cwd: calledFrom(),
    env: toolEnvironment(process.env),
  });
});
