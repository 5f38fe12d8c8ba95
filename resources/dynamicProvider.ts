/** Kinds of resource; the same names end their type tokens and name their lifecycles. */
export type ResourceKind =
  | "OrgReadiness"
  | "PermissionSet"
  | "IntegrationProfile"
  | "IntegrationUser"
  | "ExternalClientApp"
  | "PolicyAssignment"
  | "AccessProof"
  | "WebexConnector";

/**
 * The bridge between the program and the provider process: Pulumi keeps this text in every state and runs it in another
 * process. It does nothing but load this package's provider, from the project that is being run, and ask it for the
 * provider object of a kind: state stays small, and old state always runs today's code. The text must never change, not
 * by a blank; a test holds it fast.
 *
 * It is written here, and not made by Pulumi's `dynamic.Resource` from functions, because that starts the TypeScript
 * compiler in every run, and makes of each function a text six times as long.
 */
export function providerText(kind: ResourceKind): string {
  return `exports.handler = () => require("node:module").createRequire(process.cwd() + "/")("pulumi-salesforce-access/provider").dynamicProvider("${kind}");`;
}

/** Type token of a kind: Pulumi runs the text of what is below `pulumi-nodejs:dynamic` in its provider process. */
export function typeToken(kind: ResourceKind): string {
  return `pulumi-nodejs:dynamic/salesforce:${kind}`;
}
