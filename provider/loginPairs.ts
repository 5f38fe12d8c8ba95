import type { SalesforceError } from "../salesforce/errors.ts";
import type { JwtBearerToken } from "../salesforce/jwtBearer.ts";

/** Where a login by JWT asks, and whom its assertion is meant for: an org accepts some pairs and refuses others. */
export interface LoginPair {
  /** URL whose token end point is asked. */
  loginUrl: string;
  audience: string;
}

/** The login host of production orgs: what Webex fills in by itself. */
export const productionHost = "https://login.salesforce.com";
const sandboxHost = "https://test.salesforce.com";

/** What decides which pairs are worth trying, and in which order. */
export interface LoginChoice {
  /** The declared audience; empty: none, then any that works will do. */
  audience: string;
  /** The declared URL; empty: none, then that of the org. */
  loginUrl: string;
  /** The audience that worked the last time; undefined at the first proof. */
  provenAudience: string | undefined;
  /** My Domain address of the org. */
  instanceUrl: string;
  isSandbox: boolean;
}

/**
 * All pairs to try, the one to start with first. Orgs were reported that refuse the test host for an external client
 * app, and some that refuse the login host; no report says so of My Domain. Government clouds were reported that want
 * My Domain as the end point and a login host as the audience.
 */
export function loginPairs(choice: LoginChoice): LoginPair[] {
  const { audience, loginUrl, provenAudience, instanceUrl, isSandbox } = choice;
  const hosts = isSandbox ? [instanceUrl, sandboxHost, productionHost] : [productionHost, instanceUrl, sandboxHost];
  const first = audience || provenAudience;
  const audiences = [...new Set([...(first ? [first] : []), ...hosts])];
  const endPoints = [...new Set([loginUrl || instanceUrl, instanceUrl])];
  return endPoints.flatMap((endPoint) => audiences.map((each) => ({ loginUrl: endPoint, audience: each })));
}

/** Whether a pair is what was declared; what was not declared is open. */
function isDeclared({ loginUrl, audience }: LoginPair, choice: LoginChoice): boolean {
  return (
    loginUrl === (choice.loginUrl || choice.instanceUrl) && (choice.audience === "" || audience === choice.audience)
  );
}

/**
 * What a refused login is about, in the order in which an org looks: the later ones have come further.
 * - `audience`: surely the wrong audience.
 * - `app`: the app is not known there, which a wrong audience, a wrong URL and a new app all lead to.
 * - `key`: the assertion is not signed with the key of the app's certificate, as far as the login servers know it.
 * - `approval`: the policy does not admit the user, as far as they know it.
 * - `other`: the user, its address, the clock: nothing that waiting changes.
 */
const blames = ["audience", "app", "key", "approval", "other"] as const;
type Blame = (typeof blames)[number];

/** The texts of the token end point are not localised. Sources: the help page of the flow, reports of live orgs. */
export function blameOf({ code, message }: SalesforceError): Blame {
  if (code === "app_not_found" || code === "invalid_client_id") return "app";
  if (code === "invalid_client") return "key";
  if (code === "invalid_app_access") return "approval";
  if (code !== "invalid_grant") return "other";
  if (/audience/i.test(message)) return "audience";
  if (/assertion/i.test(message)) return "key";
  return /approved/i.test(message) ? "approval" : "other";
}

/** One login that was tried. */
export type Attempt = { pair: LoginPair } & ({ token: JwtBearerToken } | { error: SalesforceError });
type Accepted = Attempt & { token: JwtBearerToken };
type Refused = Attempt & { error: SalesforceError };

const isAccepted = (attempt: Attempt): attempt is Accepted => "token" in attempt;
const isRefused = (attempt: Attempt): attempt is Refused => "error" in attempt;

/** What a round of logins comes to. */
export type Verdict =
  | { is: "proven"; attempt: Accepted }
  /** Another pair than the declared one works. `isSure`: the declared one will not, however long one waits. */
  | { is: "otherPair"; works: LoginPair; refused: Refused; isSure: boolean }
  /** Nothing that waiting changes. */
  | { is: "refused"; refused: Refused }
  /** What a change gives that has not arrived everywhere yet. */
  | { is: "spreading"; refused: Refused };

/**
 * Decides what a round of logins says. Pure.
 *
 * @param attempts at least one, in the order of `loginPairs`
 */
export function verdictOf(attempts: readonly Attempt[], choice: LoginChoice): Verdict {
  const proven = attempts.find((attempt) => isAccepted(attempt) && isDeclared(attempt.pair, choice));
  if (proven && isAccepted(proven)) return { is: "proven", attempt: proven };
  const refused = attempts.filter(isRefused);
  const ofDeclared = furthest(refused.filter(({ pair }) => isDeclared(pair, choice)));
  const other = attempts.find(isAccepted);
  if (other && ofDeclared) {
    const isSure = !["app", "key", "approval"].includes(blameOf(ofDeclared.error));
    return { is: "otherPair", works: other.pair, refused: ofDeclared, isSure };
  }
  const last = furthest(refused) as Refused;
  const isFinal = ["audience", "other"].includes(blameOf(last.error));
  return { is: isFinal ? "refused" : "spreading", refused: last };
}

/** The attempt that came furthest; of equals the first. */
function furthest(attempts: readonly Refused[]): Refused | undefined {
  const rank = ({ error }: Refused) => blames.indexOf(blameOf(error));
  return attempts.reduce<Refused | undefined>(
    (best, attempt) => (best === undefined || rank(attempt) > rank(best) ? attempt : best),
    undefined,
  );
}
