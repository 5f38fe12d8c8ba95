import { longId } from "../salesforce/identifiers.ts";
import type { FieldDescription, Org } from "../salesforce/org.ts";
import { quotedList } from "../salesforce/soql.ts";
import { type DeclaredResource, ofKind } from "./declaredResources.ts";
import { recordIdForm } from "./fieldValueProblems.ts";
import { givenFields } from "./userFields.ts";

/** sObjects whose records whoever sees the setup sees; of others nobody knows whether they are there. */
const seen = ["User", "UserRole"];

/**
 * Records that fields of declared users refer to and that the deployer does not find, as 18-character ids. Reads only;
 * where an org does not answer, nothing is said.
 */
export async function lostReferences(
  org: Org,
  resources: readonly DeclaredResource[],
  fields: readonly FieldDescription[],
  doing: string,
): Promise<string[]> {
  const wanted = ofKind(resources, "IntegrationUser").flatMap((user) =>
    Object.entries(givenFields(user.inputs)).flatMap(([name, value]) => {
      const field = fields.find((each) => each.name.toLowerCase() === name.toLowerCase());
      const [type, ...others] = field?.type === "reference" ? (field.referenceTo ?? []) : [];
      const isJudged = type !== undefined && seen.includes(type) && others.length === 0;
      return isJudged && typeof value === "string" && recordIdForm.test(value) ? [{ type, id: longId(value) }] : [];
    }),
  );
  const types = [...new Set(wanted.map(({ type }) => type))];
  const lost = types.map(async (type) => {
    const ids = [...new Set(wanted.filter((one) => one.type === type).map(({ id }) => id))];
    const soql = `SELECT Id FROM ${type} WHERE Id IN ${quotedList(ids)}`;
    const found = await org.query(soql, doing).catch(() => undefined);
    return found === undefined ? [] : ids.filter((id) => !found.some((row) => longId(row.Id) === id));
  });
  return (await Promise.all(lost)).flat();
}
