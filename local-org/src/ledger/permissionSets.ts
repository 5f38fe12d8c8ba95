import type { LedgerEntry } from "./entry.ts";
import { developerEdition2023 } from "./recordings.ts";

/** Rules of permission sets, what they grant and who has them. */
export const permissionSets: readonly LedgerEntry[] = [
  {
    id: "permission-set.required-fields",
    rule: "A permission set needs Name and Label.",
    source: "Object Reference, PermissionSet",
    certainty: "documented",
  },
  {
    id: "permission-set.name-form",
    rule: "The name of a permission set begins with a letter and consists of letters, digits and single underscores. The code is inferred.",
    source: "Object Reference, PermissionSet",
    certainty: "documented",
  },
  {
    id: "permission-set.name-unique",
    rule: "A second permission set of the same name returns DUPLICATE_DEVELOPER_NAME. The code is inferred.",
    source: "Text recorded for other setup records",
    certainty: "inferred",
    open: { question: "Which code the refusal has, DUPLICATE_VALUE or DUPLICATE_DEVELOPER_NAME." },
  },
  {
    id: "permission-set.licence-create-only",
    rule: "The licence of a permission set is set when it is created and never changes.",
    source: "Object Reference, PermissionSet",
    certainty: "documented",
  },
  {
    id: "permission-set.assigned-undeletable",
    rule: "A permission set can be deleted only if it has no assignments. Its grants are deleted with it. The code is inferred.",
    source: "Object Reference, PermissionSet",
    certainty: "documented",
    open: { question: "Which code and text the refusal has, also in a deploy." },
  },
  {
    id: "permission-set.unknown-permission",
    rule: "A permission that the org does not have returns INVALID_FIELD, like any unknown column.",
    source: "The general text is recorded",
    certainty: "reported",
  },
  {
    id: "setup-entity-access.type",
    rule: "The type of a SetupEntityAccess row follows from the id of its entity. A row can be created and deleted, but not changed.",
    source: "Object Reference, SetupEntityAccess",
    certainty: "documented",
  },
  {
    id: "setup-entity-access.duplicate",
    rule: "A second row for the same permission set and entity returns DUPLICATE_VALUE.",
    source: "Inferred from a sibling object",
    certainty: "inferred",
    open: { question: "Which code and text the refusal has." },
  },
  {
    id: "object-permissions.dependencies",
    rule: "Object permissions are refused without those that they need. Contact needs Account.",
    source: "Texts recorded for object permissions; Salesforce Help, Object Permissions",
    certainty: "reported",
  },
  {
    id: "object-permissions.unique",
    rule: "A permission set has one row of object permissions per object, and one of field permissions per field.",
    source: "Object Reference, ObjectPermissions, FieldPermissions; the code is inferred",
    certainty: "documented",
  },
  {
    id: "field-permissions.dependencies",
    rule: "Editing a field needs reading it. A field permission names an existing field of its object.",
    source: "Object Reference, FieldPermissions",
    certainty: "documented",
  },
  {
    id: "assignment.duplicate",
    rule: "Assigning a permission set twice returns DUPLICATE_VALUE with both short ids.",
    source: "Recorded body; another report has other words",
    certainty: "reported",
    open: { question: "Which of two reported texts the refusal has." },
  },
  {
    id: "assignment.licence-mismatch",
    rule: "A user of Salesforce Integration needs the permission set licence Salesforce API Integration before a permission set with object permissions can be assigned.",
    source: "Texts of live orgs; Salesforce Help, Salesforce Integration user license",
    certainty: "reported",
  },
  {
    id: "assignment.set-licence",
    rule: "A permission set with a licence can be assigned only to users who have that licence. The text is inferred.",
    source: "Object Reference, PermissionSet",
    certainty: "documented",
  },
  {
    id: "assignment.later-permission",
    rule: "A permission set that is assigned cannot get a permission that an assignee's licence does not allow.",
    source: "Follows from the refusal at the assignment",
    certainty: "inferred",
  },
  {
    id: "assignment.inactive-user",
    rule: "A permission set can be assigned to an inactive user.",
    source: "List views of live orgs show such assignments; not tried",
    certainty: "inferred",
    open: { question: "Whether an org accepts the assignment." },
  },
  {
    id: "metadata.permission-set-kept-elements",
    rule: "A permission set keeps agentAccesses (from API 65) and dataspaceScopes (from API 67), and returns them unchanged.",
    source: "Retrieved permission sets in public repositories; a skill for the three elements of a scope",
    certainty: "recorded",
  },
  {
    id: "assignment.fields-since",
    rule: "The expiry and activity of an assignment exist from API 52.0 on. Before, an assignment cannot be changed.",
    source: `${developerEdition2023}; Object Reference, PermissionSetAssignment, for 52.0`,
    certainty: "recorded",
  },
  {
    id: "permission-set-group.sum",
    rule: "A permission set group has a permission set of its own, of the type Group, with the sum of what the sets in it grant: user permissions, objects, fields, classes and apps.",
    source:
      "Object Reference, PermissionSetGroup (query of ObjectPermissions by Parent.PermissionSetGroup), PermissionSetGroupComponent; that it is calculated at once is inferred",
    certainty: "documented",
    open: { question: "How long an org calculates, and whether the access to an external client app is in the sum." },
  },
  {
    id: "permission-set-group.muting",
    rule: "A user permission of a muting permission set in a group is off in the group's sum, and on wherever else the user has it.",
    source: "Object Reference, MutingPermissionSet; Salesforce Help, Mute Permissions in Permission Set Groups",
    certainty: "documented",
  },
  {
    id: "permission-set-group.assigned",
    rule: "An assignment that names a group has the group's own permission set as PermissionSetId.",
    source:
      "Object Reference, PermissionSetAssignment; queries of CumulusCI, which read the name of the set of each row",
    certainty: "reported",
  },
  {
    id: "permission-set-group.member-undeletable",
    rule: "A permission set in a group cannot be deleted: 400 DELETE_FAILED.",
    source: "None; as for one that is assigned",
    certainty: "inferred",
    open: { question: "Whether and how an org refuses it." },
  },
  {
    id: "permission-set.session",
    rule: "A permission set that has to be activated grants nothing to sessions in which nobody has activated it.",
    source: "Salesforce Help, Session-Based Permission Sets and Security",
    certainty: "documented",
  },
];
