import type { Connection } from "jsforce";
import { SalesforceError, toSalesforceError } from "./errors.ts";
import { sameId } from "./identifiers.ts";
import type { JwtBearerToken } from "./jwtBearer.ts";
import { NotOpened } from "./notOpened.ts";

/** The two interfaces of an org: tokens that one of them takes may be refused by the other. */
export type Api = "REST API" | "Metadata API";

/** Which org answers, and as whom it knows the deployer. */
export interface OrgIdentity {
  /** 18-character id of the org. */
  organizationId: string;
  /** 18-character id of the user that is logged in: the deployer. */
  userId: string;
}

/** How the deployer logs in, as far as it is known without asking the org. */
export interface OrgLogin {
  /** 18-character id of the only org that is meant; undefined where any will do, on this machine. */
  organizationId?: string;
  /** Consumer key of the app that the deployer is logged in with; unknown for a bare access token that came alone. */
  clientId?: string;
  /** Whether apps may be changed where it cannot be told which of them that is. */
  allowsUnknownDeployerApp?: true;
  /** Whether a record, what belongs to it and the look at both are sent as calls of their own. */
  keepsWritesApart?: true;
  /** Whether this login is to write nothing: then it need not be allowed to. */
  isReadOnly?: true;
  /** 18-character id of the org that this one has replaced, if somebody has said so. */
  replacedOrganizationId?: string;
  /** Base URL of the org. */
  instanceUrl: string;
  /** Version of the API, for example `67.0`. */
  apiVersion: string;
}

/** Most renewals of one session: a run of many hours with the shortest sessions that orgs allow needs fewer. */
const maximumRenewals = 50;

/** From this version on the Metadata API takes access tokens in JWT format. Source: jsforce, `lib/soap.js`. */
const firstVersionWithJwt = 68;

/** Runs calls with the deployer's session, and renews it when the org has ended it. */
export class OrgSession {
  readonly login: OrgLogin;
  readonly #identity: Promise<OrgIdentity>;
  readonly #connection: Connection;
  readonly #logIn: (() => Promise<JwtBearerToken>) | undefined;
  #hasFailed = false;
  readonly #refused = new Set<Api>();
  #renewals = 0;
  #renewing: Promise<void> | undefined;

  /**
   * @param identity who is logged in, in the org that is meant; may still be asked for
   * @param logIn makes a new token; absent where the deployer came with a bare access token
   */
  constructor(
    connection: Connection,
    login: OrgLogin,
    identity: OrgIdentity | Promise<OrgIdentity>,
    logIn?: () => Promise<JwtBearerToken>,
  ) {
    this.#connection = connection;
    this.login = login;
    this.#identity = Promise.resolve(identity).catch((reason) => {
      this.#hasFailed = true;
      throw new NotOpened(reason);
    });
    // Whoever needs it awaits it; an error before that is no unhandled one.
    this.#identity.catch(() => {});
    this.#logIn = logIn;
  }

  /**
   * Who is logged in. No read is answered and nothing is written before that is known.
   *
   * @throws NotOpened when the org does not say it, or is not the one that is meant
   */
  identity(): Promise<OrgIdentity> {
    return this.#identity;
  }

  /** What the org has said last of its limit of requests. */
  get apiUsage() {
    return this.#connection.limitInfo.apiUsage;
  }

  /** Why the Metadata API will not take the deployer's token, whatever is asked; undefined if it may. */
  metadataRefusal(doing: string): SalesforceError | undefined {
    const isJwt = /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(this.#connection.accessToken ?? "");
    if (!isJwt || Number(this.login.apiVersion) >= firstVersionWithJwt) return undefined;
    const message = `the deployer's access token is in JWT format, which the Metadata API takes from version ${firstVersionWithJwt}.0 on, not in ${this.login.apiVersion}`;
    return new SalesforceError("JWT_FORMAT_TOKEN", message, doing);
  }

  /**
   * Runs one call. When the org refuses the session, it is renewed and the call made once more; an org that refuses a
   * session just made is not logged in to again for that API.
   *
   * @throws SalesforceError with the code `SESSION_REFUSED` or `METADATA_SESSION_REFUSED` when a new session does not help
   */
  async run<Result>(api: Api, doing: string, call: (connection: Connection) => Promise<Result>): Promise<Result> {
    const refusal = api === "Metadata API" && this.metadataRefusal(doing);
    if (refusal) throw refusal;
    // A read that was to be repeated: nobody waits for it any more.
    if (this.#hasFailed) throw new SalesforceError("ENDED", "the session with the org was not opened", doing);
    const token = this.#connection.accessToken;
    try {
      return await call(this.#connection);
    } catch (thrown) {
      const error = toSalesforceError(thrown, doing);
      if (!isSessionRefused(error) || !this.#logIn) throw error;
      if (this.#refused.has(api)) throw refusedAgain(api, error);
      if (token === this.#connection.accessToken) await this.#renew(api, error);
    }
    try {
      return await call(this.#connection);
    } catch (thrown) {
      const error = toSalesforceError(thrown, doing);
      if (!isSessionRefused(error)) throw error;
      this.#refused.add(api);
      throw refusedAgain(api, error);
    }
  }

  /** Calls that are refused at the same time share one login. */
  #renew(api: Api, error: SalesforceError): Promise<void> {
    this.#renewing ??= this.#logInAgain(api, error).finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async #logInAgain(api: Api, error: SalesforceError): Promise<void> {
    if (this.#renewals >= maximumRenewals) throw refusedAgain(api, error);
    this.#renewals++;
    const token = await (this.#logIn as () => Promise<JwtBearerToken>)();
    const { organizationId, userId } = await this.#identity;
    const { instanceUrl } = this.login;
    const isSame =
      sameId(token.organizationId, organizationId) && sameId(token.userId, userId) && token.instanceUrl === instanceUrl;
    if (!isSame) {
      const found = `user ${token.userId} of org ${token.organizationId} at ${token.instanceUrl}`;
      const message = `the session was renewed, and the new one is of ${found}, not of ${userId} of ${organizationId} at ${instanceUrl}`;
      throw new SalesforceError("OTHER_SESSION", message, error.doing);
    }
    this.#connection.accessToken = token.accessToken;
  }
}

function isSessionRefused({ code }: SalesforceError): boolean {
  return code === "INVALID_SESSION_ID" || code === "ERROR_HTTP_401";
}

function refusedAgain(api: Api, { code, message, doing }: SalesforceError): SalesforceError {
  const refused = api === "Metadata API" ? "METADATA_SESSION_REFUSED" : "SESSION_REFUSED";
  return new SalesforceError(refused, `the ${api} refuses a new session too (${code}: ${message})`, doing);
}
