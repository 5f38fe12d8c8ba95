/** Rules that cannot be asked of an org from outside, and why. */

const choice = "It is a choice of the local org; a real org never responds this way.";
const browser = "It is about a page for browsers; no API leads there.";
const secrets = "Secrets over REST are an org-wide setting, which is not for a question to change.";
const otherSeat = "It takes a user with much of an administrator's access, whose licence is not free to take.";
const sharing = "It follows from the org's sharing settings, which are not for a question to change.";
const tests = "It would run tests of the org's own Apex classes.";
const configuration = "It follows from how the org is configured, which is not for a question to change.";
const bound = "Where the bound lies is a choice of the local org.";
const features = "What an org holds depends on its edition and features.";
const waits = "What happens before a change has spread cannot be seen at will.";
const onlySeats = "Asking would use up all seats of the org.";
const refresh = "A sandbox is refreshed by an administrator of its production org, not over its own API.";
const trouble = "An org responds this way only when it is in trouble.";

export const unaskable: ReadonlyMap<string, string> = new Map([
  ["error.not-spoken", choice],
  ["session.scope", "It takes an app without the scope Api, whose users have to log in by a browser."],
  ["access.change-setup", otherSeat],
  ["sandbox.identity", refresh],
  ["sandbox.usernames", refresh],
  ["sandbox.emails", refresh],
  ["sandbox.sessions", refresh],
  ["sandbox.apps", refresh],
  ["user.seat", onlySeats],
  ["user.username-unique-everywhere", "It takes two orgs."],
  ["user.mandatory-custom-fields", configuration],
  ["user.custom-field-types", configuration],
  ["user.validation-rules", configuration],
  ["user.currency", configuration],
  ["user.country-codes", configuration],
  ["user.standard-fields", configuration],
  ["user.default-nickname", "It takes one more user, who cannot be deleted."],
  ["permission-set.feature-permissions", features],
  ["profile.filtering", otherSeat],
  ["profile.seeds", features],
  ["profile.same-name", features],
  ["user.last-administrator", "Asking would lock everybody out of the org if the rule did not hold."],
  ["licence-assignment.seats", onlySeats],
  ["oauth.deployer-app", choice],
  ["oauth.propagation-app", waits],
  ["oauth.propagation-certificate", waits],
  ["oauth.propagation-policies", waits],
  ["oauth.propagation-assignment", waits],
  ["apexrest.package-addresses", "A call would make a voice call in the org, which only the telephony may do."],
  ["access.api-disabled-org", "An org without the API cannot be asked anything."],
  ["access.assign-permission-sets", otherSeat],
  ["access.all-data", otherSeat],
  ["access.sharing", sharing],
  ["access.hidden-record", sharing],
  ["org.ids-differ", "It takes two orgs."],
  ["eca.narrowing-ends-sessions", "It takes a session of an app that a user has approved in a browser."],
  ["eca.write-permissions", otherSeat],
  ["eca.rows-seen", otherSeat],
  ["eca.later-elements", "What a later release adds shows in an org of that release only."],
  ["eca.infinite-period", "It follows from the period of Zero, which is asked for."],
  ["eca.empty-elements", "An org may refuse an empty element, which tells nothing of what it would keep."],
  ["eca.own-namespace", "An org gets a namespace once, and keeps it."],
  ["metadata.permission-set-kept-elements", "It takes an agent or a dataspace that the org has."],
  ["metadata.unspoken-operation", choice],
  ["metadata.xml-safety", choice],
  ["deploy.one-after-another", "It takes a deploy that lasts, and others that wait for it."],
  ["deploy.survives-restart", "An org is not restarted at will."],
  ["deploy.validation", tests],
  ["deploy.validation-overtaken", tests],
  ["deploy.unserved-type", choice],
  ["retrieve.unserved-type", choice],
  ["tooling.unserved", choice],
  ["partner.unspoken", choice],
  ["credentials.read", secrets],
  ["credentials.permissions", secrets],
  ["credentials.staged", secrets],
  ["credentials.rotated", secrets],
  ["soql.groups-batch", "It takes more than 2,000 records."],
  ["safety.request-size", "It takes a request of more than 50 megabytes."],
  ["safety.json-depth", bound],
  ["safety.xml-count", bound],
  ["safety.zip-ratio", bound],
  ["safety.sessions-first", choice],
  ["safety.slow-requests", bound],
  ["safety.hosts", choice],
  ["safety.names", choice],
  ["setup.same-rules", browser],
  ["setup.over-what-is-there", browser],
  ["setup.cross-site", browser],
  ["fault.request-limit", trouble],
  ["fault.retry-after", trouble],
  ["fault.lock-row", trouble],
  ["fault.html-answer", trouble],
  ["fault.session-expired", "A session does not end at will."],
  ["fault.deploy-error", trouble],
  ["fault.answer-lost", "An org does not lose answers at will."],
]);
