import { operationCommand } from "../common/commands.ts";
import { describeFound } from "./adoption.ts";
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

const declaredBefore = (olds: Values) =>
  [olds.adoptions, olds.creations].flatMap((list) => (Array.isArray(list) ? list : [])) as DeclaredResource[];

/**
 * An app with the newest key that is declared no more: a connector uses it, and nothing else would log in for it. That is
 * so for a strategy that is changed to one app while the second one is in use. Pure.
 *
 * @param olds inputs of the readiness at the last run
 * @param resources the resources that are declared now
 */
export function removedNewestApps(olds: Values, resources: readonly DeclaredResource[]): CheckFailure[] {
  const generationOf = ({ inputs }: DeclaredResource) => Number(inputs.keyGeneration ?? 0);
  const before = declaredBefore(olds).filter((app) => generationOf(app) > 0);
  const newest = before.sort((left, right) => generationOf(right) - generationOf(left))[0];
  if (newest === undefined || resources.some(({ kind, name }) => kind === newest.kind && name === newest.name))
    return [];
  return [
    {
      property: "",
      reason: `${newest.name}: the app with the newest key, of generation ${generationOf(newest)}, is no longer declared, and it would be deleted while the connector uses it. With the strategy cutOver there is only the app without the suffix. Rotate once more with blueGreen, which brings the key there, and change the strategy then.`,
    },
  ];
}

/**
 * A key generation that does not follow the one of the last run: keys are kept for the newest generation and the one before
 * it, so a lower number removes the key that is in use, and one that leaves some out removes the way back. Pure.
 *
 * @param olds inputs of the readiness at the last run; without a generation it was the first, or of a version that kept none
 * @param now the generation as it is declared; where none is, there is nothing to judge
 */
export function skippedGenerations(olds: Values, now: unknown): CheckFailure[] {
  const before = olds.keyGeneration;
  if (typeof now !== "number" || typeof before !== "number" || now === before || now === before + 1) return [];
  const reason =
    now > before
      ? `generation (stack's configuration: keyGeneration) is ${now}, but the last up had ${before}: the key of ${before}, to which one could go back, would be removed. Rotate one generation at a time: ${before + 1}.`
      : `generation (stack's configuration: keyGeneration) is ${now}, but the last up had ${before}: the key of ${before}, which may be in use, would be removed. Leave it at ${before}; to go back to the key before, set activeGeneration (activeKeyGeneration) to ${before - 1}.`;
  return [{ property: "", reason }];
}

/**
 * The rotation of an app that is taken over without its certificate: its holder is cut off as well. Pure.
 *
 * @param outcomes what the adoptions of the stack come to
 */
export function unconfirmedTakeovers(outcomes: readonly AdoptionOutcome[]): string[] {
  return outcomes.flatMap(({ adoption, found, current = {} }) => {
    const isTakenOver = adoption.kind === "ExternalClientApp" && found !== undefined && found.mark === undefined;
    const isKept = adoption.inputs.certificatePem !== undefined || !current.certificatePem;
    if (!isTakenOver || isKept) return [];
    const what = `the ${describeFound(found)} has a certificate in use that is not declared`;
    return refusal(
      adoption.name,
      what,
      `declare that certificate as certificatePem (${operationCommand("survey --stack STACK")} writes it)`,
    );
  });
}

const refusal = (name: string, what: string, otherwise: string): string =>
  `${name}: ${what}, so a new key would replace it, and everybody who signs with the old key is cut off until they have the new one. Set confirmRotation to the generation of the new key (1 for the first) when that is arranged, or ${otherwise}.`;
