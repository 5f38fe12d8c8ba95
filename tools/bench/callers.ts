import { createPrivateKey, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import type { LoggedRequest } from "./orgControl.ts";

/** What a connector in Control Hub holds. */
export interface Connector {
  clientId: string;
  emailId: string;
  privateKey: KeyObject;
}

/** @param pem private key */
export function connectorWith({ clientId, emailId }: Omit<Connector, "privateKey">, pem: string): Connector {
  return { clientId, emailId, privateKey: createPrivateKey(pem) };
}

/** Distinguishes the logins of callers in the log of the org. */
const agentPrefix = "benchmark-caller/";
const everyMilliseconds = 20;
const assertionSeconds = 180;

/** Logs in 50 times a second with what its connector holds, as an IVR does; no login waits for the one before. */
export class Caller {
  connector: Connector;
  readonly #agent: string;
  readonly #instanceUrl: string;
  readonly #timer: NodeJS.Timeout;
  readonly #running = new Set<Promise<void>>();
  #unanswered: unknown;

  /** @param name by which the log tells its logins from those of other callers */
  constructor(name: string, instanceUrl: string, connector: Connector) {
    this.connector = connector;
    this.#agent = agentPrefix + name;
    this.#instanceUrl = instanceUrl;
    this.#timer = setInterval(() => {
      const login = this.#logIn()
        .catch((error: unknown) => {
          this.#unanswered ??= error;
        })
        .finally(() => this.#running.delete(login));
      this.#running.add(login);
    }, everyMilliseconds);
  }

  /** Ends its logins, and waits until the last one is answered. @throws what kept one from being answered at all */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#running);
    if (this.#unanswered !== undefined) throw this.#unanswered;
  }

  async #logIn(): Promise<void> {
    const { clientId, emailId, privateKey } = this.connector;
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: "RS256" })
      .setIssuer(clientId)
      .setSubject(emailId)
      .setAudience("https://login.salesforce.com")
      .setExpirationTime(Math.floor(Date.now() / 1000) + assertionSeconds)
      .sign(privateKey);
    const grant = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
    const answer = await fetch(`${this.#instanceUrl}/services/oauth2/token`, {
      method: "POST",
      headers: { "user-agent": this.#agent },
      body: new URLSearchParams(grant),
    });
    await answer.arrayBuffer();
  }
}

/** Whether a call is a login of a caller; of the one with this name, where one is given. */
export const isOfCaller = ({ userAgent }: LoggedRequest, name = "") => userAgent.startsWith(agentPrefix + name);
