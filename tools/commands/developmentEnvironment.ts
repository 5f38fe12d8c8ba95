import { pathToFileURL } from "node:url";
import type { Toolchain } from "../toolchain/index.ts";

/** How a program gets into an org: what the local org gives at `GET /_local/credentials`, as far as it is needed. */
export interface OrgCredentials {
  instanceUrl: string;
  accessToken: string;
  clientId: string;
  /** Its id, so that a state of another one is refused, such as of one whose data is gone; left out where none is kept. */
  organizationId?: string;
}

/**
 * Settings of the user that would lead a run on stack `dev` to another back end, stack, login or org, or make the back
 * end keep its state in another way: all of Pulumi's but those that are known to change only what a run shows.
 */
const misleading = /^(SALESFORCE_|PULUMI_)/;
const harmless =
  /^PULUMI_(SALESFORCE_ACCESS_(CACHE|NPM_STACK)|TOOLCHAIN_PULUMI|(DEBUG|LOG|OTEL|TRACING|PARALLEL|EXPERIMENTAL)(_.*)?|OPTION_(COLOR|DIFF|EMOJI|LOGFLOW|LOGTOSTDERR|NON_INTERACTIVE|PARALLEL|VERBOSE|(SHOW|SUPPRESS)_.*))$/;

/**
 * The environment of a run on stack `dev`: the toolchain, a file back end with an empty passphrase, and the local org;
 * nothing of the user's own Pulumi or Salesforce settings.
 * @param options.base the environment to start from
 * @param options.stateFolder the folder of the file back end, as an absolute path; it must exist
 * @param options.credentials left out for runs that need no org
 */
export function developmentEnvironment(options: {
  base: NodeJS.ProcessEnv;
  toolchain: Toolchain;
  stateFolder: string;
  credentials?: OrgCredentials | undefined;
}): Record<string, string> {
  const { base, toolchain, stateFolder, credentials } = options;
  const kept = Object.entries(base).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (!misleading.test(entry[0]) || harmless.test(entry[0])),
  );
  return {
    ...Object.fromEntries(kept),
    ...toolchain.environment,
    // Without the files beside each file of the state: a run that is killed while it writes one leaves it empty, and
    // Pulumi then reads the state no more.
    PULUMI_BACKEND_URL: `${pathToFileURL(stateFolder)}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "",
    ...(credentials && localOrgLogin(credentials)),
  };
}

/** The variables that lead a process into a local org. */
export function localOrgLogin(credentials: OrgCredentials): Record<string, string> {
  return {
    SALESFORCE_INSTANCE_URL: credentials.instanceUrl,
    SALESFORCE_ACCESS_TOKEN: credentials.accessToken,
    SALESFORCE_CLIENT_ID: credentials.clientId,
    ...(credentials.organizationId !== undefined && { SALESFORCE_ORG_ID: credentials.organizationId }),
    // The local org says that it is a production org, as a new Enterprise Edition does.
    SALESFORCE_ALLOW_PRODUCTION: "true",
  };
}

/** The environment of a run on another stack: the user's own, with the toolchain. */
export function foreignEnvironment(base: NodeJS.ProcessEnv, toolchain: Toolchain): NodeJS.ProcessEnv {
  return { ...base, ...toolchain.environment };
}
