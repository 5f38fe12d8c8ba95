import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SalesforceError } from "./errors.ts";
import { holdSecret } from "./redaction.ts";

/** A login that somebody has made with the Salesforce CLI, as the CLI tells of it. The token is kept nowhere. */
export interface SalesforceCliLogin {
  accessToken: string;
  organizationId: string;
  instanceUrl: string;
  /** Consumer key of the app that issued the token: `PlatformCLI` is the CLI's own. Absent where the CLI does not say. */
  clientId?: string;
}

/** Most bytes of an answer, and most milliseconds that are waited for it; a program may take no notice of a milder signal. */
const limits = { maxBuffer: 1024 * 1024, timeout: 120_000, killSignal: "SIGKILL" } as const;

/** The CLI and its plug-ins have logins of their own, and no business with those of this process. */
function withoutOurSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(?:SALESFORCE|WEBEX|PULUMI)_/i.test(name)),
  );
}

/** Whether a text can be an alias or a username; one that begins with a hyphen would be an option of the CLI. */
export const isAlias = (text: string): boolean => /^[^-\s]\S{0,200}$/.test(text);

/**
 * Asks the Salesforce CLI (`sf`) for a login: where its org is, and for an access token that is valid now.
 * Sources: Salesforce CLI Command Reference, `org display` and `org auth show-access-token`; since 2026 the first hides the
 * token, and older versions do not have the second.
 *
 * @param alias alias or username of the login
 * @throws SalesforceError with the CLI's own words, or when there is no CLI; no token is in it
 */
export async function salesforceCliLogin(alias: string): Promise<SalesforceCliLogin> {
  const doing = `asking the Salesforce CLI for its login ${alias}`;
  const shown = await ask(["org", "display"], alias, doing);
  const accessToken = tokenIn(shown) ?? tokenIn(await ask(["org", "auth", "show-access-token"], alias, doing));
  const { id: organizationId, instanceUrl, username, clientId } = shown;
  const texts = [organizationId, instanceUrl, username].every((each) => typeof each === "string" && each !== "");
  if (accessToken === undefined || !texts) {
    throw new SalesforceError("SALESFORCE_CLI_UNREADABLE", "it answered without a token or an address", doing);
  }
  const isKnown = typeof clientId === "string" && clientId !== "";
  return {
    accessToken,
    organizationId: String(organizationId),
    instanceUrl: String(instanceUrl),
    ...(isKnown && { clientId }),
  };
}

/** The access token in an answer: what the CLI writes in place of one that it hides has blanks. */
function tokenIn({ accessToken }: Answer): string | undefined {
  if (typeof accessToken !== "string" || !/^\S{15,}$/.test(accessToken)) return undefined;
  holdSecret(accessToken);
  return accessToken;
}

type Answer = { [name: string]: unknown };

/** What the CLI answers with `--json`, which asks nothing back. */
async function ask(command: readonly string[], alias: string, doing: string): Promise<Answer> {
  const answered = await promisify(execFile)("sf", [...command, "--target-org", alias, "--json"], {
    ...limits,
    env: withoutOurSecrets(process.env),
  }).then(
    ({ stdout }) => stdout,
    (error: NodeJS.ErrnoException & { stdout?: string; killed?: boolean }) => {
      if (error.code === "ENOENT") {
        throw new SalesforceError("SALESFORCE_CLI_MISSING", "there is no program sf on the PATH", doing);
      }
      // A command that is refused says why in the same form.
      return String(error.stdout ?? "");
    },
  );
  const { status, message, actions, result } = parsed(answered);
  if (status === 0 && typeof result === "object" && result !== null) return result as Answer;
  const said = [message, ...(Array.isArray(actions) ? actions : [])].filter((each) => typeof each === "string");
  const words = said.join(" ").replaceAll(/\s+/g, " ") || "it gave no answer that can be read";
  throw new SalesforceError("SALESFORCE_CLI_REFUSED", words, doing);
}

function parsed(text: string): Answer {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Answer) : {};
  } catch {
    return {};
  }
}
