/** Where Webex Contact Center answers, and with what it is asked. */
export interface WebexSettings {
  /** Address of the gateway, such as `https://api.wxcc-us1.cisco.com`. */
  gatewayUrl: string;
  /** Id of the organization, a bare UUID. */
  organizationId: string;
  /** Bearer token with the scope `cjp:config_read`: a secret. */
  accessToken: string;
}

/**
 * Data centres whose host names are published. Only us1 was seen to answer by the sources that this is written from.
 */
const dataCenters = ["us1", "eu1", "eu2", "anz1", "ca1", "jp1", "sg1"] as const;

const tokenVariable = "WEBEX_ACCESS_TOKEN";
const centerVariable = "WEBEX_DATA_CENTER";
const gatewayVariable = "WEBEX_GATEWAY_URL";
const organizationVariable = "WEBEX_ORGANIZATION_ID";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads the settings from the environment. Pure.
 *
 * @returns undefined without a token, when Webex is not asked; a problem, as a sentence that repeats no value, else
 */
export function webexSettings(
  environment: Readonly<Record<string, string | undefined>>,
): WebexSettings | { problem: string } | undefined {
  const accessToken = environment[tokenVariable]?.trim();
  if (!accessToken) return undefined;
  // Documented for tokens of the contact center: the id of the organization is what follows the last underscore.
  const organizationId = environment[organizationVariable]?.trim() || (accessToken.split("_").at(-1) ?? "");
  if (!uuid.test(organizationId)) {
    return {
      problem: `${organizationVariable} must be the id of the organization, a bare UUID: the token does not end with it.`,
    };
  }
  const gatewayUrl = gatewayOf(environment);
  return typeof gatewayUrl === "string" ? { gatewayUrl, organizationId, accessToken } : gatewayUrl;
}

function gatewayOf(environment: Readonly<Record<string, string | undefined>>): string | { problem: string } {
  const center = environment[centerVariable]?.trim();
  const given = environment[gatewayVariable]?.trim();
  if (given) {
    const url = URL.parse(given);
    const isHere = url?.hostname === "127.0.0.1" || url?.hostname === "localhost";
    if (url && (url.protocol === "https:" || isHere) && url.username === "")
      return `${url.origin}${url.pathname.replace(/\/$/, "")}`;
    return { problem: `${gatewayVariable} must be an https address such as https://api.wxcc-us1.cisco.com.` };
  }
  if (center && (dataCenters as readonly string[]).includes(center)) return `https://api.wxcc-${center}.cisco.com`;
  return {
    problem: `${centerVariable} must be the data centre of the tenant: ${dataCenters.join(", ")}. For any other, ${gatewayVariable} takes the address of its gateway.`,
  };
}
