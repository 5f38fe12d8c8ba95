import type { FieldValue } from "../contracts.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import { refreshTokenPolicy } from "./normalized.ts";
import { oauthConfigOf } from "./store.ts";

/** The row of a connected app that SOQL sees. */
export function connectedAppRow(record: MetadataRecord): Record<string, FieldValue> {
  const policy = (record.oauthPolicy ?? {}) as MetadataRecord;
  const session = (record.sessionPolicy ?? {}) as MetadataRecord;
  const [, measure, period] = refreshTokenPolicy.exec(String(policy.refreshTokenPolicy)) ?? [];
  const text = (name: string) => (record[name] === undefined ? null : String(record[name]));
  return {
    Name: String(record.label),
    MobileStartUrl: text("mobileStartUrl"),
    StartUrl: text("startUrl"),
    OptionsAllowAdminApprovedUsersOnly: oauthConfigOf({ record }).isAdminApproved === true,
    OptionsHasSessionLevelPolicy: session.sessionLevel === "HIGH_ASSURANCE",
    OptionsRefreshTokenValidityMetric: measure === "inactivity",
    RefreshTokenValidityPeriod: period === undefined ? null : Number(period),
  };
}
