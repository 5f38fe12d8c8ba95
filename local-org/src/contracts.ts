/**
 * The words that all parts of the local org share: records, errors, the org itself, and the request
 * that is being answered.
 */
import type { ServerResponse } from "node:http";
import type { Hono } from "hono";

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

/** Who is asked for a token: the org at its own address, or a host that serves all orgs of a kind. */
export type EndPoint = "myDomain" | "login" | "test";

/** An audience that is accepted at an end point; `myDomain` stands for the org's own address. */
export interface AcceptedLogin {
  endPoint: EndPoint;
  audience: string;
}

/** What can be changed about an org while it runs, by `POST /_local/settings`. */
export interface OrgSettings {
  /** Milliseconds that each answer under `/services` is held back. Default 0. */
  latencyMs: number;
  /**
   * The audiences that a JWT login accepts, and where: a text is accepted at the org's own address, an object at its end
   * point (`myDomain`, `login` for login.salesforce.com, `test` for test.salesforce.com). The audience `myDomain` stands
   * for the org's own address. Default `null`: what orgs of this shape are reported to take. A production org takes the
   * login host, and at its own address that address too; a sandbox takes its own address, and for apps that are no
   * external client apps the test host.
   */
  acceptedAudiences: (string | AcceptedLogin)[] | null;
  /** What an external client app is told when a login host is the audience and is not accepted; both are reported. Default `app_not_found`. */
  wrongAudienceAnswer: "app_not_found" | "invalid_grant";
  /** What an external client app is told before it has spread; both are reported. Default `invalid_client_id`. */
  newAppAnswer: "invalid_client_id" | "app_not_found";
  /** Seconds that an assertion serves after its expiry, and before its `nbf`; the exact figure is not known. Default 180. */
  assertionLeewaySeconds: number;
  /**
   * Which assertions do not serve twice: none, those that repeat a `jti`, or all. Not known; default `refusedByJti`.
   */
  replayedAssertions: "accepted" | "refusedByJti" | "refused";
  /** Whether an app's certificate verifies logins after its end; sources contradict each other. Default `refused`. */
  expiredCertificate: "accepted" | "refused";
  /** Milliseconds that a metadata deploy takes. Default 20. */
  deployMs: number;
  /** Milliseconds after a change of an app, its policies or an assignment during which logins answer as before it has spread. Default 0. */
  propagationMs: number;
  /** Whether a new external client app may bring its own consumer key; sources contradict each other. Default `accepted`. */
  consumerKeySelfChosen: "accepted" | "refused";
  /** What a metadata CRUD update does with elements that it leaves out; not documented for these types. Default `reset`. */
  crudUpdateOmittedFields: "reset" | "keep";
  /** Whether `isPkceRequired=false` reads back as `true`, as two live reports say; retrieved files of five orgs keep it. Default false. */
  pkceReadsBackTrue: boolean;
  /** Whether a changed `Email` of a user waits for its confirmation. Default false. */
  emailConfirmation: boolean;
  /**
   * Permissions that the licence Salesforce Integration forces on in every profile with that licence, so that they
   * cannot be turned off. What an org forces is not known; default none. `["ChatterInternalUser"]` is the likely case.
   */
  licenceForcedProfilePermissions: string[];
  /**
   * How the policies are called that the org makes for an app without any; both are seen in retrieved files.
   * `defaultPolicy`: `<OAuth settings>_defaultPolicy` and `<app>_defaultPolicy`; `plcy`, as apps made in Setup:
   * `<app>_oauthPlcy` and `<app>_plcy`. Default `defaultPolicy`.
   */
  defaultPolicyNames: "defaultPolicy" | "plcy";
  /** What happens to policies under another name than that of the app's existing ones; reports differ. Default `renames`. */
  policyUnderOtherName: "refused" | "renames";
  /**
   * How an OAuth policy whose refresh tokens expire at once shows their validity: the period `zero` and no unit, as
   * in the only such files that an org gave out, or `absent`. Default `zero`.
   */
  zeroRefreshTokenPeriod: "zero" | "absent";
  /** Whether a user without View All Profiles sees only its own profile, as from Winter '27 on. Default true. */
  profileFiltering: boolean;
  /**
   * The nickname of a new user who brings none: `generated`, `User` and 20 digits, as recorded users have, or
   * `username`, its part before the at sign. Default `generated`.
   */
  defaultNickname: "generated" | "username";
  /** The org's own namespace, as packaging orgs and some Dev Hubs have one; `null`, the default, for none. */
  namespace: string | null;
  /**
   * Flags that a later release of Salesforce added to metadata types, such as `ExtlClntAppGlobalOauthSettings.isNewFlag`.
   * The org knows them at every API version of the type; they are false until something sets them. Default none.
   */
  laterElements: string[];
  /**
   * Custom fields that users of the org have, by API name: what they are, or for `Cost_Center__c` (text),
   * `Employee_Type__c` (picklist), `Weekly_Hours__c` (number) and `Is_Integration__c` (checkbox) just `optional` or
   * `required`. A name means the same field in all orgs of a process. Default none.
   */
  customUserFields: { readonly [name: string]: "optional" | "required" | CustomUserField };
  /** Validation rules of users. Default none. */
  userValidationRules: readonly UserValidationRule[];
  /**
   * Currencies: one in the org (`single`), or several, so that users have `DefaultCurrencyIsoCode`, which a new user need
   * not bring (`several`) or must (`required`). What an org demands over the API is not known. Default `single`.
   */
  userCurrency: "single" | "several" | "required";
  /**
   * Where a username must be free: in this org alone, or in all orgs of this process (`acrossOrgs`), as it is across
   * Salesforce. Default `inOrg`, so that orgs of one test may share names; orgs started with `--orgs` have `acrossOrgs`.
   */
  usernamesUnique: "inOrg" | "acrossOrgs";
  /** Whether an inactive user's profile may be changed; not known. Default `accepted`. */
  inactiveUserProfileChange: "accepted" | "refused";
  /**
   * Who sees the rows of external client apps, their settings and policies in queries, beside the Setup permission:
   * `everybody`, or only `viewers`, who have one of the permissions ExternalClientAppViewer, ExternalClientAppDeveloper
   * and ExternalClientAppAdmin. Not known; default `everybody`.
   */
  externalClientAppRows: "everybody" | "viewers";
  /** Seconds in the header Retry-After of answers 429, 503 and REQUEST_LIMIT_EXCEEDED; 0, the default, for no header. */
  retryAfterSeconds: number;
  /** Calls in 24 hours that the org says it takes. Default 100000. */
  dailyApiRequests: number;
}

/** A field that an administrator added to users. */
export interface CustomUserField {
  type: "boolean" | "double" | "email" | "phone" | "picklist" | "string" | "url";
  /** Default: the name in words. */
  label?: string;
  /** Most characters of a `string`, 1 to 255. Default 255. */
  length?: number;
  /** Values of a `picklist`, which takes no others. */
  picklistValues?: readonly string[];
  /** Whether every user needs a value; a `boolean` always has one. Default false. */
  required?: boolean;
}

/** A rule of an administrator that every save of a user has to meet. */
export interface UserValidationRule {
  /** API name of the field whose value is looked at; no value counts as an empty text. */
  field: string;
  /** Regular expression that the value has to match. */
  mustMatch: string;
  /** What a refused save is told. */
  message: string;
  /** Whether the message stands at the field or at the top of the page. Default `field`. */
  shownAt?: "field" | "page";
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
