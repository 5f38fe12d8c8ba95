import { operationCommand } from "../common/commands.ts";
import { fingerprintIn } from "../common/publicKey.ts";
import { newestKeyInSecondApp, olderAppStillThere } from "../common/rotation.ts";
import { describeFound, isOwnRecord } from "./adoption.ts";
import type { AdoptionOutcome } from "./adoptionPreview.ts";
import type { DeclaredResource } from "./declaredResources.ts";
import type { CheckFailure, Values } from "./lifecycle.ts";

/**
 * A certificate in use that was declared at the last run and is no more: a new key takes its place, and whoever signs with
 * the old one is cut off. That is a rotation, and somebody has to confirm it. Pure.
 *
 * @param olds inputs of the readiness at the last run
 * @param resources the resources that are declared now
 */
export function unconfirmedRotations(
  olds: Values,
  resources: readonly DeclaredResource[],
  isRotationConfirmed: boolean,
): CheckFailure[] {
  if (isRotationConfirmed) return [];
  const before = declaredBefore(olds);
  const hasCertificate = ({ inputs }: DeclaredResource) => Boolean(inputs.certificatePem);
  const isLost = (app: DeclaredResource) => {
    const now = resources.find(({ kind, name }) => kind === app.kind && name === app.name);
    return hasCertificate(app) && now !== undefined && !hasCertificate(now);
  };
  return before.filter(isLost).map(({ name }) => ({
    property: "",
    reason: refusal(name, "the certificate in use is no longer declared", "declare certificatePem again"),
  }));
}

/** The resources that were declared at the last run. */
export const declaredBefore = (olds: Values) =>
  [olds.adoptions, olds.creations].flatMap((list) => (Array.isArray(list) ? list : [])) as DeclaredResource[];

/**
 * Apps that a strategy has no room for which has just been changed to `cutOver`: that with the newest key, which a connector
 * uses, and an older one, which flows may use until it is closed. Pure.
 *
 * @param olds inputs of the readiness at the last run
 * @param resources the resources that are declared now
 */
export function removedApps(olds: Values, resources: readonly DeclaredResource[]): CheckFailure[] {
  const generationOf = ({ inputs }: DeclaredResource) => Number(inputs.keyGeneration ?? 0);
  const before = declaredBefore(olds).filter((app) => generationOf(app) > 0);
  const [newest] = before.sort((left, right) => generationOf(right) - generationOf(left));
  const isGone = (app: DeclaredResource) => !resources.some(({ kind, name }) => kind === app.kind && name === app.name);
  const refusal = (app: DeclaredResource, why: string) => [{ property: "", reason: `${app.name}: ${why}` }];
  if (newest && isGone(newest)) return refusal(newest, newestKeyInSecondApp(generationOf(newest)));
  // With blueGreen the older one goes when it is closed, and nobody uses it any more.
  const older = resources.some((app) => generationOf(app) > 0) ? undefined : before.find(isGone);
  return older ? refusal(older, olderAppStillThere(generationOf(older))) : [];
}

/**
 * A key generation that does not follow the one of the last run: keys are kept for the newest generation and the one before
 * it, so a lower number removes the key that is in use, and one that leaves some out removes the way back. Pure.
 *
 * @param olds inputs of the readiness at the last run; without a generation it was the first, or of a version that kept none
 * @param now the generation as it is declared; where none is, there is nothing to judge
 */
export function skippedGenerations(olds: Values, now: unknown): CheckFailure[] {
  const { before, to } = skipBetween(olds.keyGeneration, now) ?? {};
  if (before === undefined || to === undefined) return [];
  const reason =
    to > before
      ? `generation (stack's configuration: keyGeneration) is ${to}, but the last up had ${before}: the key of ${before}, to which one could go back, would be removed. Rotate one generation at a time: ${before + 1}.`
      : `generation (stack's configuration: keyGeneration) is ${to}, but the last up had ${before}: the key of ${before}, which may be in use, would be removed. Leave it at ${before}; to go back to the key before, set activeGeneration (activeKeyGeneration) to ${before - 1}.`;
  return [{ property: "", reason }];
}

/**
 * The same where it is allowed: which keys are lost with it. A key that is made again under the number of one that is gone
 * is another key. Pure.
 */
export function lostKeys(olds: Values, now: unknown): string[] {
  const { before, to } = skipBetween(olds.keyGeneration, now) ?? {};
  if (before === undefined || to === undefined) return [];
  const lost = keptWith(before).filter((generation) => !keptWith(to).includes(generation));
  return [
    `generation (stack's configuration: keyGeneration) is ${to}, but the last up had ${before}: the key of generation ${lost.join(" and ")} is removed and never comes back, and whoever signs with it is cut off. In another stack than dev that is refused; activeGeneration (activeKeyGeneration) goes back to the key before, and loses none`,
  ];
}

/** A generation that neither stays nor goes up by one; undefined where there is nothing to judge, since one is not known. */
function skipBetween(before: unknown, to: unknown): { before: number; to: number } | undefined {
  if (typeof before !== "number" || typeof to !== "number" || to === before || to === before + 1) return undefined;
  return { before, to };
}

/** Generations whose keys are kept. */
const keptWith = (generation: number) => [generation - 1, generation].filter((each) => each > 0);

/**
 * Apps that are taken over without the certificate that they have: its holder is cut off by the new key, which is a rotation
 * and has to be confirmed. An app that is to have its key for life gets no other one than that. Pure.
 *
 * @param outcomes what the adoptions of the stack come to
 */
export function refusedTakeovers(outcomes: readonly AdoptionOutcome[], isRotationConfirmed: boolean): string[] {
  return outcomes.flatMap(({ adoption, found, current = {} }) => {
    const isTakenOver = adoption.kind === "ExternalClientApp" && found !== undefined && found.mark === undefined;
    const isKept = adoption.inputs.certificatePem !== undefined || !current.certificatePem;
    if (!isTakenOver || isKept) return [];
    const what = `the ${describeFound(found)} has a certificate in use that is not declared`;
    if (adoption.inputs.keyGeneration !== undefined) {
      return `${adoption.name}: ${what}, and with the strategy blueGreen an app is given no other key than the one that it has. Set rotationStrategy to cutOver for the adoption and the rotation to a key of the stack, and change the strategy after it (docs/adoption.md).`;
    }
    if (isRotationConfirmed) return [];
    return refusal(
      adoption.name,
      what,
      `declare that certificate as certificatePem (${operationCommand("survey --stack STACK")} writes it)`,
    );
  });
}

/**
 * Apps with the mark of a stack whose state knows nothing yet: they are of a state that is lost, or that another back end
 * keeps, and so are their keys. A create would take them back and give them new ones, which is a rotation. Pure.
 *
 * @param outcomes what is found of the apps
 */
export function refusedNewKeys(outcomes: readonly AdoptionOutcome[], isRotationConfirmed: boolean): string[] {
  if (isRotationConfirmed) return [];
  return outcomes.flatMap(({ adoption, declared, found, current = {} }) => {
    if (adoption.kind !== "ExternalClientApp" || found === undefined || !isOwnRecord(found)) return [];
    const [held, wanted] = [current.certificatePem, declared.certificatePem].map((pem) =>
      typeof pem === "string" ? fingerprintIn(pem) : undefined,
    );
    if (!current.certificatePem || (held !== undefined && held === wanted)) return [];
    return refusal(
      adoption.name,
      `the ${describeFound(found)} is one that this stack has made, and OrgReadiness has no state: the state is lost, in another back end, or this check is new in the program. The app has a certificate in use`,
      "use the back end that has the state (PULUMI_BACKEND_URL), or declare that certificate as certificatePem",
    );
  });
}

const refusal = (name: string, what: string, otherwise: string): string =>
  `${name}: ${what}, so a new key would replace it, and everybody who signs with the old key is cut off until they have the new one. Set confirmRotation to the generation of the new key (1 for the first) when that is arranged, or ${otherwise}.`;
