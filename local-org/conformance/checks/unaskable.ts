/** Rules that cannot be asked of an org from outside, and why. */

const CHOICE = "It is a choice of the local org; no org answers so.";
const BROWSER = "It is about a page for browsers; no API leads there.";
const SECRETS = "Secrets over REST are an org-wide setting, which is not for a question to change.";
const OTHER_SEAT = "It takes a user with much of an administrator's access, whose licence is not free to take.";
const SHARING = "It follows from the org's sharing settings, which are not for a question to change.";
const TESTS = "It would run tests of the org's own Apex classes.";
const BOUND = "Where the bound lies is a choice of the local org.";
const WAITS = "What happens before a change has spread cannot be seen at will.";
const ONLY_SEATS = "Asking would use up all seats of the org.";
const TROUBLE = "An org answers so only when it is in trouble.";

export const UNASKABLE: ReadonlyMap<string, string> = new Map([
  ["error.not-spoken", CHOICE],
  ["session.scope", "It takes an app without the scope Api, whose users have to log in by a browser."],
  ["access.change-setup", OTHER_SEAT],
  ["user.seat", ONLY_SEATS],
  ["user.last-administrator", "Asking would lock everybody out of the org if the rule did not hold."],
  ["licence-assignment.seats", ONLY_SEATS],
  ["oauth.deployer-app", CHOICE],
  ["oauth.propagation-app", WAITS],
  ["oauth.propagation-certificate", WAITS],
  ["oauth.propagation-policies", WAITS],
  ["oauth.propagation-assignment", WAITS],
  ["apexrest.package-addresses", "A call would make a voice call in the org, which only the telephony may do."],
  ["access.api-disabled-org", "An org without the API cannot be asked anything."],
  ["access.assign-permission-sets", OTHER_SEAT],
  ["access.all-data", OTHER_SEAT],
  ["access.sharing", SHARING],
  ["access.hidden-record", SHARING],
  ["org.ids-differ", "It takes two orgs."],
  ["eca.narrowing-ends-sessions", "It takes a session of an app that a user has approved in a browser."],
  ["eca.write-permissions", OTHER_SEAT],
  ["eca.rows-seen", OTHER_SEAT],
  ["metadata.unspoken-operation", CHOICE],
  ["metadata.xml-safety", CHOICE],
  ["deploy.one-after-another", "It takes a deploy that lasts, and others that wait for it."],
  ["deploy.survives-restart", "An org is not restarted at will."],
  ["deploy.validation", TESTS],
  ["deploy.validation-overtaken", TESTS],
  ["deploy.unserved-type", CHOICE],
  ["retrieve.unserved-type", CHOICE],
  ["tooling.unserved", CHOICE],
  ["partner.unspoken", CHOICE],
  ["credentials.read", SECRETS],
  ["credentials.permissions", SECRETS],
  ["credentials.staged", SECRETS],
  ["credentials.rotated", SECRETS],
  ["soql.groups-batch", "It takes more than 2,000 records."],
  ["safety.request-size", "It takes a request of more than 50 megabytes."],
  ["safety.json-depth", BOUND],
  ["safety.xml-count", BOUND],
  ["safety.zip-ratio", BOUND],
  ["oauth.jwt-leeway", "It is about a second of the org's clock, which cannot be read that well."],
  ["setup.same-rules", BROWSER],
  ["setup.over-what-is-there", BROWSER],
  ["setup.cross-site", BROWSER],
  ["fault.request-limit", TROUBLE],
  ["fault.retry-after", TROUBLE],
  ["fault.lock-row", TROUBLE],
  ["fault.html-answer", TROUBLE],
  ["fault.session-expired", "A session does not end at will."],
  ["fault.deploy-error", TROUBLE],
  ["fault.answer-lost", "An org does not lose answers at will."],
]);
