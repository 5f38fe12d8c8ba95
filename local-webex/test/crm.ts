import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from "../../local-org/src/server.ts";
import {
  appFiles,
  appName,
  closedPolicies,
  deploy,
  deployerConnection,
  read,
} from "../../local-org/test/metadata/kit.ts";
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
  /** Puts a second app, with a key of its own, beside the first, for the same user. @returns what to type */
  addSecondApp(): Promise<ConnectorFields>;
  /** Removes the first app. */
  removeFirstApp(): Promise<void>;
  /** Voice calls that were made in the org. */
  voiceCalls(): number;
}

const secondApp = `${appName}_2`;

export async function withCrm(work: (crm: Crm) => Promise<void>, options: LocalOrgOptions = {}): Promise<void> {
  const org = await createLocalOrg({ ...options, settings: { deployMs: 0, ...options.settings } });
  try {
    const { key, consumerKey } = await setUpLogin(org);
    const usual = {
      name: "Salesforce",
      clientId: consumerKey,
      emailId: integrationUsername,
      url: org.url,
      privateKey: key.privateKeyPem,
    };
    await work({
      org,
      fields: (others) => ({ ...usual, ...others }),
      async addSecondApp() {
        const { certificatePem, privateKeyPem } = selfSigned();
        const policies = closedPolicies(permissionSet);
        const files = appFiles({ certificatePem, oauthPolicies: policies });
        const renamed = (text: string) => text.replaceAll(appName, secondApp);
        const own = Object.entries(files).map(([path, text]) => [renamed(path), renamed(text)]);
        const result = await deploy(org, Object.fromEntries(own));
        if (!result.success) throw new Error(JSON.stringify(result.errors));
        const settings = await read(org, "ExtlClntAppGlobalOauthSettings", `${secondApp}_glbloauth`);
        return { ...usual, name: "Salesforce 2", clientId: String(settings?.consumerKey), privateKey: privateKeyPem };
      },
      async removeFirstApp() {
        await deployerConnection(org).metadata.delete("ExternalClientApplication", appName);
      },
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
