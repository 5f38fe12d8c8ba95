import { describe, expect, test } from "@jest/globals";
import { type Attempt, type LoginChoice, loginPairs, verdictOf } from "../../provider/loginPairs.ts";
import { loginProblem } from "../../provider/loginProblem.ts";
import { SalesforceError } from "../../salesforce/errors.ts";

const myDomain = "https://mycompany.my.salesforce.com";
const login = "https://login.salesforce.com";
const sandbox = "https://test.salesforce.com";
const open: LoginChoice = {
  audience: "",
  loginUrl: "",
  provenAudience: undefined,
  instanceUrl: myDomain,
  isSandbox: false,
};
const audiencesOf = (choice: Partial<LoginChoice>) =>
  loginPairs({ ...open, ...choice }).map(({ audience }) => audience);

describe("the pairs that are tried", () => {
  test.each<[string, Partial<LoginChoice>, string[]]>([
    ["a production org begins with the host that Webex fills in", {}, [login, myDomain, sandbox]],
    ["a sandbox begins with My Domain", { isSandbox: true }, [myDomain, sandbox, login]],
    ["a declared audience comes first", { isSandbox: true, audience: sandbox }, [sandbox, myDomain, login]],
    ["so does another host", { audience: "https://site.example" }, ["https://site.example", login, myDomain, sandbox]],
    ["so does what worked the last time", { provenAudience: myDomain }, [myDomain, login, sandbox]],
    [
      "what is declared goes before what worked",
      { audience: login, provenAudience: myDomain },
      [login, myDomain, sandbox],
    ],
  ])("%s", (_what, choice, expected) => expect(audiencesOf(choice)).toEqual(expected));

  test("are those of the declared end point and then those of My Domain, each once", () => {
    const pairs = loginPairs({ ...open, loginUrl: login });
    expect(pairs.map(({ loginUrl }) => loginUrl)).toEqual([login, login, login, myDomain, myDomain, myDomain]);
    expect(loginPairs({ ...open, loginUrl: myDomain })).toHaveLength(3);
  });
});

const unknownApp = ["app_not_found", "External client app is not installed in this org"] as const;
const wrongAudience = ["invalid_grant", "audience is invalid"] as const;
const token = { accessToken: "x", instanceUrl: myDomain, organizationId: "00D", userId: "005", scopes: [] };

/** A round in which each audience is answered as given: with a token, or with a code and a text. */
function round(answers: Record<string, "token" | readonly [code: string, message: string]>, choice = open): Attempt[] {
  return loginPairs(choice)
    .filter(({ audience }) => audience in answers)
    .map((pair) => {
      const given = answers[pair.audience] ?? "token";
      return given === "token"
        ? { pair, token }
        : { pair, error: new SalesforceError(given[0], given[1], "logging in") };
    });
}

describe("a round of logins", () => {
  test("proves the first pair that works where no audience is declared", () => {
    const verdict = verdictOf(round({ [login]: unknownApp, [myDomain]: "token", [sandbox]: "token" }), open);
    expect(verdict).toMatchObject({ is: "proven", attempt: { pair: { audience: myDomain } } });
  });

  test.each([
    ["surely, when the audience is what the org objects to", wrongAudience, true],
    ["perhaps, when the app is not known yet", unknownApp, false],
  ])("says that another pair than the declared one works: %s", (_what, refusal, isSure) => {
    const choice = { ...open, audience: sandbox };
    const attempts = round({ [sandbox]: refusal, [myDomain]: "token", [login]: unknownApp }, choice);
    const verdict = verdictOf(attempts, choice);
    expect(verdict).toMatchObject({ is: "otherPair", works: { audience: myDomain }, isSure });
    if (verdict.is === "proven") throw new Error("not proven");
    // What is perhaps only late is waited for a moment.
    expect(loginProblem(verdict, attempts, undefined, false) !== undefined).toBe(isSure);
    expect(loginProblem(verdict, attempts, undefined, true)?.message).toMatch(
      /^audience: the org refuses https:\/\/test\.salesforce\.com \(.*\), and accepts https:\/\/mycompany.* Set audience to https:\/\/mycompany.* also as the URL of the connector/,
    );
  });

  test("names the end point where that is what differs", () => {
    const choice = { ...open, audience: login, loginUrl: login };
    const [declared, ...others] = loginPairs(choice);
    const attempts = [
      { pair: declared, error: new SalesforceError(...unknownApp, "logging in") },
      ...others.map((pair) =>
        pair.loginUrl === myDomain && pair.audience === login
          ? { pair, token }
          : { pair, error: new SalesforceError(...unknownApp, "logging in") },
      ),
    ] as Attempt[];
    const verdict = verdictOf(attempts, choice);
    if (verdict.is === "proven") throw new Error("not proven");
    expect(loginProblem(verdict, attempts, undefined, true)?.message).toMatch(
      /^loginUrl: the org refuses .* at https:\/\/login.* accepts .* at https:\/\/mycompany\S+\. Set loginUrl to https:\/\/mycompany/,
    );
  });

  test.each([
    [
      "an app that is not known anywhere",
      { [login]: unknownApp, [myDomain]: unknownApp },
      "spreading",
      "app_not_found",
    ],
    [
      "no consumer key there",
      { [login]: ["invalid_client_id", "client identifier invalid"] },
      "spreading",
      "invalid_client_id",
    ],
    [
      "another certificate",
      { [login]: ["invalid_client", "invalid client credentials"] },
      "spreading",
      "invalid_client",
    ],
    [
      "a policy without the user",
      { [login]: ["invalid_app_access", "not admin approved"] },
      "spreading",
      "invalid_app_access",
    ],
    [
      "a user who has not approved",
      { [login]: ["invalid_grant", "user hasn't approved this consumer"] },
      "spreading",
      "invalid_grant",
    ],
    ["an inactive user", { [login]: ["invalid_grant", "inactive user"] }, "refused", "invalid_grant"],
    ["another address", { [login]: ["invalid_grant", "ip restricted"] }, "refused", "invalid_grant"],
    [
      "an unknown user, behind the right audience",
      { [login]: unknownApp, [myDomain]: ["invalid_grant", "authentication failure"] },
      "refused",
      "invalid_grant",
    ],
    [
      "no audience that the org takes",
      { [login]: wrongAudience, [myDomain]: wrongAudience },
      "refused",
      "invalid_grant",
    ],
    [
      "an app that is not known, behind the right audience",
      { [login]: wrongAudience, [myDomain]: unknownApp },
      "spreading",
      "app_not_found",
    ],
  ] as const)("of %s is judged by the login that came furthest", (_what, answers, is, code) => {
    expect(verdictOf(round(answers), open)).toMatchObject({ is, refused: { error: { code } } });
  });

  test("that has to be given up says what else was tried", () => {
    const attempts = round({ [login]: unknownApp, [myDomain]: unknownApp, [sandbox]: wrongAudience });
    const verdict = verdictOf(attempts, open);
    if (verdict.is === "proven") throw new Error("not proven");
    expect(loginProblem(verdict, attempts, undefined, true)?.message).toMatch(
      /app_not_found: .*Also tried as the audience, and refused: https:\/\/mycompany\S+ \(app_not_found\), https:\/\/test\S+ \(invalid_grant\)\./,
    );
  });
});
