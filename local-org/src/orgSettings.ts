/** How the orgs of the local org can differ while they run: the meaning of each setting. `settings.ts` has the defaults. */

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
  /** Whether connected apps can be created, as where Salesforce Support has enabled it; from Spring '26 on `refused` is the default. */
  connectedAppCreation: "refused" | "accepted";
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
   * Elements that a later release of Salesforce added to metadata types, such as
   * `ExtlClntAppGlobalOauthSettings.isNewFlag`, a flag, or with `:text`, `:texts`, `:nested` or `:list` behind the name. The org
   * knows them at every API version of the type; flags are false until something sets them. With `=` and
   * a value behind the name of a known element, such as `ExtlClntAppOauthConfigurablePolicies.policyAction=Pause`: a value
   * that a later release added to it. Default none.
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
  /** Whether states and countries are picklists, so that users have `CountryCode` and `StateCode` too. Default false. */
  stateAndCountryPicklists: boolean;
  /**
   * Where a username must be free: in this org alone, or in all orgs of this process (`acrossOrgs`), as it is across
   * Salesforce. Default `inOrg`, so that orgs of one test may share names; orgs started with `--orgs` have `acrossOrgs`.
   */
  usernamesUnique: "inOrg" | "acrossOrgs";
  /**
   * When a permission set licence leaves a user by itself: never (`kept`), with the last assigned permission set that
   * names or needs it (`withItsSets`), or with the user's last permission set at all (`withAllSets`). Default
   * `withItsSets`, as from Winter '26 on.
   */
  licenceRelease: "kept" | "withItsSets" | "withAllSets";
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
