import { pulumiCommand } from "../../common/commands.ts";
import { type AccessProofInputs, type AccessProofOutputs, accessProof } from "../../provider/accessProof.ts";
import { relationOf } from "../../provider/recordedOrg.ts";
import { harmless, harmlessLines } from "../../salesforce/harmless.ts";
import type { Org } from "../../salesforce/org.ts";
import { holdSecret } from "../../salesforce/redaction.ts";
import { CommandError } from "../commandLine.ts";
import { orgErrorInWords } from "../orgErrors.ts";
import { openOrgOf, type StackFolder } from "../stackFolder.ts";
import { type GivenStack, stackOperation } from "../stackOperation.ts";
import { withKeyOfToday } from "./keyOfToday.ts";
import { resourcesInState, type StateResource, typeOf } from "./stackState.ts";

const help = `Usage: pulumi-salesforce-access prove --stack NAME [--folder FOLDER]
       npm run prove -- --stack NAME [--folder FOLDER]   in a checkout of this project

Proves that the access of a stack works, as its AccessProof does in "pulumi up": as the deployer, it reads the grants of
the integration user; then it logs in by JWT as that user with the stack's own key, and calls the probe's path if the stack
has one. Says what the user may do although it is not declared, where that comes from, and who else can use the app. The key
is the one in the state that the app has now; everything else is from the last successful proof. Prints no key and no token,
and changes neither the org nor the state; a probe does what it does in "pulumi up".
  --stack NAME     the stack; the deployer's connection is that of its configuration (Pulumi.NAME.yaml), or of the
                   environment; Pulumi needs access to the state, and its passphrase if it has one
  --folder FOLDER  where Pulumi.yaml and Pulumi.NAME.yaml are (default: the current folder)
Exit code: 0 when the access works, 3 when it does not, 1 when that cannot be found out, 2 for wrong arguments.`;

const notProven = 3;

/** Proves the login of a stack's integration user. */
export const prove = stackOperation({
  purpose: "log in as the integration user with the key of a stack, as Webex does, and call the probe",
  help,
  run,
});

/** A proof as the state has it. */
interface Proof {
  name: string;
  id: string;
  inputs: AccessProofInputs;
  state: AccessProofInputs & AccessProofOutputs;
}

async function run(stackFolder: StackFolder, { stack, folder }: GivenStack): Promise<number> {
  const resources = await resourcesInState(folder, stack);
  const found = resources.filter(({ type }) => type === typeOf("AccessProof"));
  if (found.length === 0) {
    throw new CommandError(
      `The state of stack ${stack} has no AccessProof: run ${pulumiCommand("up", stack)}, which makes it. A stack whose certificate was given without its private key has none, and cannot log in.`,
    );
  }
  const proofs = await Promise.all(found.map((proof) => proofOf(withKeyOfToday(proof, resources, stack), stack)));
  const org = await openOrgOf(stackFolder);
  for (const { state } of proofs) await expectOrg(org, state, stack);
  let exitCode = 0;
  for (const proof of proofs) {
    const problem = await problemOf(org, proof);
    if (problem === undefined) continue;
    console.error(harmlessLines(`${proof.name}: ${problem}`));
    exitCode = notProven;
  }
  if (exitCode === 0) console.log("The access works. Nothing was changed.");
  return exitCode;
}

/** @throws CommandError when the state holds what this version does not take */
async function proofOf({ name, id, inputs, outputs }: StateResource, stack: string): Promise<Proof> {
  if (typeof inputs.privateKeyPem === "string") holdSecret(inputs.privateKeyPem);
  const noOrg = () => Promise.reject(new TypeError("no org"));
  const checked = await accessProof.check(inputs, inputs, noOrg);
  const [failure] = checked.failures;
  if (failure) {
    throw new CommandError(
      harmlessLines(`${name}, as it is in the state: ${failure.reason} Run ${pulumiCommand("up", stack)} first.`),
    );
  }
  const state = { ...(outputs as unknown as AccessProofOutputs), ...checked.inputs };
  return { name, id, inputs: checked.inputs, state };
}

/** @throws CommandError when the login leads to another org than that of the state */
async function expectOrg(org: Org, state: object, stack: string): Promise<void> {
  const { organizationId } = await org.identity();
  const { instanceUrl } = org.login;
  const { orgId } = state as { orgId?: unknown };
  if (relationOf({ orgId }, { orgId: organizationId }) === "same") return;
  throw new CommandError(
    `The state of the stack is of org ${orgId}, but the login leads to org ${organizationId} (${instanceUrl}). Log in to the org of the state; if a sandbox refresh has replaced it with this org, run ${pulumiCommand("up --refresh", stack)} as docs/operate.md says, and prove it then.`,
  );
}

/** Why the access does not work; undefined when it does. */
async function problemOf(org: Org, { name, id, inputs, state }: Proof): Promise<string | undefined> {
  const report = (line: string) => console.log(harmless(`${name}: ${line}`, 10_000));
  try {
    await accessProof.update(org, id, state, inputs, { report, made: () => {} });
    return undefined;
  } catch (error) {
    const words = orgErrorInWords(error);
    if (words === undefined) throw error;
    return words;
  }
}
