import { PolicyPack } from "@pulumi/policy";
import { salesforcePolicies } from "pulumi-salesforce-access/policies";

new PolicyPack("salesforce", {
  policies: salesforcePolicies({
    allowedPermissions: ["ApiEnabled", "ApiUserOnly", "ApexRestServices"],
    isProduction: (stack) => stack.endsWith("production"),
  }),
});
