import { orMeant } from "../common/nearestName.ts";
import { appFlows, longestName } from "../salesforce/appComponents.ts";
import { textOf } from "../salesforce/metadataElements.ts";
import { callbackUrl } from "./callbackUrls.ts";
import { certificateProblem, normaliseCertificate } from "./certificates.ts";
import { flagAt, names, setAt, textAt } from "./fieldKinds.ts";
import { type InputsOf, inputTable } from "./fields.ts";
import { type FlowContext, flowFields } from "./flows.ts";
import type { InputReader } from "./inputReader.ts";
import { descriptionBesideMark, ownerInDescription } from "./marks.ts";
import { apiName, apiNameOfLabel, atMost, emailAddress, every, plainLines, plainText } from "./rules.ts";

/** The components that hold the inputs. */
export type AppPart = "application" | "oauthSettings" | "globalOauthSettings";

/** What reading and writing an app's inputs needs to know besides them. */
export interface AppContext extends FlowContext {
  /** What was last written to the org as `isPkceRequired`; undefined where nothing was. */
  writtenPkce: boolean | undefined;
}

/**
 * Scopes under their metadata names, which differ from the names that OAuth uses.
 * Source: Metadata API Developer Guide, ExtlClntAppOauthSettings.commaSeparatedOauthScopes.
 */
const scopeNames = [
  "Address",
  "Api",
  "Basic",
  "CDP",
  "CDPCalculatedInsight",
  "CDPIdentityResolution",
  "CDPIngest",
  "CDPProfile",
  "CDPQuery",
  "CDPSegment",
  "Chatbot",
  "Chatter",
  "Content",
  "CustomApplications",
  "CustomPermissions",
  "DataCloudUserClaims",
  "Eclair",
  "EinsteinGPT",
  "Email",
  "ForgotPassword",
  "Full",
  "Interaction",
  "Lightning",
  "MCP",
  "OfflineAccess",
  "OpenID",
  "Pardot",
  "Phone",
  "Profile",
  "PwdlessLogin",
  "RefreshToken",
  "SCRT",
  "SFApiPlatform",
  "UserRegistration",
  "Wave",
  "Web",
] as const;

const scope = (value: string) =>
  (scopeNames as readonly string[]).includes(value)
    ? undefined
    : `must be one of ${scopeNames.join(", ")} (metadata names: Api for api, RefreshToken for refresh_token), not "${value}"${orMeant(value, scopeNames)}`;

const flag = (fallback: boolean, element: string) => ({
  check: (read: InputReader, name: string): boolean => read.flag(name, fallback),
  ...flagAt("globalOauthSettings", element),
  type: "boolean",
  fallback: String(fallback),
});

/** Every input of an external client app. */
export const appInputs = inputTable<AppPart, AppContext>()({
  label: {
    check: (read, name) => read.text(name, every(atMost(80), plainText)),
    ...textAt("application", "label"),
    type: "string, at most 80 characters",
    fallback: "required",
  },
  apiName: {
    check: (read, name) => {
      const label = read.raw("label");
      return read.textOrDerived(
        name,
        typeof label === "string" ? label.trim() : "",
        apiNameOfLabel,
        every(apiName, atMost(longestName)),
      );
    },
    type: `string, at most ${longestName} characters`,
    fallback: "derived once from `label` as Setup does it: `WxCC_SCV`",
    replaces: "a new app with a new consumer key",
  },
  contactEmail: {
    check: (read, name) => read.text(name, emailAddress),
    ...textAt("application", "contactEmail"),
    found: (held, declared) => {
      const address = textOf(held.contactEmail);
      return address.toLowerCase() === textOf(declared).toLowerCase() ? declared : address;
    },
    type: "e-mail address",
    fallback: "required",
  },
  description: {
    check: (read, name) =>
      read.textOr(
        name,
        "",
        every(
          descriptionBesideMark(String(read.raw("owner")), read.raw("adopt") === true ? "adopted" : "made"),
          plainLines,
        ),
      ),
    ...textAt("application", "description"),
    type: "string; with the [mark](README.md#marks) at most 255 characters",
    fallback: "empty",
  },
  distributionState: {
    check: (read, name): "Local" | "Packaged" => read.oneOf(name, ["Local", "Packaged"], "Local"),
    ...textAt<"application", "Local" | "Packaged">("application", "distributionState"),
    type: "`Local` or `Packaged`",
    fallback: "`Local`",
  },
  callbackUrls: {
    check: (read, name) => read.texts(name, callbackUrl),
    ...setAt("globalOauthSettings", "callbackUrl", { separator: /\s+/, joint: "\n", ignoresCase: false }),
    type: "list of URLs: https, `http://localhost…`, or an app's own scheme such as `myapp://callback`",
    fallback: "required, at least one",
  },
  scopes: {
    check: (read, name) => read.texts(name, scope),
    ...setAt("oauthSettings", "commaSeparatedOauthScopes", { ...names, joint: ", " }),
    type: "list of metadata names: `Api` for api, `RefreshToken` for refresh_token, …",
    fallback: "required; a JWT login needs these two",
  },
  certificatePem: {
    // Whether it may have expired depends on what the org holds.
    check: (read, name) => normaliseCertificate(read.secretText(name, (text) => certificateProblem(text))),
    ...textAt("globalOauthSettings", "certificate"),
    found: (held) => normaliseCertificate(textOf(held.certificate)),
    type: "certificate, PEM, RSA of at least 2048 bits, not expired unless the app holds it already",
    fallback: "required",
    change: "in place; the old key stops working",
  },
  isConsumerSecretOptional: {
    ...flag(true, "isConsumerSecretOptional"),
    type: "boolean; true turns _Require secret for Web Server Flow_ off",
  },
  isPkceRequired: {
    ...flag(true, "isPkceRequired"),
    // Orgs were seen that take false and read back true; that says nothing about the org having been changed.
    found: (held, declared, { writtenPkce }) =>
      declared === false && writtenPkce === false ? false : flag(true, "isPkceRequired").found(held, declared, {}),
  },
  isSecretRequiredForRefreshToken: flag(true, "isSecretRequiredForRefreshToken"),
  isIntrospectAllTokens: flag(false, "isIntrospectAllTokens"),
  ...flowFields("globalOauthSettings", appFlows),
  adopt: {
    check: (read, name): true | undefined => read.flag(name, false) || undefined,
    type: "boolean; true takes over an existing app of that name, see [adoption](../adoption.md)",
    fallback: "false: an existing app is an error",
  },
  deleteAdopted: {
    check: (read, name): true | undefined => read.flag(name, false) || undefined,
    type: "boolean; true lets a destroy delete what was adopted",
    fallback: "false: it is handed back",
    change: "at the destroy",
  },
  keyGeneration: {
    check: (read, name) => read.wholeNumber(name, undefined, 1, Number.MAX_SAFE_INTEGER),
    type: "whole number from 1: the generation of the key that the app keeps as long as it exists",
    fallback: "none: the key may be replaced",
    change: "is refused, see [rotation](../rotation.md)",
  },
  owner: { check: (read, name) => read.text(name, ownerInDescription) },
});

export type ExternalClientAppInputs = InputsOf<typeof appInputs.fields>;
