/** What is in an org from the start. */
import type { RecordFields } from "../contracts.ts";
import { shortId } from "../identifiers.ts";
import { recountUserLicences } from "../rules/licences.ts";
import {
  assignProfilePermissionSet,
  createProfilePermissionSet,
  permissionSetOfProfile,
} from "../rules/profilePermissionSet.ts";
import { objectNamed } from "../schema/index.ts";
import { hasPackage, type OrgShape, seatsOf } from "../shape.ts";
import type { Database } from "../store/database.ts";
import { apiDateTime } from "../times.ts";
import { seedAdministratorAccess } from "./administratorAccess.ts";
import { apexClasses } from "./apexClasses.ts";
import { seedAutomaticUsers } from "./automaticUsers.ts";
import { permissionSetLicences, userLicences } from "./licences.ts";
import { permissionSetSeeds, standardNamespace } from "./permissionSets.ts";
import { administratorProfile, profileSeeds } from "./profiles.ts";
import type { SeedTarget } from "./target.ts";

/** While an org is being made, its first user is the deployer. */
export function firstUserId(database: Database): string | null {
  const row = database.statement("SELECT Id FROM User ORDER BY rowid LIMIT 1").get();
  return row === undefined ? null : String(row.Id);
}

/** Fills an empty org and gives back its deployer, a system administrator. */
export function seedOrg(org: SeedTarget, shape: OrgShape): { userId: string; username: string } {
  const { records } = org;
  const username = `deployer@${shortId(org.organizationId).toLowerCase()}.example`;
  const organization = {
    Name: "Local Org",
    Country: "US",
    LanguageLocaleKey: "en_US",
    TimeZoneSidKey: "America/Los_Angeles",
  };
  const like = {
    CompanyName: organization.Name,
    Country: organization.Country,
    TimeZoneSidKey: organization.TimeZoneSidKey,
    LocaleSidKey: "en_US",
    EmailEncodingKey: "UTF-8",
    LanguageLocaleKey: organization.LanguageLocaleKey,
  };
  // The first of all records, since everything else is made in this user's name.
  const userId = records.insert("User", {
    ...like,
    Username: username,
    LastName: "Deployer",
    FirstName: "Local",
    Name: "Local Deployer",
    Email: "deployer@local-org.example",
    Alias: "deploy",
    CommunityNickname: "deployer",
    UserType: "Standard",
  });
  records.insert("Organization", {
    ...organization,
    Id: org.organizationId,
    OrganizationType: shape.edition ?? "Enterprise Edition",
    InstanceName: "LOCAL",
    IsSandbox: shape.isSandbox ?? false,
    DefaultLocaleSidKey: "en_US",
    PrimaryContact: "Local Deployer",
    NamespacePrefix: org.settings.namespace,
  });
  const licenceIds = seedLicences(org, shape);
  const profileIds = seedProfiles(org, licenceIds);
  seedPermissionSets(org, licenceIds);
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
  seedAutomaticUsers(org, profileIds, like);
  recountUserLicences(org);
  return { userId, username };
}

/** @returns ids by the names of user licences and the developer names of permission set licences */
function seedLicences({ records }: SeedTarget, shape: OrgShape): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { name, key, seats } of userLicences) {
    const id = records.insert("UserLicense", {
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
    const id = records.insert("PermissionSetLicense", {
      DeveloperName: developerName,
      MasterLabel: label,
      PermissionSetLicenseKey: developerName,
      Language: "en_US",
      Status: "Active",
      TotalLicenses: seatsOf(shape, developerName, seats),
      UsedLicenses: 0,
      IsAvailableForIntegrations: availableForIntegrations,
    });
    ids.set(developerName, id);
  }
  return ids;
}

function seedProfiles(org: SeedTarget, licenceIds: ReadonlyMap<string, string>): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { name, licence, userType, isCustom = false, template, permissions } of profileSeeds) {
    const licenceId = licenceIds.get(licence) ?? null;
    const on = permissionColumns(name, permissions);
    const profileId = org.records.insert("Profile", {
      Name: name,
      UserLicenseId: licenceId,
      UserType: userType,
      ...on,
    });
    createProfilePermissionSet(org, { ...on, Id: profileId, UserLicenseId: licenceId }, isCustom, template);
    // Two profiles may have one name; the first is the one that others mean.
    if (!ids.has(name)) ids.set(name, profileId);
  }
  return ids;
}

function seedPermissionSets(org: SeedTarget, licenceIds: ReadonlyMap<string, string>): void {
  for (const { name, label, type, licence, permissions = "" } of permissionSetSeeds) {
    const isGroup = type === "Group";
    org.records.insert("PermissionSet", {
      Name: name,
      Label: label,
      Type: type,
      LicenseId: licence === undefined ? null : (licenceIds.get(licence) ?? null),
      IsCustom: isGroup,
      HasActivationRequired: type === "Session",
      NamespacePrefix: isGroup ? null : standardNamespace,
      PermissionSetGroupId: isGroup ? seedGroup(org, name, label) : null,
      ...permissionColumns(name, permissions),
    });
  }
}

function seedGroup({ records }: SeedTarget, name: string, label: string): string {
  const row = { DeveloperName: name, MasterLabel: label, Language: "en_US", Status: "Updated" };
  return records.insert("PermissionSetGroup", row);
}

/** The columns of permissions that a text with blanks between names. */
function permissionColumns(holder: string, permissions: string): RecordFields {
  const { fields } = objectNamed("PermissionSet");
  const columns = permissions
    .split(/\s+/)
    .filter((name) => name !== "")
    .map((name) => `Permissions${name}`);
  const unknown = columns.filter((column) => !fields.has(column));
  if (unknown.length > 0) throw new Error(`The seed ${holder} names unknown permissions: ${unknown.join(", ")}.`);
  return Object.fromEntries(columns.map((column) => [column, true]));
}
