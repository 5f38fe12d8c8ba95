import { createLocalOrg } from "local-salesforce-org";
import type { OrgCredentials } from "../commands/developmentEnvironment.ts";
import type { Toolchain } from "../toolchain/index.ts";
import { OrgControl } from "./orgControl.ts";
import { type ProgramName, Workspace } from "./workspace.ts";

/** What runs of Pulumi need. */
export interface RunOptions {
  program: ProgramName;
  /** How long the org holds back each answer. */
  latencyMs: number;
  /** How many the program makes: the org has licences for so many integration users. */
  integrations: number;
  /** Folder that the caller removes. */
  parent: string;
  toolchain: Toolchain;
  /** Asked before each run of Pulumi; what it gives ends that run. */
  stop: () => AbortSignal;
  report: (line: string) => void;
}

/** A new org, and a new stack that leads into it. */
export interface NewOrg {
  control: OrgControl;
  credentials: OrgCredentials;
  workspace: Workspace;
}

/** Works with a new org and a new stack; the org ends with the work. */
export async function onNewOrg<T>(options: RunOptions, work: (made: NewOrg) => Promise<T>): Promise<T> {
  const { program, latencyMs, integrations, parent, toolchain, stop } = options;
  const seats = { "Salesforce Integration": integrations, SalesforceAPIIntegrationPsl: integrations };
  const localOrg = await createLocalOrg({ shape: { seats } });
  try {
    const control = new OrgControl(localOrg.url);
    const credentials = await control.credentials();
    const workspace = await Workspace.create({ parent, program, toolchain, credentials, stop });
    await control.setLatency(latencyMs);
    return await work({ control, credentials, workspace });
  } finally {
    await localOrg.stop();
  }
}
