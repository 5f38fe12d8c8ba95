import type { LocalOrg } from "../../local-org/src/server.ts";
import { deployerConnection } from "../../local-org/test/metadata/kit.ts";
import { changeComponent, deployer } from "./accessInOrg.ts";
import { type Engine, succeeded } from "./engine.ts";

type Fields = Record<string, unknown>;

/** What an administrator does by hand, through the org's own interfaces. */
export interface Hand {
  /** Id of the one record that a condition finds. */
  idOf(type: string, condition: string): Promise<string>;
  create(type: string, fields: Fields): Promise<string>;
  /** Changes the one record that a condition finds. */
  change(type: string, condition: string, fields: Fields): Promise<void>;
  /** Deletes the records that a condition finds; there is at least one. */
  remove(type: string, condition: string): Promise<void>;
  /** Deletes the records that are there, which may be none. */
  removeAny(type: string, condition: string): Promise<void>;
  /** Makes a metadata component. */
  createComponent(type: string, fullName: string, elements: Fields): Promise<void>;
  /** Changes elements of a metadata component; the others stay. */
  configure(type: string, fullName: string, elements: Fields): Promise<void>;
  /** Deletes a metadata component. */
  removeComponent(type: string, fullName: string): Promise<void>;
}

export function handOf(local: LocalOrg): Hand {
  const { call, create, one, query } = deployer(local);
  const { metadata } = deployerConnection(local);
  const hand: Hand = {
    idOf: async (type, condition) => (await one(`SELECT Id FROM ${type} WHERE ${condition}`)).Id,
    create,
    async change(type, condition, fields) {
      await done(call("PATCH", `/sobjects/${type}/${await hand.idOf(type, condition)}`, fields));
    },
    async remove(type, condition) {
      const found = await query(`SELECT Id FROM ${type} WHERE ${condition}`);
      if (found.length === 0) throw new Error(`There is no ${type} with ${condition}.`);
      await hand.removeAny(type, condition);
    },
    async removeAny(type, condition) {
      const found = await query(`SELECT Id FROM ${type} WHERE ${condition}`);
      for (const { Id } of found) await done(call("DELETE", `/sobjects/${type}/${Id}`));
    },
    configure: (type, fullName, elements) => changeComponent(local, type, fullName, elements),
    async createComponent(type, fullName, elements) {
      // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
      saved(await metadata.create(type as any, { fullName, ...elements } as any));
    },
    async removeComponent(type, fullName) {
      // biome-ignore lint/suspicious/noExplicitAny: as above
      saved(await metadata.delete(type as any, fullName));
    },
  };
  return hand;
}

async function done(answer: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
}

function saved(answer: { success: boolean } | { success: boolean }[]): void {
  const results = [answer].flat();
  if (!results.every(({ success }) => success)) throw new Error(JSON.stringify(results));
}

/** Makes the state say that the certificate ends in so many days. */
export async function endCertificateIn(engine: Engine, days: number): Promise<void> {
  const state = JSON.parse((await engine.run(["stack", "export", "--stack", "dev"])).output);
  const certificate = state.deployment.resources.find(({ type }: { type: string }) => type.endsWith("SelfSignedCert"));
  certificate.outputs.validityEndTime = new Date(Date.now() + days * 86_400_000).toISOString();
  const file = await engine.file("state.json", JSON.stringify(state));
  succeeded(await engine.run(["stack", "import", "--stack", "dev", "--file", file]));
}
