import { type ComposedStep, referenceTo } from "../salesforce/composedCreate.ts";
import { madeId, makes } from "./createAtOnce.ts";
import type { UserStep } from "./integrationUserPlan.ts";

/**
 * The steps of a create as parts of one call. A permission set may need a licence, and an org may then refuse the licence
 * and take the set: so each licence is read again, and what comes behind it refers to what was read. Where one was
 * refused, all of that is halted.
 */
export function composedUser(steps: readonly UserStep[], what: string): ComposedStep[] {
  let assignee = madeId;
  return steps.flatMap((step): ComposedStep[] => {
    switch (step.do) {
      case "create":
        return [makes("User", step.fields, what)];
      case "assignLicenses":
        return step.ids.flatMap((PermissionSetLicenseId, index): ComposedStep[] => {
          const type = "PermissionSetLicenseAssign";
          const doing = `giving permission set licences to ${what}`;
          const [given, held] = [`licence${index}`, `held${index}`];
          const fields = { AssigneeId: assignee, PermissionSetLicenseId };
          assignee = referenceTo(held, "AssigneeId");
          return [
            { reference: given, type, fields, doing },
            { reference: held, type, id: referenceTo(given, "id"), doing },
          ];
        });
      case "assignPermissionSets":
        return step.ids.map((PermissionSetId, index) => ({
          reference: `set${index}`,
          type: "PermissionSetAssignment",
          fields: { AssigneeId: assignee, PermissionSetId },
          doing: `giving permission sets to ${what}`,
        }));
      default:
        throw new TypeError(`a create does not ${step.do}`);
    }
  });
}
