import type { LedgerEntry } from "./entry.ts";
import { liveAssertions } from "./recordings.ts";

const metadataGuide = "Metadata API Developer Guide";

/** Rules of deploys. */
export const deploys: readonly LedgerEntry[] = [
  {
    id: "deploy.asynchronous",
    rule: "A deploy is queued, then in progress, then ended; until then it has changed nothing.",
    source: metadataGuide,
    certainty: "documented",
    open: { question: "How the finalizing states of API 65.0 and later are spelled, and when they show." },
  },
  {
    id: "deploy.one-after-another",
    rule: "The deploys of an org run one after another; the others stay Pending.",
    source: "Salesforce CLI issues 1913, 2231, 2631",
    certainty: "reported",
    open: { question: "How many deploys may wait, and how one more is refused." },
  },
  {
    id: "deploy.survives-restart",
    rule: "A queued deploy and the result of an ended one survive a restart.",
    source: "A choice of the local org",
    certainty: "inferred",
    open: { question: "How long an org keeps the result of a deploy." },
  },
  {
    id: "deploy.cancel",
    rule: "A deploy that has not ended can be cancelled; one that has ended cannot.",
    source: `${metadataGuide}, cancelDeploy`,
    certainty: "documented",
  },
  {
    id: "deploy.perform-retrieve",
    rule: "A successful SOAP deploy with performRetrieve returns in its details the components that its package names, read back; over REST it is 501.",
    source:
      "Metadata API Developer Guide, deploy() options; Metadata WSDL; the refusal over REST is a choice of the local org",
    certainty: "documented",
    open: { question: "Which id that retrieve result has; here it is the deploy's." },
  },
  {
    id: "deploy.check-only",
    rule: "A check-only deploy responds like a real one and keeps nothing.",
    source: "Recorded REST answer of 2021",
    certainty: "reported",
  },
  {
    id: "deploy.rollback",
    rule: "With rollbackOnError one failure undoes everything, yet the good components are listed as created and counted as deployed.",
    source: "Recorded SOAP answer of 2021 in source-tracking",
    certainty: "reported",
  },
  {
    id: "deploy.partial",
    rule: "Without rollbackOnError good components stay and the status is SucceededPartial.",
    source: "source-deploy-retrieve",
    certainty: "reported",
  },
  {
    id: "deploy.manifest-entry",
    rule: "package.xml is among the successes, without type and id, and is not counted.",
    source: "Two recorded answers of 2021",
    certainty: "reported",
  },
  {
    id: "deploy.no-manifest",
    rule: "A package without package.xml fails with a problem on package.xml.",
    source: "Reported problems of many deploys",
    certainty: "reported",
  },
  {
    id: "deploy.missing-file",
    rule: "A member without a file, or whose file has another suffix, fails: not found in the zipped directory.",
    source: "Reported problems of many deploys",
    certainty: "reported",
  },
  {
    id: "deploy.not-in-manifest",
    rule: "A file that the manifest does not name gets a warning: Not in package.xml.",
    source: "A reported deploy problem; that it is a warning is inferred",
    certainty: "inferred",
  },
  {
    id: "deploy.wildcard",
    rule: "The member * of a deploy's manifest includes all files of the type.",
    source: "Not documented for deploys",
    certainty: "inferred",
  },
  {
    id: "deploy.package-folders",
    rule: "A single package lies at the top of the zip or in its one folder; otherwise each folder at the top is a package.",
    source: `${metadataGuide}, DeployOptions; the Salesforce CLI`,
    certainty: "documented",
  },
  {
    id: "deploy.warnings",
    rule: "A warning fails the deploy unless warnings are ignored; then the component is among the successes.",
    source: `${metadataGuide}, DeployMessage`,
    certainty: "documented",
  },
  {
    id: "deploy.destructive-missing",
    rule: "Deleting a component that does not exist gives a warning on destructiveChanges.xml.",
    source: "source-deploy-retrieve; Salto's salesforce adapter",
    certainty: "reported",
  },
  {
    id: "deploy.destructive-order",
    rule: "destructiveChanges.xml and …Pre.xml delete before the additions, …Post.xml after them.",
    source: metadataGuide,
    certainty: "documented",
  },
  {
    id: "deploy.unknown-element",
    rule: "An element that the type does not have is invalid at its location, with line and column.",
    source: "Reported problems of many deploys",
    certainty: "reported",
  },
  {
    id: "deploy.scattered-siblings",
    rule: "Elements of one name must stand together; the order of different names is free.",
    source: "Reported problems of several repositories",
    certainty: "reported",
    open: { question: "Whether CRUD calls refuse scattered elements as deploys do." },
  },
  {
    id: "deploy.bad-enum",
    rule: "A value that an enumeration does not have is refused by name.",
    source: "Reported deploy problem",
    certainty: "reported",
  },
  {
    id: "deploy.bad-literal",
    rule: "A text that its type cannot have is refused with the name of the XML Schema type.",
    source: "Recorded deploy problem",
    certainty: "reported",
  },
  {
    id: "deploy.property-version",
    rule: "An element that later versions dropped is not valid in them.",
    source: "Reported deploy problem",
    certainty: "reported",
    open: { question: "Whether policies still accept isNamedUserJwtEnabled in 67.0." },
  },
  {
    id: "deploy.required-element",
    rule: "A required element that is missing is named.",
    source: "Reported deploy problem",
    certainty: "reported",
  },
  {
    id: "deploy.zip-safety",
    rule: "A zip that is broken, has paths that leave it, or grows beyond the documented limits is refused as a whole.",
    source: `${metadataGuide}, limits; the texts are composed`,
    certainty: "inferred",
  },
  {
    id: "deploy.unserved-type",
    rule: "Components of a type that the local org does not have fail by name.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
  {
    id: "deploy.rest",
    rule: "REST accepts the zip and the options as parts of a form in any order and under any name, and returns 201 and then the status with explicit nulls.",
    source: "Metadata REST documentation, jsforce and CumulusCI; a recorded answer of 2021",
    certainty: "reported",
    open: { question: "Which errors a malformed form and an unknown deploy return." },
  },
  {
    id: "deploy.rest-cancel",
    rule: "A PATCH with status Canceling cancels a deploy and returns 202.",
    source: "Metadata REST documentation",
    certainty: "documented",
  },
  {
    id: "deploy.validation",
    rule: "After a validation with tests, its id deploys what it checked, over SOAP or REST, as a new deploy.",
    source: `${metadataGuide}, deployRecentValidation and deployRequest; jsforce for the second REST address`,
    certainty: "documented",
  },
  {
    id: "deploy.validation-without-tests",
    rule: "A validation that ran no tests cannot be deployed.",
    source: "Field notes of a command-line runbook of 2026",
    certainty: "reported",
  },
  {
    id: "deploy.validation-overtaken",
    rule: "A validation cannot be deployed after another deploy changed the org, and for ten days at most.",
    source: `Field notes of a command-line runbook of 2026; ${metadataGuide} for the ten days`,
    certainty: "reported",
  },
  {
    id: "deploy.times",
    rule: "A deploy is created no later than its components, and completed no earlier than them.",
    source: "A deploy report saved in 2023; the README of source-tracking, 2021",
    certainty: "recorded",
  },
  {
    id: "deploy.malformed-id",
    rule: "checkDeployStatus with a value that is no id of a deploy returns the fault MALFORMED_ID, bad id.",
    source: liveAssertions,
    certainty: "recorded",
  },
];
