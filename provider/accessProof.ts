import { setTimeout as wait } from "node:timers/promises";
import { isLoopback } from "../salesforce/connection.ts";
import { SalesforceError } from "../salesforce/errors.ts";
import { longId, sameId } from "../salesforce/identifiers.ts";
import { type JwtBearerRequest, type JwtBearerToken, jwtBearerLogin } from "../salesforce/jwtBearer.ts";
import type { Org } from "../salesforce/org.ts";
import { callAs } from "../salesforce/probe.ts";
import { readWithRetry } from "../salesforce/retry.ts";
import { quoted } from "../salesforce/soql.ts";
import { apexClassIds } from "./apexClasses.ts";
import { InputReader } from "./inputReader.ts";
import { type Lifecycle, type Operation, Refusal, type ResourceState } from "./lifecycle.ts";
import { apexClassName, recordId, username } from "./rules.ts";
import { isUnknown } from "./unknowns.ts";

const probeMethods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] as const;

export interface AccessProofInputs {
  appId: string;
  userId: string;
  username: string;
  consumerKey: string;
  privateKeyPem: string;
  audience: string;
  /** URL whose token endpoint is asked; empty: that of the org. */
  loginUrl: string;
  apexClasses: string[];
  /** Path that is called as the integration user; empty: none. */
  probePath: string;
  probeMethod: (typeof probeMethods)[number];
  propagationTimeoutSeconds: number;
  /** Revisions of what the proof rests on: when one rises, the proof runs again. */
  revisions: Record<string, unknown>;
  owner: string;
}

export interface AccessProofOutputs {
  /** Base URL that the token is valid for. */
  instanceUrl: string;
  /** Scopes of the token, under the names that OAuth uses. */
  grantedScopes: string[];
  /** HTTP status of the probe; 0 without one. */
  probeStatus: number;
}

/** Audiences that an org may accept; sources contradict each other on the last. */
const knownAudiences = (instanceUrl: string) => [
  "https://login.salesforce.com",
  "https://test.salesforce.com",
  instanceUrl,
];

const firstPause = 500;
const slowestPause = 30_000;

export const accessProof: Lifecycle<AccessProofInputs, AccessProofOutputs> = {
  inputNames: [
    "appId",
    "userId",
    "username",
    "consumerKey",
    "privateKeyPem",
    "audience",
    "loginUrl",
    "apexClasses",
    "probePath",
    "probeMethod",
    "propagationTimeoutSeconds",
    "revisions",
    "owner",
  ],
  createOnly: [],

  check(_olds, news) {
    const read = new InputReader(news);
    const revisions = read.raw("revisions");
    const inputs: AccessProofInputs = {
      appId: longId(read.text("appId", recordId("0xI", "an external client app"))),
      userId: longId(read.text("userId", recordId("005", "a user"))),
      username: read.text("username", username),
      consumerKey: read.text("consumerKey"),
      privateKeyPem: read.secretText("privateKeyPem", (text) =>
        /-----BEGIN (RSA )?PRIVATE KEY-----/.test(text)
          ? undefined
          : "must be an unencrypted private key as PEM (PKCS#8 or PKCS#1).",
      ),
      audience: read.textOr("audience", "https://login.salesforce.com", secureUrl),
      loginUrl: read.textOr("loginUrl", "", secureUrl),
      apexClasses: read.names("apexClasses", apexClassName),
      probePath: read.textOr("probePath", "", (path) =>
        path.startsWith("/services/") ? undefined : "must be a path of the org that starts with /services/.",
      ),
      probeMethod: read.oneOf("probeMethod", probeMethods, "GET"),
      propagationTimeoutSeconds: read.wholeNumber("propagationTimeoutSeconds", 600, 0, 3600),
      revisions: (isUnknown(revisions) ? revisions : (revisions ?? {})) as Record<string, unknown>,
      owner: read.text("owner"),
    };
    return { inputs, failures: read.failures };
  },

  create(org, inputs, operation) {
    return prove(org, inputs, operation);
  },

  /**
   * A proof is of a moment; what it rests on is watched by the resources that hold it, and when one of those is
   * repaired, its revision rises and the proof runs again.
   */
  async read(_org, id, state) {
    const { instanceUrl, grantedScopes, probeStatus, ...rest } = state;
    const inputs = Object.fromEntries(accessProof.inputNames.map((name) => [name, rest[name]]));
    return { id, inputs: inputs as unknown as AccessProofInputs, outputs: { instanceUrl, grantedScopes, probeStatus } };
  },

  update(org, _id, _olds, news, operation) {
    return prove(org, news, operation);
  },

  /** Nothing of it is in the org. */
  async delete() {},
};

function secureUrl(value: string): string | undefined {
  const protocol = URL.parse(value)?.protocol;
  return protocol === "https:" || (protocol === "http:" && isLoopback(value))
    ? undefined
    : `must be an https URL such as https://login.salesforce.com, not "${value}".`;
}

async function prove(
  org: Org,
  inputs: AccessProofInputs,
  operation: Operation,
): Promise<ResourceState<AccessProofInputs, AccessProofOutputs>> {
  // Grants first: a login that lacks one would be waited for in vain.
  await confirmGrants(org, inputs);
  const token = await login(org, inputs, operation);
  if (!sameId(token.userId, inputs.userId) || !sameId(token.organizationId, org.identity.organizationId)) {
    throw new Refusal(
      `The login by JWT works, but as user ${token.userId} of org ${token.organizationId}, not as ${inputs.userId} of ${org.identity.organizationId}. Check username and loginUrl.`,
    );
  }
  const probeStatus = inputs.probePath === "" ? 0 : await probe(token, inputs);
  operation.report(
    `${inputs.username} logs in by JWT with the audience ${inputs.audience}${probeStatus ? `; ${inputs.probeMethod} ${inputs.probePath} answers ${probeStatus}` : ""}`,
  );
  return {
    id: `${longId(inputs.appId)}:${longId(inputs.userId)}`,
    inputs,
    outputs: { instanceUrl: token.instanceUrl, grantedScopes: token.scopes, probeStatus },
  };
}

/** Logs in as the integration user; answers that say that a change has not arrived everywhere yet are waited for. */
async function login(org: Org, inputs: AccessProofInputs, operation: Operation): Promise<JwtBearerToken> {
  const request: JwtBearerRequest = {
    loginUrl: inputs.loginUrl || org.identity.instanceUrl,
    clientId: inputs.consumerKey,
    username: inputs.username,
    audience: inputs.audience,
    privateKeyPem: inputs.privateKeyPem,
  };
  const doing = `logging in as ${inputs.username}`;
  const started = Date.now();
  const deadline = started + inputs.propagationTimeoutSeconds * 1000;
  for (let pause = firstPause; ; pause = Math.min(pause * 2, slowestPause)) {
    try {
      return await readWithRetry(doing, () => jwtBearerLogin(request));
    } catch (error) {
      if (!(error instanceof SalesforceError)) throw error;
      if (error.code === "invalid_grant" && /audience/i.test(error.message)) {
        throw await audienceRefusal(request, org.identity.instanceUrl, error);
      }
      if (!mayBePropagation(error) || Date.now() + pause > deadline) throw error;
      operation.report(
        `the org answers ${error.code} (${error.message}); a change of an app can take minutes to arrive everywhere: waiting, ${Math.round((Date.now() - started) / 1000)} s of at most ${inputs.propagationTimeoutSeconds} s`,
      );
      await wait(pause);
    }
  }
}

/**
 * Whether an answer may pass by waiting after an app, its policy or its certificate was changed.
 * Source: reports of live orgs; Salesforce names two to ten minutes for a new app.
 */
function mayBePropagation(error: SalesforceError): boolean {
  if (["invalid_client_id", "invalid_client", "invalid_app_access", "app_not_found"].includes(error.code)) return true;
  return error.code === "invalid_grant" && /approved|assertion/i.test(error.message);
}

/** Tries the other audiences once, to name the one that works. */
async function audienceRefusal(request: JwtBearerRequest, instanceUrl: string, error: SalesforceError) {
  const others = knownAudiences(instanceUrl).filter((audience) => audience !== request.audience);
  for (const audience of others) {
    try {
      await jwtBearerLogin({ ...request, audience });
      return new Refusal(
        `audience: the org refuses ${request.audience} (${error.code}: ${error.message}), and accepts ${audience}. Set audience to ${audience}, also as the URL of the connector in Control Hub.`,
      );
    } catch (other) {
      if (!(other instanceof SalesforceError)) throw other;
    }
  }
  return new Refusal(
    `audience: the org refuses ${request.audience} (${error.code}: ${error.message}), and none of ${others.join(", ")} works either.`,
  );
}

/** Asks as the deployer whether the user has what the login and the calls need. */
async function confirmGrants(org: Org, inputs: AccessProofInputs): Promise<void> {
  const doing = `reading the grants of ${inputs.username}`;
  const [ids, access] = await Promise.all([
    apexClassIds(org, inputs.apexClasses, doing),
    org.query(
      `SELECT Id, SetupEntityId, SetupEntityType FROM SetupEntityAccess WHERE SetupEntityType IN ('ApexClass', 'ExternalClientApplication') AND ParentId IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${quoted(inputs.userId)})`,
      doing,
    ),
  ]);
  const granted = new Set(access.map((row) => longId(String(row.SetupEntityId))));
  const missing = inputs.apexClasses.filter((name) => !granted.has(longId(ids.get(name) ?? "")));
  if (missing.length > 0) {
    throw new Refusal(`apexClasses: no permission set of ${inputs.username} gives access to ${missing.join(", ")}.`);
  }
  if (!granted.has(longId(inputs.appId))) {
    throw new Refusal(`No permission set of ${inputs.username} is pre-authorised in the policy of the app.`);
  }
}

/** Calls the probe's path. 405 counts as reached: the class behind the path was entered with another method. */
async function probe(token: JwtBearerToken, { probeMethod, probePath }: AccessProofInputs): Promise<number> {
  const { status, error } = await callAs(token, probeMethod, probePath);
  if (status < 300 || status === 405) return status;
  // What the org's codes otherwise lead to speaks of the deployer; here the integration user was refused.
  const step = status === 403 ? " Its permission sets do not allow this call." : "";
  throw new Refusal(`${error.operation} failed with ${error.code}: ${error.message}.${step}`);
}
