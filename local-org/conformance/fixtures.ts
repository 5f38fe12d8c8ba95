/** What several checks use and what is costly to make: made when first asked for, undone at the end of the run. */
import { setTimeout as pause } from "node:timers/promises";
import { told } from "./api.ts";
import { closedPolicies, deployApp, globalSettings } from "./apps.ts";
import { type Asker, removed } from "./asker.ts";
import { signedAssertion } from "./assertion.ts";
import { Unaskable } from "./expectation.ts";
import type { Answer } from "./http.ts";
import { type SelfSigned, selfSigned } from "./selfSigned.ts";
import { jwtBearer, requestToken, type Target } from "./target.ts";

/** The one user that the questions are about; with the licence Salesforce Integration. */
export interface Person {
  userId: string;
  /** As it was given, in mixed case. */
  username: string;
  lastName: string;
  /** Of the standard profile Minimum Access - API Only Integrations. */
  profileId: string;
}

/** A way for the person to log in. */
export interface Login {
  key: SelfSigned;
  consumerKey: string;
  /** The first of the target's audiences that the org takes. */
  audience: string;
  app: string;
  permissionSetId: string;
  permissionSet: string;
  /** A token of the person. @throws Unaskable when the org refuses the login */
  token(): Promise<string>;
  /** The answer of the token endpoint to an assertion. */
  attempt(assertion: string): Promise<Answer>;
  /** A good assertion for the person. */
  assertion(): string;
}

export interface Fixtures {
  person(): Promise<Person>;
  login(): Promise<Login>;
  /** Id of a profile with the licence Salesforce Integration and no permission. */
  emptyProfile(): Promise<string>;
}

export const integrationLicenceName = "Salesforce Integration";
export const integrationProfileName = "Minimum Access - API Only Integrations";

/** @param asker whose `later` is of the whole run */
export function createFixtures(asker: Asker): Fixtures {
  const fixtures: Fixtures = {
    person: once(() => makePerson(asker)),
    login: once(async () => makeLogin(asker, await fixtures.person())),
    emptyProfile: once(async () => {
      const licence = await asker.api.one(`SELECT Id FROM UserLicense WHERE Name = '${integrationLicenceName}'`);
      return asker.create("Profile", { Name: asker.name(), UserLicenseId: licence.Id });
    }),
  };
  return fixtures;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Fields that a new user needs besides the profile. */
export function userFields(name: string) {
  return {
    Username: `${name}@Conformance.Example`,
    LastName: name,
    Email: `${name.toLowerCase()}@conformance.example`,
    Alias: name.slice(-8),
    CommunityNickname: name,
    TimeZoneSidKey: "Europe/Zurich",
    LocaleSidKey: "en_US",
    EmailEncodingKey: "utf-8",
    LanguageLocaleKey: "en_US",
  };
}

async function makePerson(asker: Asker): Promise<Person> {
  const { api } = asker;
  const profile = await api.one(`SELECT Id FROM Profile WHERE Name = '${integrationProfileName}'`);
  const lastName = asker.name();
  const fields = { ...userFields(lastName), ProfileId: profile.Id };
  const answer = await api.call("POST", "/sobjects/User", fields);
  if (answer.status !== 201) throw new Unaskable(`The user was refused: ${told(answer)}.`);
  const { id } = answer.body;
  // A user cannot be deleted.
  asker.later(async () => {
    const ended = await api.call("PATCH", `/sobjects/User/${id}`, { IsActive: false, ProfileId: profile.Id });
    if (ended.status !== 204) throw new Error(`The user ${fields.Username} stays active: ${told(ended)}`);
  });
  return { userId: id, username: fields.Username, lastName, profileId: profile.Id };
}

async function makeLogin(asker: Asker, person: Person): Promise<Login> {
  const { target } = asker;
  const permissionSet = asker.name();
  const permissionSetId = await asker.create("PermissionSet", {
    Name: permissionSet,
    Label: permissionSet,
    PermissionsApiEnabled: true,
    PermissionsApexRestServices: true,
  });
  await assign(asker, person.userId, permissionSetId);
  const key = selfSigned();
  const app = asker.name();
  const result = await deployApp(asker, app, {
    global: `<certificate>${key.certificatePem}</certificate>`,
    oauthPolicies: closedPolicies(permissionSet),
  });
  if (result.status !== "Succeeded") throw new Unaskable(`The app was refused: ${result.failures[0]?.problem}.`);
  const { consumerKey } = await globalSettings(asker, app);
  const login: Login = {
    key,
    consumerKey,
    audience: "",
    app,
    permissionSet,
    permissionSetId,
    assertion: () =>
      signedAssertion(key.privateKey, { issuer: consumerKey, subject: person.username, audience: login.audience }),
    attempt: (assertion) => requestToken(target.loginUrl, { grant_type: jwtBearer, assertion }),
    async token() {
      const answer = await login.attempt(login.assertion());
      if (answer.status !== 200) throw new Unaskable(`The login was refused: ${told(answer)}.`);
      return answer.body.access_token;
    },
  };
  return untilSpread(login, target);
}

async function assign({ api, later }: Asker, AssigneeId: string, PermissionSetId: string): Promise<void> {
  const answer = await api.call("POST", "/sobjects/PermissionSetAssignment", { AssigneeId, PermissionSetId });
  if (answer.status !== 201) throw new Unaskable(`The assignment was refused: ${told(answer)}.`);
  // A question may have put another assignment in the place of this one.
  later(async () => {
    const soql = `SELECT Id FROM PermissionSetAssignment WHERE PermissionSetId = '${PermissionSetId}'`;
    for (const { Id } of await api.records(soql)) await removed(api, "PermissionSetAssignment", Id);
  });
}

/** Waits until the new app has spread to the logins, and finds the audience that the org takes. @throws Unaskable */
async function untilSpread(login: Login, { audiences, spreadMs }: Target): Promise<Login> {
  const until = Date.now() + spreadMs;
  for (let wait = 100; ; wait = Math.min(wait * 2, 20_000)) {
    const refusals: string[] = [];
    for (const audience of audiences) {
      login.audience = audience;
      const answer = await login.attempt(login.assertion());
      if (answer.status === 200) return login;
      refusals.push(told(answer));
    }
    if (Date.now() + wait > until) throw new Unaskable(`The login was refused to the end: ${refusals.join(", ")}.`);
    await pause(wait);
  }
}
