/**
 * sObjects about connected apps and logins: the Object Reference pages ConnectedApplication and LoginHistory, and the columns
 * and lengths of Salesforce's field reference. Of a login the local org keeps only what it knows how to tell.
 */
import { defineObject } from "./defineObject.ts";
import type { FieldSpecification, ObjectDefinition } from "./definitions.ts";

const flag: FieldSpecification = { type: "boolean", sortable: false, groupable: false };
const unfiltered = { filterable: false } as const;

export const connectedAppObjects: ObjectDefinition[] = [
  defineObject({
    name: "ConnectedApplication",
    label: "Connected App",
    keyPrefix: "0H4",
    readAccess: "viewSetup",
    audit: "full",
    fields: {
      Name: { length: 80, nillable: false, nameField: true, idLookup: true },
      MobileSessionTimeout: { type: "picklist" },
      MobileStartUrl: { type: "url", length: 2400 },
      NamedUserUvidTimeout: { type: "picklist", since: 59 },
      OptionsAllowAdminApprovedUsersOnly: flag,
      OptionsCodeCredentialGuestEnabled: flag,
      OptionsFullContentPushNotifications: flag,
      OptionsHasSessionLevelPolicy: flag,
      OptionsIsInternal: flag,
      OptionsRefreshTokenValidityMetric: flag,
      OptionsTokenExchangeManageBitEnabled: flag,
      PinLength: { type: "picklist" },
      RefreshTokenValidityPeriod: { type: "int" },
      StartUrl: { type: "url", length: 2400 },
    },
  }),
  defineObject({
    name: "LoginHistory",
    label: "Login History",
    labelPlural: "Login History",
    keyPrefix: "0Ya",
    readAccess: "everybody",
    audit: "none",
    fields: {
      UserId: { type: "reference", nillable: false },
      LoginTime: { type: "datetime", nillable: false },
      LoginType: { type: "picklist", nillable: false },
      LoginUrl: { length: 255 },
      SourceIp: { length: 39, ...unfiltered },
      Status: { length: 128, ...unfiltered },
      Application: { length: 64, ...unfiltered },
    },
  }),
];
