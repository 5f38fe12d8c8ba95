import { tokenProblem } from "../common/tokens.ts";

/** Where Webex Contact Center answers, and with what it is asked. */
export interface WebexSettings {
  /** Address of the gateway, such as `https://api.wxcc-us1.cisco.com`. */
  gatewayUrl: string;
  /** Id of the organization, a bare UUID. */
  organizationId: string;
  /** Bearer token with the scope `cjp:config_read`: a secret. Undefined where the first one is to be had by `refresh`. */
  accessToken?: string;
  /** How a token that has expired is replaced; undefined where it cannot be. */
  refresh?: RefreshSettings;
}

/** What gets an access token. */
export interface RefreshSettings {
  /** Where, such as `https://webexapis.com/v1/access_token`. */
  tokenUrl: string;
  /** Of an integration or service app. */
  clientId: string;
  /** A secret. */
  clientSecret: string;
  /** A secret; undefined where it is in a file. */
  refreshToken?: string;
  /** Path of a file that holds it, and is written when Webex gives another one. */
  refreshTokenFile?: string;
}

/**
 * Data centres whose host names are published. Only us1 was seen to answer by the sources that this is written from.
 */
const dataCenters = ["us1", "eu1", "eu2", "anz1", "ca1", "jp1", "sg1"] as const;

const tokenVariable = "WEBEX_ACCESS_TOKEN";
const centerVariable = "WEBEX_DATA_CENTER";
const gatewayVariable = "WEBEX_GATEWAY_URL";
const organizationVariable = "WEBEX_ORGANIZATION_ID";

const clientVariable = "WEBEX_CLIENT_ID";
const secretVariable = "WEBEX_CLIENT_SECRET";
const refreshVariable = "WEBEX_REFRESH_TOKEN";
const refreshFileVariable = "WEBEX_REFRESH_TOKEN_FILE";
const identityVariable = "WEBEX_IDENTITY_URL";

/** The variables that are read here. */
export const webexVariables = [
  ...[tokenVariable, centerVariable, gatewayVariable, organizationVariable, clientVariable, secretVariable],
  ...[refreshVariable, refreshFileVariable, identityVariable],
];

const usualIdentityUrl = "https://webexapis.com";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Environment = Readonly<Record<string, string | undefined>>;
type Problem = { problem: string };

/**
 * Reads the settings from the environment. Pure.
 *
 * @returns undefined with neither an access token nor a refresh token, when Webex is not asked; all problems, as sentences
 * that repeat no value, else
 */
export function webexSettings(environment: Environment): WebexSettings | Problem | undefined {
  const given = (name: string) => environment[name]?.trim() || undefined;
  const token = given(tokenVariable);
  const refresh = refreshOf(given);
  if (token === undefined && refresh === undefined) return undefined;
  // Documented for tokens of the contact center: the id of the organization is what follows the last underscore.
  const organizationId = given(organizationVariable) ?? token?.split("_").at(-1) ?? "";
  const gatewayUrl = gatewayOf(given);
  const problems: string[] = [];
  const ofToken = token === undefined ? undefined : tokenProblem(tokenVariable, token);
  if (ofToken !== undefined) problems.push(ofToken);
  if (refresh !== undefined && "problem" in refresh) problems.push(refresh.problem);
  if (!uuid.test(organizationId)) {
    problems.push(
      `${organizationVariable} must be the id of the organization, a bare UUID: ${token === undefined ? "there is no access token yet that ends with it" : "the token does not end with it"}.`,
    );
  }
  if (typeof gatewayUrl !== "string") problems.push(gatewayUrl.problem);
  if (problems.length > 0 || typeof gatewayUrl !== "string" || (refresh && "problem" in refresh)) {
    return { problem: problems.join(" ") };
  }
  return { gatewayUrl, organizationId, ...(token && { accessToken: token }), ...(refresh && { refresh }) };
}

type Given = (name: string) => string | undefined;

/** All that a refresh takes, or nothing of it; with all that is wrong with it. */
function refreshOf(given: Given): RefreshSettings | Problem | undefined {
  const [clientId, clientSecret, refreshToken, refreshTokenFile] = [
    clientVariable,
    secretVariable,
    refreshVariable,
    refreshFileVariable,
  ].map(given);
  if (![clientId, clientSecret, refreshToken, refreshTokenFile].some(Boolean)) return undefined;
  const problems: string[] = [];
  if (refreshToken && refreshTokenFile) problems.push(`Of ${refreshVariable} and ${refreshFileVariable}, set one.`);
  if (!clientId || !clientSecret || !(refreshToken || refreshTokenFile)) {
    problems.push(
      `A token that expires is refreshed with ${clientVariable}, ${secretVariable} and ${refreshFileVariable} (or ${refreshVariable}): set all three, or none.`,
    );
  }
  const identityUrl = addressIn(given(identityVariable) ?? usualIdentityUrl);
  if (identityUrl === undefined) {
    problems.push(`${identityVariable} must be an https address such as ${usualIdentityUrl}.`);
  }
  if (problems.length > 0) return { problem: problems.join(" ") };
  const token = refreshToken ? { refreshToken } : { refreshTokenFile: refreshTokenFile as string };
  const tokenUrl = `${identityUrl}/v1/access_token`;
  return { tokenUrl, clientId: clientId as string, clientSecret: clientSecret as string, ...token };
}

/** An address to which a secret may be sent: over TLS, or on this machine. */
function addressIn(text: string): string | undefined {
  const url = URL.parse(text);
  const isHere = url?.hostname === "127.0.0.1" || url?.hostname === "localhost";
  if (url === null || (url.protocol !== "https:" && !isHere) || url.username !== "") return undefined;
  return `${url.origin}${url.pathname.replace(/\/$/, "")}`;
}

function gatewayOf(given: Given): string | Problem {
  const center = given(centerVariable);
  const own = given(gatewayVariable);
  if (own !== undefined) {
    const problem = `${gatewayVariable} must be an https address such as https://api.wxcc-us1.cisco.com.`;
    return addressIn(own) ?? { problem };
  }
  if (center && (dataCenters as readonly string[]).includes(center)) return `https://api.wxcc-${center}.cisco.com`;
  return {
    problem: `${centerVariable} must be the data centre of the tenant: ${dataCenters.join(", ")}. For any other, ${gatewayVariable} takes the address of its gateway.`,
  };
}
