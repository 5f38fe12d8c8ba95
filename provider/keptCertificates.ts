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
  const before = [olds.adoptions, olds.creations].flatMap((list) =>
    Array.isArray(list) ? list : [],
  ) as DeclaredResource[];
  const hasCertificate = ({ inputs }: DeclaredResource) => Boolean(inputs.certificatePem);
  const isLost = (app: DeclaredResource) => {
    const now = resources.find(({ kind, name }) => kind === app.kind && name === app.name);
    return hasCertificate(app) && now !== undefined && !hasCertificate(now);
  };
  return before.filter(isLost).map(({ name }) => ({
    property: "",
    reason: `${name}: the certificate in use is no longer declared, so a new key would replace it, and everybody who signs with the old key is cut off until they have the new one. Set confirmRotation to the generation of the new key (1 for the first) when that is arranged, or declare certificatePem again.`,
  }));
}
