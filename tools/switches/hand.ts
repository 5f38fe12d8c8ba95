import type { LocalOrg } from "../../local-org/src/server.ts";
import { deployerConnection } from "../../local-org/test/metadata/kit.ts";
import { type Hand, handOf } from "../../test/engine/byHand.ts";

/** An administrator who finds a component of the app under whatever name this org gives it. */
export function handIn(local: LocalOrg): Hand {
  const hand = handOf(local);
  const nameIn = async (type: string, fullName: string): Promise<string> => {
    const listed = [await deployerConnection(local).metadata.list({ type })].flat();
    const known = listed.map((component) => component.fullName);
    const found = known.find((name) => name === fullName) ?? (known.length === 1 ? known[0] : undefined);
    if (found === undefined) throw new Error(`${type} ${fullName} is not among ${known.join(", ")}`);
    return found;
  };
  return {
    ...hand,
    configure: async (type, fullName, elements) => hand.configure(type, await nameIn(type, fullName), elements),
  };
}
