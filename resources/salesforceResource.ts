import * as pulumi from "@pulumi/pulumi";
import { settingsInOtherNamespaces } from "../common/settingNames.ts";
import { providerText, type ResourceKind, typeToken } from "./dynamicProvider.ts";
import { refuse } from "./knownNames.ts";
import { expectProviderIn } from "./providerPresence.ts";

/**
 * Project and stack as the marks in the org name them: `<project>/<stack>`, or `<project>/<stack>@<word>` with the word
 * of `pulumi-nodejs:salesforce.ownerTag`, which distinguishes stacks of the same project and name in different
 * backends.
 *
 * @throws Error when the word has a form that a mark cannot hold
 */
function markedStack(): string {
  const stack = `${pulumi.getProject()}/${pulumi.getStack()}`;
  const word = new pulumi.Config("pulumi-nodejs").get("salesforce.ownerTag");
  if (word === undefined) return stack;
  if (!/^[A-Za-z0-9_.-]{1,40}$/.test(word)) {
    throw new Error(
      "pulumi-nodejs:salesforce.ownerTag must be one word of at most 40 letters, digits, hyphens, dots and underscores.",
    );
  }
  return `${stack}@${word}`;
}

/** What a class declares beside what all have: an input or an output that can be read on the object. */
export type OwnProperties<Resource> = Omit<Resource, keyof SalesforceResource>;

/** What every resource of this package has. */
export abstract class SalesforceResource extends pulumi.CustomResource {
  /** 18-character id of the org that the resource is in; nothing is changed when a login leads to another one. */
  declare readonly orgId: pulumi.Output<string>;
  /** Name of the org when this was last written. */
  declare readonly orgName: pulumi.Output<string>;
  /**
   * Rises with every write, also with one that repairs a change in the org or recreates what was deleted there: a
   * trigger for whatever must follow a repair. Starts with the time of creation, in seconds since 1970.
   */
  declare readonly revision: pulumi.Output<number>;

  /**
   * @param kind kind of resource
   * @param name logical name in the program; with project and stack it makes the mark that the record carries
   * @param args inputs of the program
   * @param properties names of all inputs and outputs that are readable on the object
   */
  protected constructor(
    kind: ResourceKind,
    name: string,
    args: object,
    properties: readonly string[],
    options?: pulumi.CustomResourceOptions,
  ) {
    const readable = [...properties, "orgId", "orgName", "revision"];
    const inputs = {
      // A property can be read on the object only if it is named here.
      ...Object.fromEntries(readable.map((property) => [property, undefined])),
      ...args,
      owner: `${markedStack()}/${name}`,
      __provider: providerText(kind),
    };
    // Only the program sees the keys of all namespaces.
    refuse(settingsInOtherNamespaces(Object.keys(pulumi.runtime.allConfig())));
    // In a unit test there is no engine, and so no provider process.
    if (pulumi.runtime.hasEngine()) expectProviderIn(process.cwd());
    super(typeToken(kind), name, inputs, options);
  }
}
