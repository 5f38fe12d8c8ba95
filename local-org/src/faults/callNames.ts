/**
 * What a call does, in one word, whichever API carries it. A SOAP call is called as its first body element
 * (`deploy`, `readMetadata`, `query`); the addresses of the other APIs get the words below.
 */
import { childNamed, readXml, type XmlElement } from "../metadata/xmlReader.ts";

/** Verb, path below `/services/data/vNN.0`, word. */
const dataOperations: readonly (readonly [string, RegExp, string])[] = [
  ["GET", /^\/(query|queryAll)$/, "query"],
  ["GET", /^\/(query|queryAll)\/[^/]+$/, "queryMore"],
  ["GET", /^\/tooling\/query$/, "toolingQuery"],
  ["GET", /^\/limits$/, "limits"],
  ["GET", /^\/sobjects$/, "describeGlobal"],
  ["GET", /^\/sobjects\/[^/]+\/describe$/, "describe"],
  ["POST", /^\/sobjects\/[^/]+$/, "create"],
  ["GET", /^\/sobjects\/[^/]+\/[^/]+$/, "read"],
  ["PATCH", /^\/sobjects\/[^/]+\/[^/]+$/, "update"],
  ["DELETE", /^\/sobjects\/[^/]+\/[^/]+$/, "delete"],
  ["PATCH", /^\/sobjects\/[^/]+\/[^/]+\/[^/]+$/, "upsert"],
  ["POST", /^\/composite\/sobjects$/, "createCollection"],
  ["PATCH", /^\/composite\/sobjects$/, "updateCollection"],
  ["DELETE", /^\/composite\/sobjects$/, "deleteCollection"],
  ["POST", /^\/composite$/, "composite"],
  ["POST", /^\/metadata\/deployRequest$/, "deploy"],
  ["GET", /^\/metadata\/deployRequest\/[^/]+$/, "checkDeployStatus"],
  ["PATCH", /^\/metadata\/deployRequest\/[^/]+$/, "cancelDeploy"],
  ["GET", /^\/apps\/oauth\/usage/, "oauthUsage"],
  ["GET", /^\/apps\/oauth\/credentials/, "readOauthCredentials"],
  ["POST", /^\/apps\/oauth\/credentials/, "stageOauthCredentials"],
  ["PATCH", /^\/apps\/oauth\/credentials/, "rotateOauthCredentials"],
];

/** Path of the other APIs, word. */
const otherOperations: readonly (readonly [RegExp, string])[] = [
  [/^\/services\/oauth2\/token$/, "login"],
  [/^\/services\/oauth2\/revoke$/, "revoke"],
  [/^\/services\/oauth2\/userinfo$/, "userinfo"],
  [/^\/id\//, "identity"],
  [/^\/services\/apexrest\//, "apexRest"],
  [/^\/services\/data$/, "versions"],
];

/** The word for a call that is no SOAP call, or `undefined` when it has none. */
export function httpOperation(method: string, path: string): string | undefined {
  const trimmed = path.replace(/\/$/, "");
  const resource = /^\/services\/data\/v[\d.]+(\/.*)$/.exec(trimmed)?.[1];
  if (resource !== undefined)
    return dataOperations.find(([verb, pattern]) => verb === method && pattern.test(resource))?.[2];
  return otherOperations.find(([pattern]) => pattern.test(trimmed))?.[1];
}

/** Operation and session id of a SOAP call; what cannot be read has neither. */
export function soapOperation(body: string): { operation?: string; accessToken?: string } {
  let envelope: XmlElement;
  try {
    envelope = readXml(body);
  } catch {
    return {};
  }
  const header = childNamed(envelope, "Header");
  const session = header && childNamed(header, "SessionHeader");
  const accessToken = session && childNamed(session, "sessionId")?.text.trim();
  const operation = childNamed(envelope, "Body")?.children[0]?.name;
  return {
    ...(operation === undefined ? {} : { operation }),
    ...(accessToken === undefined ? {} : { accessToken }),
  };
}
