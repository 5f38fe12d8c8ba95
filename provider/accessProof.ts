import { isDeepStrictEqual } from "node:util";
import { namesOf } from "../common/namesOf.ts";
import { readPrivateKey } from "../common/pem.ts";
import { asSentence } from "../common/sentence.ts";
import { longId, sameId } from "../salesforce/identifiers.ts";
import type { JwtBearerToken } from "../salesforce/jwtBearer.ts";
import type { Org } from "../salesforce/org.ts";
import { confirmGrants } from "./accessGrants.ts";
import { InputReader } from "./inputReader.ts";
import { type Lifecycle, type Progress, Refusal, type ResourceState, type Values } from "./lifecycle.ts";
import { productionHost } from "./loginPairs.ts";
import { type AccessOutputs, type DeclaredAccess, declaredAccess, provenAccess, seenAccess } from "./provenAccess.ts";
import { provenLogin } from "./provenLogin.ts";
import { apexClassName, recordId, secureUrl, username } from "./rules.ts";
import { isUnknown } from "./unknowns.ts";

const probeMethods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] as const;

export interface AccessProofInputs extends Partial<DeclaredAccess> {
  appId: string;
  userId: string;
  username: string;
  consumerKey: string;
  privateKeyPem: string;
  /** Empty: whichever the org accepts. */
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

export interface AccessProofOutputs extends AccessOutputs {
  /** Base URL that the token is valid for. */
  instanceUrl: string;
  /** Scopes of the token, under the names that OAuth uses. */
  grantedScopes: string[];
  /** HTTP status of the probe; 0 without one. */
  probeStatus: number;
  /** The audience that the login worked with. Absent in the state of versions before 0.2. */
  provenAudience?: string;
}

const outputNames = namesOf<AccessProofOutputs>({
  instanceUrl: true,
  grantedScopes: true,
  probeStatus: true,
  provenAudience: true,
  undeclaredAccess: true,
  licenseAccess: true,
  otherAppUsers: true,
});

export const accessProof: Lifecycle<AccessProofInputs, AccessProofOutputs> = {
  inputNames: namesOf<AccessProofInputs>({
    appId: true,
    userId: true,
    username: true,
    consumerKey: true,
    privateKeyPem: true,
    audience: true,
    loginUrl: true,
    apexClasses: true,
    probePath: true,
    probeMethod: true,
    propagationTimeoutSeconds: true,
    revisions: true,
    userPermissions: true,
    customPermissions: true,
    objectPermissions: true,
    fieldPermissions: true,
    allowHighPrivilege: true,
    owner: true,
  }),
  createOnly: [],
  // The login first tries what has worked last time.
  lastingOutputs: { provenAudience: ["audience", "loginUrl"] },
  lastingInputs: { consumerKey: { idIn: "appId", output: "consumerKey" } },

  check(olds, news) {
    const read = new InputReader(news);
    const revisions = read.raw("revisions");
    const inputs: AccessProofInputs = {
      appId: longId(read.text("appId", recordId("0xI", "an external client app"))),
      userId: longId(read.text("userId", recordId("005", "a user"))),
      username: read.text("username", username),
      consumerKey: read.text("consumerKey"),
      privateKeyPem: plainKey(read.secretText("privateKeyPem", keyProblem)),
      // The version before filled this in; what was proved with it keeps it, where none is declared.
      audience: read.textOr("audience", olds.audience === productionHost ? productionHost : "", secureUrl),
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
    const declared = declaredAccess(read);
    return {
      inputs: isUnchangedSince(olds, inputs) ? inputs : { ...inputs, ...declared },
      failures: read.failures,
    };
  },

  create(org, inputs, progress) {
    return prove(org, inputs, undefined, progress);
  },

  /**
   * A proof is of a moment; what it rests on is watched by the resources that hold it, and when one of those is
   * repaired, its revision rises and the proof runs again.
   */
  async read(_org, id, state) {
    const known = accessProof.inputNames.filter((name) => state[name] !== undefined);
    const inputs = Object.fromEntries(known.map((name) => [name, state[name]]));
    const outputs = Object.fromEntries(
      outputNames.filter((name) => state[name] !== undefined).map((name) => [name, state[name]]),
    );
    return {
      id,
      inputs: inputs as unknown as AccessProofInputs,
      outputs: outputs as unknown as AccessProofOutputs,
    };
  },

  update(org, _id, olds, news, progress) {
    return prove(org, news, olds.provenAudience, progress);
  },

  /** Nothing of it is in the org. */
  async delete() {},
};

/** State of earlier versions declares no access: it is compared when something else makes the proof run again. */
function isUnchangedSince(olds: Values, inputs: AccessProofInputs): boolean {
  if (olds.appId === undefined || olds.userPermissions !== undefined) return false;
  return Object.entries(inputs).every(([name, value]) => isDeepStrictEqual(olds[name], value));
}

function keyProblem(text: string): string | undefined {
  const reading = readPrivateKey(text);
  return "problem" in reading ? reading.problem : undefined;
}

/** The key as plain PEM, however it was carried; what cannot be read is not known yet, or has been reported. */
function plainKey(text: string): string {
  const reading = readPrivateKey(text);
  return "pem" in reading ? reading.pem : text;
}

async function prove(
  org: Org,
  inputs: AccessProofInputs,
  provenAudience: string | undefined,
  progress: Progress,
): Promise<ResourceState<AccessProofInputs, AccessProofOutputs>> {
  const grants = confirmGrants(org, inputs);
  const seen = seenAccess(org, inputs);
  // Whatever else fails first is said; it is awaited below.
  seen.catch(() => {});
  const { token, pair } = await provenLogin(org, inputs, { provenAudience, grants }, progress);
  const { organizationId } = await org.identity();
  if (!sameId(token.userId, inputs.userId) || !sameId(token.organizationId, organizationId)) {
    throw new Refusal(
      `The login by JWT works, but as user ${token.userId} of org ${token.organizationId}, not as ${inputs.userId} of ${organizationId}. Check username and loginUrl.`,
    );
  }
  const [probeStatus, access] = await Promise.all([
    inputs.probePath === "" ? 0 : probe(token, inputs),
    provenAccess(org, token, inputs, seen),
  ]);
  progress.report(
    `${inputs.username} logs in by JWT with the audience ${pair.audience}${probeStatus ? `; ${inputs.probeMethod} ${inputs.probePath} answers ${probeStatus}` : ""}`,
  );
  for (const line of access.lines) progress.report(line);
  return {
    id: `${longId(inputs.appId)}:${longId(inputs.userId)}`,
    inputs,
    outputs: {
      instanceUrl: token.instanceUrl,
      grantedScopes: token.scopes,
      probeStatus,
      provenAudience: pair.audience,
      ...access.outputs,
    },
  };
}

/** What to do next, by the HTTP status of a probe. */
const probeSteps: { [status: number]: string } = {
  401: "The token that was just given is not accepted there: call My Domain, not a lightning.force.com address.",
  403: "Its permission sets do not allow this call: it needs the Apex class behind the path, and Apex REST Services.",
  404: "Nothing is found at that path: check probePath. For Apex REST it is /services/apexrest/, the namespace of the package, and the urlMapping of the class.",
};

/** Calls the probe's path. 405 counts as reached: the class behind the path was entered with another method. */
async function probe(token: JwtBearerToken, { probeMethod, probePath }: AccessProofInputs): Promise<number> {
  const { callAs } = await import("../salesforce/probe.ts");
  const { status, error } = await callAs(token, probeMethod, probePath);
  if (status < 300 || status === 405) return status;
  // What the org's codes otherwise lead to speaks of the deployer; here the integration user was refused.
  const step = probeSteps[status] ?? "";
  throw new Refusal(`${error.doing} failed with ${error.code}: ${asSentence(error.message)}${step && ` ${step}`}`);
}
