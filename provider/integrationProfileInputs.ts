import { namesOf } from "../common/namesOf.ts";
import { type AdoptionInputs, adoptionInputs } from "./adoption.ts";
import { allowedHighPrivilege } from "./highPrivilege.ts";
import { InputReader } from "./inputReader.ts";
import type { CheckResult, Values } from "./lifecycle.ts";
import { descriptionBesideMark, ownerInDescription } from "./marks.ts";
import { atMost, userPermissionName } from "./rules.ts";

export interface IntegrationProfileInputs extends AdoptionInputs {
  name: string;
  description: string;
  userLicense: string;
  sourceProfile: string;
  userPermissions: string[];
  /** Always declared empty: whatever the profile grants besides user permissions is drift and is removed. */
  otherGrants: string[];
  /** High privileges that are declared on purpose; absent: none. */
  allowHighPrivilege?: string[];
  owner: string;
}

/** Names of all inputs. */
export const integrationProfileInputNames = namesOf<IntegrationProfileInputs>({
  name: true,
  description: true,
  userLicense: true,
  sourceProfile: true,
  userPermissions: true,
  otherGrants: true,
  allowHighPrivilege: true,
  adopt: true,
  deleteAdopted: true,
  owner: true,
});

/** Reads what is declared, fills in the defaults and reports what is wrong. */
export function checkIntegrationProfile(olds: Values, news: Values): CheckResult<IntegrationProfileInputs> {
  const read = new InputReader(news);
  const owner = read.text("owner", ownerInDescription);
  const userPermissions = read.names("userPermissions", userPermissionName);
  const adoption = adoptionInputs(read);
  const inputs: IntegrationProfileInputs = {
    name: read.text("name", atMost(255)),
    description: read.textOr("description", "", descriptionBesideMark(owner, adoption.adopt ? "adopted" : "made")),
    userLicense: read.textOr("userLicense", "Salesforce Integration"),
    sourceProfile: read.textOr("sourceProfile", "Minimum Access - API Only Integrations"),
    userPermissions,
    ...allowedHighPrivilege(read, { userPermissions }, olds),
    otherGrants: [],
    ...adoption,
    owner,
  };
  return { inputs, failures: read.failures };
}
