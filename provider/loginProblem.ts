import type { SalesforceError } from "../salesforce/errors.ts";
import { explainCall } from "./explanations.ts";
import { Refusal } from "./lifecycle.ts";
import { type Attempt, blameOf, type LoginPair, type Verdict } from "./loginPairs.ts";

type Unproven = Exclude<Verdict, { is: "proven" }>;

/**
 * What ends the proof after a round of logins; undefined to wait for another round. Pure.
 *
 * @param reason why no waiting can help, if what the org holds says so
 * @param isOver whether there is no time left to wait
 */
export function loginProblem(
  verdict: Unproven,
  attempts: readonly Attempt[],
  reason: string | undefined,
  isOver: boolean,
): Error | undefined {
  const { pair, error } = verdict.refused;
  if (verdict.is === "otherPair") {
    return verdict.isSure || isOver ? new Refusal(otherPairText(pair, verdict.works, error)) : undefined;
  }
  if (reason !== undefined) return new Refusal(`${reason} (${error.doing} failed with ${answer(error)})`);
  if (verdict.is === "refused") return blameOf(error) === "audience" ? noAudience(attempts) : error;
  return isOver ? new Refusal(`${explainCall(error)} ${triedText(attempts)}`.trim()) : undefined;
}

/** What a person is told while the proof waits. */
export function waitingLine(verdict: Unproven): string {
  const { pair, error } = verdict.refused;
  const why =
    verdict.is === "otherPair"
      ? `it accepts ${inWords(verdict.works, pair)} already`
      : "a change of an app can take minutes to arrive everywhere";
  return `the org answers ${error.code} (${error.message}); ${why}`;
}

const answer = ({ code, message }: SalesforceError) => `${code}: ${message}`;

/** A pair in words, beside another one: the end point only where it differs. */
const inWords = ({ loginUrl, audience }: LoginPair, beside: LoginPair) =>
  loginUrl === beside.loginUrl ? audience : `${audience} at ${loginUrl}`;

function otherPairText(declared: LoginPair, works: LoginPair, error: SalesforceError): string {
  const accepted = inWords(works, declared);
  const changes = [
    ...(works.audience === declared.audience
      ? []
      : [`Set audience to ${works.audience}, also as the URL of the connector in Control Hub.`]),
    ...(works.loginUrl === declared.loginUrl
      ? []
      : [`Set loginUrl to ${works.loginUrl} (stack's configuration: overrides.proof.loginUrl).`]),
  ];
  const input = works.audience === declared.audience ? "loginUrl" : "audience";
  return `${input}: the org refuses ${declared.audience}${works.loginUrl === declared.loginUrl ? "" : ` at ${declared.loginUrl}`} (${answer(error)}), and accepts ${accepted}. ${changes.join(" ")}`;
}

function noAudience(attempts: readonly Attempt[]): Refusal {
  const [first, ...others] = attempts as [Attempt, ...Attempt[]];
  const text = "error" in first ? ` (${answer(first.error)})` : "";
  return new Refusal(
    `audience: the org refuses ${first.pair.audience}${text}, and none of ${others.map(({ pair }) => inWords(pair, first.pair)).join(", ")} works either.`,
  );
}

/** What else was tried in vain, for who must find out why. */
function triedText(attempts: readonly Attempt[]): string {
  const [first, ...others] = attempts as [Attempt, ...Attempt[]];
  const tried = others.flatMap((each) =>
    "error" in each ? [`${inWords(each.pair, first.pair)} (${each.error.code})`] : [],
  );
  return tried.length === 0 ? "" : `Also tried as the audience, and refused: ${tried.join(", ")}.`;
}
