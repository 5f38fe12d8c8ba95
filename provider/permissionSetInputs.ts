import { namesOf } from "../common/namesOf.ts";
import { type AdoptionInputs, adoptionInputs } from "./adoption.ts";
import { fieldPermissions, objectPermissions } from "./dataPermissions.ts";
import { allowedHighPrivilege } from "./highPrivilege.ts";
import { InputReader } from "./inputReader.ts";
import type { CheckResult, Values } from "./lifecycle.ts";
import { descriptionBesideMark, ownerInDescription } from "./marks.ts";
import type { GrantInputs } from "./observedGrants.ts";
import {
  apexClassName,
  apiName,
  apiNameOfLabel,
  atMost,
  every,
  qualifiedApiName,
  userPermissionName,
} from "./rules.ts";

export interface PermissionSetInputs extends AdoptionInputs, GrantInputs {
  label: string;
  apiName: string;
  description: string;
  /** Name of a user licence or label of a permission set licence; empty: usable with any. */
  license: string;
  userPermissions: string[];
  /** High privileges that are declared on purpose; absent: none. */
  allowHighPrivilege?: string[];
  owner: string;
}

/** Names of all inputs. */
export const permissionSetInputNames = namesOf<PermissionSetInputs>({
  label: true,
  apiName: true,
  description: true,
  license: true,
  apexClasses: true,
  userPermissions: true,
  customPermissions: true,
  objectPermissions: true,
  fieldPermissions: true,
  allowHighPrivilege: true,
  adopt: true,
  deleteAdopted: true,
  owner: true,
});

/** Reads what is declared, fills in the defaults and reports what is wrong. */
export function checkPermissionSet(olds: Values, news: Values): CheckResult<PermissionSetInputs> {
  const read = new InputReader(news);
  const label = read.text("label", atMost(80));
  const owner = read.text("owner", ownerInDescription);
  const userPermissions = read.names("userPermissions", userPermissionName);
  const adoption = adoptionInputs(read);
  const ofObjects = objectPermissions(read);
  const inputs: PermissionSetInputs = {
    label,
    apiName: read.textOrDerived("apiName", label, apiNameOfLabel, every(apiName, atMost(80))),
    description: read.textOr("description", "", descriptionBesideMark(owner, adoption.adopt ? "adopted" : "made")),
    license: read.textOr("license", ""),
    apexClasses: read.names("apexClasses", apexClassName),
    userPermissions,
    ...allowedHighPrivilege(read, { userPermissions, objectPermissions: ofObjects }, olds),
    customPermissions: read.names("customPermissions", qualifiedApiName),
    objectPermissions: ofObjects,
    fieldPermissions: fieldPermissions(read),
    ...adoption,
    owner,
  };
  return { inputs, failures: read.failures };
}
