/** Rules that cannot be asked of an org from outside, and why. */

const CHOICE = "It is a choice of the local org; no org answers so.";
const WAITS = "What happens before a change has spread cannot be seen at will.";
const ONLY_SEATS = "Asking would use up all seats of the org.";
const TROUBLE = "An org answers so only when it is in trouble.";

export const UNASKABLE: ReadonlyMap<string, string> = new Map([
  ["error.not-spoken", CHOICE],
  ["session.scope", "It takes an app without the scope Api, whose users have to log in by a browser."],
  ["access.change-setup", "The licence Salesforce Integration allows no View Setup, and other seats are not taken."],
  ["user.seat", ONLY_SEATS],
  ["user.last-administrator", "Asking would lock everybody out of the org if the rule did not hold."],
  ["licence-assignment.seats", ONLY_SEATS],
  ["oauth.deployer-app", CHOICE],
  ["oauth.propagation-app", WAITS],
  ["oauth.propagation-certificate", WAITS],
  ["oauth.propagation-policies", WAITS],
  ["oauth.propagation-assignment", WAITS],
  ["apexrest.package-addresses", "A call would make a voice call in the org, which only the telephony may do."],
  ["fault.request-limit", TROUBLE],
  ["fault.retry-after", TROUBLE],
  ["fault.lock-row", TROUBLE],
  ["fault.html-answer", TROUBLE],
  ["fault.session-expired", "A session does not end at will."],
  ["fault.deploy-error", TROUBLE],
  ["fault.answer-lost", "An org does not lose answers at will."],
]);
