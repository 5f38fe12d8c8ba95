import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from "../../local-org/src/server.ts";
import { appFiles, closedPolicies, deploy } from "../../local-org/test/metadata/kit.ts";
import { type SelfSigned, selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { integrationUsername, permissionSet, setUpLogin } from "../../local-org/test/oauth/setUp.ts";
import type { ConnectorFields } from "../src/connectors/connector.ts";

/** A Salesforce org with an app and a user that a connector can log in with. */
export interface Crm {
  org: LocalOrg;
  /** What to type; others in place of the usual. */
  fields(others?: Partial<ConnectorFields>): ConnectorFields;
  /** Puts another certificate into the app. @returns its key */
  replaceCertificate(): Promise<SelfSigned>;
  /** Voice calls that were made in the org. */
  voiceCalls(): number;
}

export async function withCrm(work: (crm: Crm) => Promise<void>, options: LocalOrgOptions = {}): Promise<void> {
  const org = await createLocalOrg({ ...options, settings: { deployMs: 0, ...options.settings } });
  try {
    const { key, consumerKey } = await setUpLogin(org);
    await work({
      org,
      fields: (others) => ({
        name: "Salesforce",
        clientId: consumerKey,
        emailId: integrationUsername,
        url: org.url,
        privateKey: key.privateKeyPem,
        ...others,
      }),
      async replaceCertificate() {
        const renewed = selfSigned();
        const policies = closedPolicies(permissionSet);
        const files = appFiles({ certificatePem: renewed.certificatePem, oauthPolicies: policies });
        const result = await deploy(org, files);
        if (!result.success) throw new Error(JSON.stringify(result.errors));
        return renewed;
      },
      voiceCalls: () => org.org.records.find("VoiceCall").length,
    });
  } finally {
    await org.stop();
  }
}
