/**
 * The users that every org has and nobody made: recordings of two Developer Editions (2023 and 2026). The profiles of
 * three of them are of no record that anybody sees. None has an assignment that shows.
 */
import { recordId } from "../identifiers.ts";
import type { SeedTarget } from "./target.ts";

interface AutomaticUser {
  /** Before the at sign of the username; `chatty` goes on with the id of the org. */
  name: string;
  lastName: string;
  firstName?: string;
  alias: string;
  nickname: string;
  userType: string;
  /** Name of the profile; absent where it is none that shows. */
  profile?: string;
  usernameOf(orgId: string): string;
  emailOf(orgId: string): string;
}

const noReply = () => "noreply@example.com";

const automaticUsers: readonly AutomaticUser[] = [
  {
    name: "Integration User",
    firstName: "Integration",
    lastName: "User",
    alias: "integ",
    nickname: "integration1.6170000000000001E12",
    userType: "Standard",
    profile: "Analytics Cloud Integration User",
    usernameOf: (orgId) => `integration@${orgId}.com`,
    emailOf: noReply,
  },
  {
    name: "Security User",
    firstName: "Security",
    lastName: "User",
    alias: "sec",
    nickname: "insightssecurity1.6170000000000002E12",
    userType: "Standard",
    profile: "Analytics Cloud Security User",
    usernameOf: (orgId) => `insightssecurity@${orgId}.com`,
    emailOf: noReply,
  },
  {
    name: "Automated Process",
    firstName: "Automated",
    lastName: "Process",
    alias: "autoproc",
    nickname: "automatedprocess",
    userType: "AutomatedProcess",
    usernameOf: (orgId) => `autoproc@${orgId}`,
    emailOf: (orgId) => `autoproc@${orgId}.com`,
  },
  {
    name: "Data.com Clean",
    lastName: "Data.com Clean",
    alias: "autocln",
    nickname: "User16170000000000000003",
    userType: "AutomatedProcess",
    usernameOf: (orgId) => `automatedclean@${orgId}`,
    emailOf: (orgId) => `automatedclean@${orgId}.com`,
  },
  {
    name: "Platform Integration User",
    lastName: "Platform Integration User",
    alias: "platint",
    nickname: "User16170000000000000004",
    userType: "CloudIntegrationUser",
    usernameOf: (orgId) => `cloud@${orgId}`,
    emailOf: (orgId) => `noreply@${orgId}.com`,
  },
  {
    name: "Chatter Expert",
    lastName: "Chatter Expert",
    alias: "Chatter",
    nickname: "Chatter Expert",
    userType: "CsnOnly",
    profile: "Chatter Free User",
    usernameOf: (orgId) => `chatty.${orgId}.local@chatter.salesforce.com`,
    emailOf: () => "noreply@chatter.salesforce.com",
  },
];

/** Serials of the two profiles that no record shows; those of records begin above. */
const hiddenProfiles: { readonly [userType: string]: number } = { AutomatedProcess: 0, CloudIntegrationUser: 1 };

/** @param like what the users of this org have in common */
export function seedAutomaticUsers(
  org: SeedTarget,
  profileIds: ReadonlyMap<string, string>,
  like: { [field: string]: string },
): void {
  const orgId = org.organizationId.toLowerCase();
  const instance = org.organizationId.slice(3, 5);
  for (const user of automaticUsers) {
    const profileId = user.profile === undefined ? undefined : profileIds.get(user.profile);
    org.records.insert("User", {
      ...like,
      Username: user.usernameOf(orgId),
      LastName: user.lastName,
      FirstName: user.firstName ?? null,
      Name: user.name,
      Email: user.emailOf(orgId),
      Alias: user.alias,
      CommunityNickname: user.nickname,
      UserType: user.userType,
      ReceivesInfoEmails: true,
      ProfileId: profileId ?? recordId("00e", instance, hiddenProfiles[user.userType] ?? 0),
    });
  }
}
