import { settingKey } from "../common/settingNames.ts";
import { whereToSet } from "../salesforce/settings.ts";

const unknownAuthority =
  "This machine does not trust the authority that signed the certificate. If it is your company's (a proxy that inspects TLS) or the local org's, set the environment variable NODE_EXTRA_CA_CERTS to the file of its certificate (PEM) before the command starts.";
const wrongDates =
  "Correct the clock of this machine; if it is correct, the operator of the server must renew its certificate.";
const unreachable =
  "Is the address right, and can this machine reach it? If only a proxy can reach it, set HTTPS_PROXY; if that is already set, calls go through that proxy unless NO_PROXY names the host.";
const proxyRefused =
  "Check the address and the password in HTTPS_PROXY, or add the host to NO_PROXY if it needs no proxy.";
const jwtTokens = `Below version 68.0, the Metadata API does not accept tokens in JWT format: switch off "Issue JSON Web Token (JWT)-based access tokens for named users" in the settings of the app that the deployer logs in with, or set ${whereToSet("apiVersion")} to 68.0 or later if the org has it.`;

/** What to do when a call does not reach the org, or a session is none, by the code of Node, OpenSSL or our own. */
export const connectionSteps: ReadonlyMap<string, string> = new Map([
  ["ECONNREFUSED", unreachable],
  ["ENOTFOUND", unreachable],
  ["EAI_AGAIN", unreachable],
  ["EHOSTUNREACH", unreachable],
  ["ENETUNREACH", unreachable],
  ["UND_ERR_CONNECT_TIMEOUT", unreachable],
  ["BLOCKED_PORT", "Correct the port of the address."],
  ["INVALID_PROXY", "Correct it, or remove it if this machine needs no proxy."],
  ["PROXY_REFUSED", proxyRefused],
  [
    "UND_ERR_PRX_TLS",
    "The certificate of the proxy is not for the host in HTTPS_PROXY: correct the address of the proxy.",
  ],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", unknownAuthority],
  ["UNABLE_TO_GET_ISSUER_CERT", unknownAuthority],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", unknownAuthority],
  ["SELF_SIGNED_CERT_IN_CHAIN", unknownAuthority],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", unknownAuthority],
  ["CERT_UNTRUSTED", unknownAuthority],
  ["CERT_HAS_EXPIRED", wrongDates],
  ["CERT_NOT_YET_VALID", wrongDates],
  ["CERT_REVOKED", "Nothing was sent. The certificate was revoked: first find out who answers at that address."],
  [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    `Nothing was sent. A host with another name answers there: check ${settingKey("instanceUrl")} and ${settingKey("loginUrl")}, and whether a proxy or DNS redirects the call.`,
  ],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "The server there does not speak TLS: check the address and its port."],
  ["EPROTO", "The server there does not speak a TLS version that Node.js accepts: check the address and its port."],
  [
    "REDIRECTED",
    `The redirect was not followed, because the request carries a credential. If the org was renamed (My Domain), set ${settingKey("instanceUrl")}, and ${settingKey("loginUrl")} if it is set, to the new address; if it is not a Salesforce address, find out who answers there.`,
  ],
  ["ANSWER_TOO_LARGE", "No org returns that much for this call: find out who answers at that address."],
  ["ENDLESS_ANSWER", "No org returns that much for this call: find out who answers at that address."],
  [
    "FOREIGN_ADDRESS",
    "Nothing was sent there, because the request carries a credential: find out who answers at the org's address.",
  ],
  [
    "FOREIGN_INSTANCE",
    `The token was not used. If that is the org's My Domain address, set ${settingKey("instanceUrl")} to it; else find out who answers at ${settingKey("loginUrl")}.`,
  ],
  [
    "OTHER_SESSION",
    `The new token was not used. Find out what has changed at ${settingKey("loginUrl")}, then run again: completed work is kept.`,
  ],
  [
    "SESSION_REFUSED",
    "See the deployer's logins in Setup, Login History: API access control, a disallowed IP address or a policy of the app ends its sessions immediately, or the app lacks the scope api.",
  ],
  [
    "SALESFORCE_CLI_MISSING",
    `Install the Salesforce CLI, or log in another way: docs/connection.md. ${settingKey("sfAlias")} is for people at their desk, and what makes a deployer can be done in Setup: docs/deployer.md.`,
  ],
  [
    "SALESFORCE_CLI_REFUSED",
    "Log in again: sf org login web --alias ALIAS --instance-url URL. sf org list shows the logins.",
  ],
  ["SALESFORCE_CLI_UNREADABLE", "Update the Salesforce CLI: sf update."],
  ["METADATA_SESSION_REFUSED", jwtTokens],
  ["JWT_FORMAT_TOKEN", jwtTokens],
  ["UNKNOWN_API_VERSION", `Set ${whereToSet("apiVersion")} to one of these.`],
  [
    "INVALID_REQUEST",
    "Nothing was sent. Check the settings of the connection for line breaks and invalid characters, starting with the access token.",
  ],
]);
