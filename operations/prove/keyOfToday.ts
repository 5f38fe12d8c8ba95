import { pulumiCommand } from "../../common/commands.ts";
import { belongTogether } from "../../provider/certificates.ts";
import { CommandError } from "../commandLine.ts";
import { type StateResource, typeOf } from "./stackState.ts";

/**
 * A proof with the key and the consumer key that its app has now. The state keeps those of the last proof that went well:
 * after a rotation whose proof failed, they are the old ones. Pure.
 *
 * @param resources all resources of the stack
 * @param stack its name
 * @throws CommandError when the app has another certificate by now, and the state no key for it
 */
export function withKeyOfToday(
  proof: StateResource,
  resources: readonly StateResource[],
  stack: string,
): StateResource {
  const app = resources.find(({ type, id }) => type === typeOf("ExternalClientApp") && id === proof.inputs.appId);
  const certificate = app?.outputs.certificatePem;
  const fits = (key: unknown) =>
    typeof key === "string" && typeof certificate === "string" && belongTogether(certificate, key) === true;
  if (app === undefined || typeof certificate !== "string") return proof;
  const keys = resources
    .filter(({ type }) => type === "tls:index/privateKey:PrivateKey")
    .flatMap(({ outputs }) => [outputs.privateKeyPemPkcs8, outputs.privateKeyPem]);
  const key = [proof.inputs.privateKeyPem, ...keys].find(fits);
  if (key === undefined) {
    throw new CommandError(
      `${proof.name}: the app ${app.name} has another certificate than at the last proof, and the state has no key for it. Run ${pulumiCommand("up", stack)}, which proves it with the key of the program.`,
    );
  }
  return { ...proof, inputs: { ...proof.inputs, privateKeyPem: key, consumerKey: app.outputs.consumerKey } };
}
