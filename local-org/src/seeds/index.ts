/** What is in an org from the start. */
import type { Org, RecordFields } from "../contracts.ts";
import { shortId } from "../identifiers.ts";
import {
  assignProfilePermissionSet,
  createProfilePermissionSet,
  permissionSetOfProfile,
} from "../rules/profilePermissionSet.ts";
import { objectNamed } from "../schema/index.ts";
import { hasPackage, type OrgShape, seatsOf } from "../shape.ts";
import { apiDateTime } from "../store/recordStore.ts";
import { seedAdministratorAccess } from "./administratorAccess.ts";
import { apexClasses } from "./apexClasses.ts";
import { permissionSetLicences, userLicences } from "./licences.ts";
import { administratorProfile, profiles } from "./profiles.ts";

/** Fills an empty org and gives back its deployer, a system administrator. */
export function seedOrg(org: Org, shape: OrgShape): { userId: string; username: string } {
  const { records } = org;
  const username = `deployer@${shortId(org.organizationId).toLowerCase()}.example`;
  // The first of all records, since everything else is made in this user's name.
  const userId = records.insert("User", {
    Username: username,
    LastName: "Deployer",
    FirstName: "Local",
    Name: "Local Deployer",
    Email: "deployer@local-org.example",
    Alias: "deploy",
    CommunityNickname: "deployer",
    TimeZoneSidKey: "America/Los_Angeles",
    LocaleSidKey: "en_US",
    EmailEncodingKey: "UTF-8",
    LanguageLocaleKey: "en_US",
    UserType: "Standard",
  });
  records.insert("Organization", {
    Id: org.organizationId,
    Name: "Local Org",
    OrganizationType: shape.edition ?? "Enterprise Edition",
    InstanceName: "LOCAL",
    IsSandbox: shape.isSandbox ?? false,
    LanguageLocaleKey: "en_US",
    DefaultLocaleSidKey: "en_US",
    TimeZoneSidKey: "America/Los_Angeles",
    PrimaryContact: "Local Deployer",
    NamespacePrefix: org.settings.namespace,
  });
  const licenceIds = seedLicences(org, shape);
  const profileIds = seedProfiles(org, licenceIds);
  for (const { name, namespace } of apexClasses) {
    if (!hasPackage(shape, namespace)) continue;
    records.insert("ApexClass", {
      Name: name,
      NamespacePrefix: namespace ?? org.settings.namespace,
      ApiVersion: 66,
      Status: "Active",
      IsValid: true,
      // The source of a managed class is hidden from every org that installs it.
      Body: namespace === null ? `public with sharing class ${name} {}` : "(hidden)",
      ManageableState: namespace === null ? "unmanaged" : "installed",
    });
  }
  const ProfileId = profileIds.get(administratorProfile) ?? null;
  seedAdministratorAccess(org, String(permissionSetOfProfile(org, ProfileId)?.Id));
  records.update("User", userId, { ProfileId, CreatedById: userId });
  assignProfilePermissionSet(org, { Id: userId, ProfileId });
  records.insert("UserLogin", { UserId: userId, LastModifiedDate: apiDateTime(org.now()), LastModifiedById: userId });
  records.update("UserLicense", licenceIds.get("Salesforce") ?? "", { UsedLicenses: 1 });
  return { userId, username };
}

function seedLicences(org: Org, shape: OrgShape): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { name, key, seats } of userLicences) {
    const id = org.records.insert("UserLicense", {
      Name: name,
      MasterLabel: name,
      LicenseDefinitionKey: key,
      Status: "Active",
      TotalLicenses: seatsOf(shape, name, seats),
      UsedLicenses: 0,
    });
    ids.set(name, id);
  }
  for (const { developerName, label, seats, availableForIntegrations } of permissionSetLicences) {
    org.records.insert("PermissionSetLicense", {
      DeveloperName: developerName,
      MasterLabel: label,
      PermissionSetLicenseKey: developerName,
      Language: "en_US",
      Status: "Active",
      TotalLicenses: seatsOf(shape, developerName, seats),
      UsedLicenses: 0,
      IsAvailableForIntegrations: availableForIntegrations,
    });
  }
  return ids;
}

function seedProfiles(org: Org, licenceIds: Map<string, string>): Map<string, string> {
  const ids = new Map<string, string>();
  const profileFields = objectNamed("Profile").fields;
  for (const { name, licence, permissions } of profiles) {
    const licenceId = licenceIds.get(licence) ?? null;
    const on: RecordFields = {};
    for (const permission of permissions) {
      if (profileFields.has(`Permissions${permission}`)) on[`Permissions${permission}`] = true;
      else throw new Error(`The profile ${name} names an unknown permission ${permission}.`);
    }
    const profileId = org.records.insert("Profile", {
      Name: name,
      UserLicenseId: licenceId,
      UserType: "Standard",
      ...on,
    });
    createProfilePermissionSet(org, { ...on, Id: profileId, UserLicenseId: licenceId }, false);
    ids.set(name, profileId);
  }
  return ids;
}
