/**
 * The words that all parts of the local org share: records, errors, the org itself, and the request
 * that is being answered.
 */
import type { ServerResponse } from "node:http";
import type { Hono } from "hono";
import type { OrgSettings } from "./orgSettings.ts";

/** A value as it is stored: date-times are strings in the API's own form (`2026-11-22T10:00:00.000+0000`). */
export type FieldValue = string | number | boolean | null;

/** The fields of one record; `Id` always has 18 characters. */
export type RecordFields = { [field: string]: FieldValue };

/** Where the records live: one table for each sObject, and no rules beyond the shape of the table. */
export interface RecordStore {
  /** The record, or `undefined` when there is none or it lies in the recycle bin. Takes 15- or 18-character ids. */
  get(type: string, id: string): RecordFields | undefined;
  /**
   * All records whose fields equal those of `where` (strings without regard to case), in the order of creation.
   *
   * @param only reads no more than these fields, which matters for the hundreds of a permission set
   */
  find(type: string, where?: Partial<RecordFields>, only?: readonly string[]): RecordFields[];
  /** Stores a record and gives back its new id. Fills the audit fields; `userId` is who did it (default: the org's automated process). */
  insert(type: string, fields: Partial<RecordFields>, userId?: string): string;
  /** Changes the named fields of a record that exists, and its audit fields. */
  update(type: string, id: string, fields: Partial<RecordFields>, userId?: string): void;
  /** Removes a record; one of a type with a recycle bin stays there as deleted. */
  remove(type: string, id: string): void;
  /** Whether a record with this id was deleted into the recycle bin. */
  isInRecycleBin(type: string, id: string): boolean;
  /** Runs `work` so that either all of its writes stay or, when it throws, none. May be nested. */
  transaction<T>(work: () => T): T;
}

/** JSON values by name, for what an org keeps but shows as no sObject. Part of the same transactions as the records. */
export interface DocumentStore {
  get<T>(collection: string, key: string): T | undefined;
  /** All documents of a collection, sorted by key. */
  list<T>(collection: string): { key: string; value: T }[];
  set(collection: string, key: string, value: unknown): void;
  remove(collection: string, key: string): void;
}

/** An error as the REST API tells it: an array of one object with `errorCode`, `message` and, for save errors, `fields`. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly errorCode: string;
  /** The fields at fault; an empty array is shown as such, `undefined` leaves the key out. */
  readonly fields: string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: string[]) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }
}

/** Who an access token stands for. */
export interface Session {
  accessToken: string;
  userId: string;
  /** Consumer key of the app that logged in. */
  clientId: string;
  /** OAuth scopes, such as `api`, `id`. */
  scopes: string[];
}

export interface SessionTable {
  /** Makes a session and gives back its access token, `<org id, 15 characters>!<96 characters>`. */
  open(session: { userId: string; clientId: string; scopes: string[] }): string;
  resolve(accessToken: string): Session | undefined;
  /** Ends one session. Answers whether there was one. */
  close(accessToken: string): boolean;
  /** Ends all sessions of an app. */
  closeOfClient(clientId: string): void;
  /** Ends all sessions of a user. */
  closeOfUser(userId: string): void;
}

/** The administrator, and the app, that a deployment logs in with. Made when the org is made; part of its state. */
export interface Deployer {
  userId: string;
  username: string;
  /** Consumer key of the deployer's app. */
  clientId: string;
  /** A session with the scopes of the deployer's app that is always open. */
  accessToken: string;
  /** RSA private key of the deployer's app (PKCS#8 PEM); made when first asked for, since that takes a moment. */
  privateKeyPem(): string;
  /** Public half of that key (SPKI PEM). */
  publicKeyPem(): string;
}

export interface Org {
  /** 18 characters. */
  readonly organizationId: string;
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly instanceUrl: string;
  readonly records: RecordStore;
  readonly documents: DocumentStore;
  readonly sessions: SessionTable;
  readonly settings: OrgSettings;
  readonly deployer: Deployer;
  /** The org's clock. */
  now(): Date;
  /** Whether another org of this process has the username, where they share one name space; lower case. */
  isUsernameTakenElsewhere(username: string): boolean;
}

/** The records of an org, where nothing else of it is needed. */
export type RecordsOf = Pick<Org, "records">;

/** What a user may do, from the profile and the assigned permission sets. */
export interface EffectivePermissions {
  /** Whether a user permission such as `ApiEnabled` is on. */
  has(permission: string): boolean;
  /** All user permissions that are on, sorted. */
  names(): string[];
  /** Access to the records of an sObject such as `Account`. */
  object(type: string): ObjectAccess;
  /** Access to a field that permissions decide about, such as `Account`, `Phone`. */
  field(type: string, field: string): FieldAccess;
  /** Whether a SetupEntityAccess row grants this Apex class, app or custom permission (by id). */
  grantsSetupEntity(setupEntityId: string): boolean;
}

export interface ObjectAccess {
  read: boolean;
  create: boolean;
  edit: boolean;
  delete: boolean;
  /** The records of others, whatever is shared. */
  viewAll: boolean;
  modifyAll: boolean;
  /** Every field, whatever the permissions of fields say. */
  viewAllFields: boolean;
}

export interface FieldAccess {
  read: boolean;
  edit: boolean;
}

/** The call that is being answered: in whose name, with which rights. */
export interface RequestContext {
  org: Org;
  userId: string;
  /** Such as `68.0`. */
  apiVersion: string;
  permissions: EffectivePermissions;
  /** Where several saves make one transaction: the first sObject that was saved in it (setup and other objects do not mix). */
  transaction?: { firstSaved?: string };
}

/** Values that the request log reads from the HTTP context (`c.set(…)`) once a call is answered. */
export interface HttpVariables {
  /** Name of the Metadata API operation, such as `readMetadata`. */
  metadataOperation?: string;
  /** Kinds of the faults that struck the call, in their order. */
  faults?: string[];
  /** The text of a SOAP call, once somebody reads it. */
  soapText?: Promise<string>;
}

/** Environment of every hono app of the local org. */
export interface HttpEnvironment {
  Bindings: { outgoing: ServerResponse };
  Variables: HttpVariables;
}

/** What the parts of the local org are put onto. */
export type App = Hono<HttpEnvironment>;
