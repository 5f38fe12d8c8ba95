/** What a rule expects of a deploy. */
import { expectLike, expectThat } from "./expectation.ts";
import type { DeployResult } from "./metadata.ts";

/** The first problem of a deploy that has to fail. @throws Difference */
export function problemOf({ status, failures }: DeployResult): string | undefined {
  expectLike(status, "Failed");
  return failures[0]?.problem;
}

/** @throws Difference when the deploy fails */
export async function expectDeployed(result: Promise<DeployResult>): Promise<void> {
  const { status, failures } = await result;
  expectThat(status === "Succeeded", "a deploy that succeeds", failures[0]?.problem ?? status);
}
