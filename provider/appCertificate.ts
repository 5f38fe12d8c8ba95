import { operationCommand, pulumiCommand } from "../common/commands.ts";
import { fingerprintIn } from "../common/publicKey.ts";
import { textOf } from "../salesforce/metadataElements.ts";
import { normaliseCertificate } from "./certificates.ts";
import type { ExternalClientAppInputs } from "./externalClientAppFields.ts";
import { type Progress, Refusal, type Values } from "./lifecycle.ts";
import { stackOfOwner } from "./marks.ts";
import type { SeenApp } from "./observedApp.ts";
import { isUnknown } from "./unknowns.ts";

/** The end of a sentence about a certificate that is no longer valid. */
export const hasExpired = (end: string) => `expired at ${end}. Give a valid certificate.`;

/** Whether an expired certificate may be one that the org holds already: that of the last run, or of an app to be adopted. */
export function mayBeHeld(inputs: ExternalClientAppInputs, olds: Values): boolean {
  if (Object.keys(olds).length === 0) return inputs.adopt === true;
  return typeof olds.certificatePem === "string" && normaliseCertificate(olds.certificatePem) === inputs.certificatePem;
}

/**
 * Why an app that has its key for life is not given another one; undefined where it keeps the one that it has, and where
 * that cannot be known yet.
 *
 * @param olds inputs of the last run
 * @param keySha256 fingerprint of the key that is declared: unknown for one that is not made yet, undefined where it is not given
 */
export function keyForLifeProblem(
  { keyGeneration, certificatePem, owner }: ExternalClientAppInputs,
  olds: Values,
  keySha256: string | undefined,
): string | undefined {
  if (keyGeneration === undefined) return undefined;
  if (olds.keyGeneration !== undefined) {
    if (keyGeneration === olds.keyGeneration) return undefined;
    return `${keptForLife(`generation ${olds.keyGeneration}`, keyGeneration)} If the app was to be removed by now, declare the generation of the last up again and run ${pulumiCommand("up")}.`;
  }
  const held = typeof olds.certificatePem === "string" ? fingerprintIn(olds.certificatePem) : undefined;
  const wanted = keySha256?.toLowerCase() ?? (isUnknown(certificatePem) ? undefined : fingerprintIn(certificatePem));
  return held === undefined || wanted === undefined || held === wanted
    ? undefined
    : otherKeyAtFirst(keyGeneration, owner);
}

/** Why the update that begins the life of a key in an app does not bring another key there. */
const otherKeyAtFirst = (wanted: number, owner: string) =>
  `${keptForLife("another generation", wanted)} A strategy that changes to blueGreen begins with the key that the app has: set keyGeneration to its generation for one up, which changes nothing in the org, and rotate after it; where a newer key is ready already, finish that rotation with cutOver first. ${operationCommand(`connector status --stack ${stackOfOwner(owner)}`)} names the generations.`;

const keptForLife = (held: string, wanted: number) =>
  `the app has the key of ${held} for life, because a connector may use it, and is not given that of generation ${wanted}. A new key gets an app of its own beside it (docs/rotation.md).`;

/**
 * Says, before the certificate is replaced, that another key takes the place of the one that is in use.
 *
 * @throws Refusal for an app that has its key for life
 */
export function announceKeyChange(
  seen: SeenApp,
  inputs: ExternalClientAppInputs,
  last: Partial<ExternalClientAppInputs> | undefined,
  progress: Progress,
): void {
  const held = fingerprintIn(certificateOf(seen));
  if (held === undefined || held === fingerprintIn(inputs.certificatePem)) return;
  // What somebody has put there by hand since is none that the app was given for life.
  const isFirstOfItsLife = last === undefined || last.keyGeneration === undefined;
  if (inputs.keyGeneration !== undefined && isFirstOfItsLife) {
    throw new Refusal(`keyGeneration: ${otherKeyAtFirst(inputs.keyGeneration, inputs.owner)}`);
  }
  progress.report(
    `app ${inputs.apiName} is given the certificate of another key now: from here until the new key is saved in the connector, logins with the old one fail`,
  );
}

/** The certificate that the app holds, in one PEM form. */
export const certificateOf = (seen: SeenApp) =>
  normaliseCertificate(textOf(seen.globalOauthSettings?.elements.certificate));
