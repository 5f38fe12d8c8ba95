import { setTimeout as wait } from "node:timers/promises";
import { SalesforceError } from "../salesforce/errors.ts";
import type { JwtBearerToken } from "../salesforce/jwtBearer.ts";
import type { Org } from "../salesforce/org.ts";
import { readWithRetry } from "../salesforce/retry.ts";
import type { Progress } from "./lifecycle.ts";
import { type Attempt, type LoginPair, loginPairs, verdictOf } from "./loginPairs.ts";
import { loginProblem, waitingLine } from "./loginProblem.ts";
import { type LoginSubject, loginFacts, refusedLoginReason } from "./refusedLogin.ts";

/** What a login is declared with. */
export interface LoginInputs extends LoginSubject {
  /** Empty: any that works will do. */
  audience: string;
  /** Empty: that of the org. */
  loginUrl: string;
  propagationTimeoutSeconds: number;
}

/** A login that worked, and with which pair. */
export interface ProvenLogin {
  token: JwtBearerToken;
  pair: LoginPair;
}

const firstPause = 500;
const slowestPause = 30_000;
/** How long the declared pair may lag behind another one that works already, in seconds. */
const longestLag = 15;

/**
 * Logs in as the integration user. The declared pair of end point and audience is tried alone. When it is refused, all
 * others are tried at the same time, and the deployer looks at the app and the user: what waiting cannot change is said
 * within seconds. Only answers are waited for that an org gives while a change has not arrived everywhere.
 *
 * @param known the audience that worked the last time; and the confirmation of what the login needs, asked for beside it
 * @throws Refusal, or the SalesforceError of the login that came furthest
 */
export async function provenLogin(
  org: Org,
  inputs: LoginInputs,
  { provenAudience, grants }: { provenAudience: string | undefined; grants: Promise<void> },
  progress: Progress,
): Promise<ProvenLogin> {
  // It is awaited below.
  grants.catch(() => {});
  const isSandbox = (await org.organization().catch(() => undefined))?.isSandbox === true;
  const { audience, loginUrl, propagationTimeoutSeconds } = inputs;
  const choice = { audience, loginUrl, provenAudience, instanceUrl: org.login.instanceUrl, isSandbox };
  const [first, ...others] = loginPairs(choice) as [LoginPair, ...LoginPair[]];
  const started = Date.now();
  // A login that lacks a grant would be waited for in vain, and whatever it fails with is not the reason.
  const login = attempt(inputs, first).catch((error) => grants.then(() => Promise.reject(error)));
  const [alone] = await Promise.all([login, grants]);
  if ("token" in alone) return alone;
  const [rest, facts] = await Promise.all([attemptOthers(inputs, others), loginFacts(org, inputs)]);
  let attempts = [alone, ...rest];
  for (let pause = firstPause; ; pause = Math.min(pause * 2, slowestPause)) {
    const verdict = verdictOf(attempts, choice);
    if (verdict.is === "proven") return verdict.attempt;
    const patience =
      verdict.is === "otherPair" ? Math.min(longestLag, propagationTimeoutSeconds) : propagationTimeoutSeconds;
    const passed = Math.round((Date.now() - started) / 1000);
    const isOver = Date.now() + pause > started + patience * 1000;
    const reason = refusedLoginReason(facts, inputs, verdict.refused.error, new Date());
    const problem = loginProblem(verdict, attempts, reason, isOver);
    if (problem) throw problem;
    progress.report(`${waitingLine(verdict)}: waiting, ${passed} s of at most ${patience} s`);
    await wait(pause);
    attempts = (
      await Promise.all([attempt(inputs, first).then((each) => [each]), attemptOthers(inputs, others)])
    ).flat();
  }
}

async function attempt(inputs: LoginInputs, pair: LoginPair): Promise<Attempt> {
  const { consumerKey: clientId, username, privateKeyPem } = inputs;
  const { jwtBearerLogin } = await import("../salesforce/jwtBearer.ts");
  const login = () => jwtBearerLogin({ ...pair, clientId, username, privateKeyPem });
  try {
    return { pair, token: await readWithRetry(`logging in as ${username}`, login) };
  } catch (error) {
    if (error instanceof SalesforceError && isAnswer(error)) return { pair, error };
    throw error;
  }
}

/** Whether an org has answered: OAuth writes its codes in small letters, what fails on the way has others. */
const isAnswer = ({ code }: SalesforceError) => /^[a-z_]+$/.test(code);

/** Tries pairs at the same time. An end point that cannot be reached says nothing about the access. */
async function attemptOthers(inputs: LoginInputs, pairs: LoginPair[]): Promise<Attempt[]> {
  const attempts = await Promise.all(pairs.map((pair) => attempt(inputs, pair).catch(() => undefined)));
  return attempts.filter((each) => each !== undefined);
}
