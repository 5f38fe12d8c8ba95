import { type DeclaredResource, givenText, ofKind } from "./declaredResources.ts";
import { declaredBefore } from "./keptCertificates.ts";
import type { Values } from "./lifecycle.ts";
import { declaredName } from "./takenNames.ts";
import { isUnknown } from "./unknowns.ts";

/**
 * What a preview says of changes that end the logins of everybody who has the former values, such as a connector in Control
 * Hub: they look like mere names in the program. Pure.
 *
 * @param olds inputs of the readiness at the last run
 * @param username as it is declared now
 * @param resources the resources that are declared now
 */
export function changedLogins(olds: Values, username: string, resources: readonly DeclaredResource[]): string[] {
  const before = ofKind(declaredBefore(olds), "ExternalClientApp");
  const apps = ofKind(resources, "ExternalClientApp").flatMap((app) => {
    // An app that is given none keeps the name that it has.
    const name = givenText(app, "apiName");
    const old = before.find((each) => each.name === app.name);
    const former = old && declaredName(old);
    if (name === undefined || former === undefined || isSame(name, former)) return [];
    return `${app.name}: the API name changes from ${former} to ${name}, so another app with another consumer key takes the place of this one. Logins with the old consumer key, the Client ID of the connector in Control Hub, fail from the update on, until the new one is saved there`;
  });
  const former = olds.username;
  const isKnown = typeof former === "string" && former !== "" && username !== "" && !isUnknown(username);
  const isRenamed = isKnown && !isSame(username, former);
  return [
    ...apps,
    ...(isRenamed
      ? [
          `username: it changes from ${former} to ${username}. Logins as ${former}, the Email ID of the connector in Control Hub, fail from the update on, until the new one is saved there`,
        ]
      : []),
  ];
}

const isSame = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();
