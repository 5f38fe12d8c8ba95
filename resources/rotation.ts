import * as pulumi from "@pulumi/pulumi";
import {
  type DeclaredRotation,
  planRotation,
  type RotationPlan,
  type RotationRecord,
  type RotationStrategy,
} from "../common/rotation.ts";
import { refuse } from "./knownNames.ts";
import type { SigningCertificateArgs } from "./signingCertificate.ts";

export type { RotationRecord, RotationStrategy };

/** How a new key takes the place of the one before. */
export interface RotationArgs {
  /**
   * `cutOver` (default): the app gets another certificate, and Webex is cut off until the new key is saved in its
   * connector. `blueGreen`: a new key gets an app and a connector of its own beside the first ones, and nothing is cut off.
   */
  strategy?: RotationStrategy;
  /** With `blueGreen`: generation whose connector all flows use by now. The next update closes the app before it, the one after removes it. Default 0: they use the older one. */
  movedFlows?: number;
  /** Cuts the key before the newest off at once, because it has leaked: nothing waits for the connector. Default false. */
  revoke?: boolean;
  /**
   * With `blueGreen`: name of a connected app that flows still log in through, as the older side. It is never changed: the
   * last step is that a person deletes it. Default: there is none.
   */
  connectedApp?: string;
  /** With `blueGreen`: what the last update has left, as `lastRotation` reads it. Default: this is the first update. */
  last?: RotationRecord;
}

/**
 * What must exist by what is declared and what the last update has left.
 *
 * @throws RunError with everything that cannot be declared
 */
export function rotationPlan(
  { strategy = "cutOver", movedFlows = 0, revoke = false, connectedApp = "", last }: RotationArgs,
  { generation = 1, activeGeneration = generation }: Pick<SigningCertificateArgs, "generation" | "activeGeneration">,
): RotationPlan {
  const declared: DeclaredRotation = { strategy, generation, activeGeneration, movedFlows, revoke, connectedApp };
  const plan = planRotation(declared, last);
  if ("problems" in plan) refuse(plan.problems);
  return plan as RotationPlan;
}

/**
 * Reads what the last update of this stack has left for a rotation with the strategy `blueGreen`: the stack's own output.
 * A program exports it from `ScvIntegration.rotation` under the name that is read here.
 *
 * @param output name of that output; default `rotation`
 * @returns undefined before the first update that exports it
 */
export async function lastRotation(output = "rotation"): Promise<RotationRecord | undefined> {
  const stack = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  const { value } = await new pulumi.StackReference(stack).getOutputDetails(output);
  return value as RotationRecord | undefined;
}
