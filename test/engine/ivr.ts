import { createPrivateKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { LocalOrg } from "../../local-org/src/server.ts";
import { login, verdict } from "../../local-org/test/oauth/login.ts";

/** A connector as somebody has typed it in Control Hub. */
export interface Connector {
  clientId: string;
  emailId: string;
  privateKey: KeyObject;
}

/** Takes the values from a printed sheet, and the key from its file, as the person at Control Hub does. */
export async function connectorFrom(sheet: string, keyFile: string): Promise<Connector> {
  const field = (label: string) => new RegExp(`^ +${label}: +(\\S+)$`, "m").exec(sheet)?.[1] ?? "";
  const privateKey = createPrivateKey(await readFile(keyFile, "utf8"));
  return { clientId: field("Client ID"), emailId: field("Email ID"), privateKey };
}

/**
 * The calls of an IVR: each logs in with the connector that the flows use, as Webex does, without waiting for the one
 * before. No login is repeated.
 */
export class Ivr {
  /** How the logins that failed were refused. */
  readonly failures: string[] = [];
  count = 0;
  #connector: Connector | undefined;
  readonly #local: LocalOrg;
  readonly #timer: NodeJS.Timeout;
  readonly #running = new Set<Promise<void>>();

  constructor(local: LocalOrg, everyMs: number) {
    this.#local = local;
    this.#timer = setInterval(() => {
      const call = this.#call().finally(() => this.#running.delete(call));
      this.#running.add(call);
    }, everyMs);
  }

  /** Saves a connector as Control Hub does, which logs in first, and lets the flows use it from now on. */
  async use(connector: Connector): Promise<void> {
    const answer = await this.#logIn(connector);
    if (answer !== "ok") throw new Error(`Control Hub does not save it: ${answer}`);
    this.#connector = connector;
  }

  async #logIn({ clientId, emailId, privateKey }: Connector): Promise<string> {
    return verdict(await login(this.#local, { privateKey }, { issuer: clientId, subject: emailId }));
  }

  async #call(): Promise<void> {
    if (!this.#connector) return;
    this.count += 1;
    const answer = await this.#logIn(this.#connector).catch((error: Error) => error.message);
    if (answer !== "ok") this.failures.push(answer);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#running);
  }
}
