import { randomBytes } from "node:crypto";

/** What the names of everything begin with that the live tests make. */
export const liveLabel = "Live Test";
const liveApiName = "Live_Test";

/** The domain of the usernames that the live tests take; nobody has a mailbox there. */
export const liveDomain = "live-test.pulumi-salesforce-access.example.com";

/** Names of one set-up, which no other one has. */
export interface LiveNames {
  permissionSet: string;
  permissionSetApiName: string;
  profile: string;
  app: string;
  appApiName: string;
  username: string;
}

export function liveNames(): LiveNames {
  const unique = randomBytes(5).toString("hex");
  return {
    permissionSet: `${liveLabel} ${unique}`,
    permissionSetApiName: `${liveApiName}_${unique}`,
    profile: `${liveLabel} ${unique}`,
    app: `${liveLabel} ${unique}`,
    appApiName: `${liveApiName}_${unique}`,
    username: `live.test.${unique}@${liveDomain}`,
  };
}
