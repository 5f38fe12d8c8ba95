/** External client apps as queries show them. */
import { told } from "../api.ts";
import { applicationId, closedPolicies, deployApp, globalSettings, newApp, types } from "../apps.ts";
import type { Check, Kind } from "../check.ts";
import { expectDeployed } from "../deploys.ts";
import { expectLike, expectThat } from "../expectation.ts";
import { listOf } from "../metadata.ts";

const apps: readonly Kind[] = ["external client apps"];

export const appRowChecks: readonly Check[] = [
  {
    id: "eca.soql-rows",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, { oauthPolicies: closedPolicies() });
      const id = await applicationId(asker, app);
      expectLike(id, /^0xI/);
      const of = (type: string, fields: string) =>
        asker.api.one(`SELECT ${fields} FROM ${type} WHERE ExternalClientApplicationId = '${id}'`);
      expectLike(await of("ExtlClntAppOauthPlcyCnfg", "PermittedUsersPolicyType, RefreshTokenPolicyType"), {
        PermittedUsersPolicyType: "AdminApprovedPreAuthorized",
        RefreshTokenPolicyType: "Zero",
      });
      expectLike(await of("ExtlClntAppPlcyCnfg", "IsEnabled"), { IsEnabled: true });
      expectLike(await of("ExtlClntAppOauthSettings", "DeveloperName"), { DeveloperName: `${app}_oauth` });
      const answer = await asker.api.query("SELECT Id FROM ExtlClntAppGlobalOauthSettings");
      expectThat(answer.status === 400, "no sObject of the global OAuth settings", told(answer));
    },
  },
  {
    id: "eca.consumer-rows",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker);
      const id = await applicationId(asker, app);
      const consumer = await asker.api.one(
        `SELECT FIELDS(ALL) FROM ExtlClntAppOauthConsumer WHERE ExternalClientApplicationId = '${id}' LIMIT 2`,
      );
      const settings = await asker.api.one(
        `SELECT Id FROM ExtlClntAppOauthSettings WHERE ExternalClientApplicationId = '${id}'`,
      );
      const component = await globalSettings(asker, app);
      expectLike(consumer, { DeveloperName: `${app}_glbloauth`, ExtlClntAppOauthSettingsId: settings.Id });
      expectThat(!JSON.stringify(consumer).includes(component.consumerKey), "no consumer key", Object.keys(consumer));
      const list = `<listMetadata><queries><type>${types.globalSettings}</type></queries></listMetadata>`;
      const listed = listOf((await asker.metadata.call(list)).result).find(
        ({ fullName }) => fullName === `${app}_glbloauth`,
      );
      expectLike(listed, { id: consumer.Id });
    },
  },
  {
    id: "eca.part-rows",
    makes: apps,
    async ask(asker) {
      const attribute = "<customAttributes><formula>$User.Email</formula><key>mail</key></customAttributes>";
      const range =
        "<trustedIpRanges><description>office</description><endIpAddress>192.0.2.9</endIpAddress><startIpAddress>192.0.2.1</startIpAddress></trustedIpRanges>";
      const parts = { oauthSettings: attribute + range, oauthPolicies: attribute + closedPolicies() };
      const app = await newApp(asker, parts);
      const id = await applicationId(asker, app);
      const ofApp = `WHERE ExternalClientApplicationId = '${id}'`;
      const attributes = "(SELECT Key, Value FROM ";
      const settings = await asker.api.one(
        `SELECT Id, ${attributes}ExtlClntAppOauthSetAttrs), (SELECT Description, StartIpAddress, EndIpAddress FROM ExtlClntAppOauthIpRanges) FROM ExtlClntAppOauthSettings ${ofApp}`,
      );
      const policies = await asker.api.one(
        `SELECT Id, ${attributes}ExtlClntAppOauthPlcyAttrs) FROM ExtlClntAppOauthPlcyCnfg ${ofApp}`,
      );
      const mail = { records: [{ Key: "mail", Value: "$User.Email" }] };
      const office = { Description: "office", StartIpAddress: "192.0.2.1", EndIpAddress: "192.0.2.9" };
      expectLike(settings, { ExtlClntAppOauthSetAttrs: mail, ExtlClntAppOauthIpRanges: { records: [office] } });
      expectLike(policies, { ExtlClntAppOauthPlcyAttrs: mail });
      await expectDeployed(deployApp(asker, app, { oauthPolicies: closedPolicies() }));
      const left = ["ExtlClntAppOauthSetAttr", "ExtlClntAppOauthIpRange"].map((type) =>
        asker.api.records(`SELECT Id FROM ${type} WHERE ExtlClntAppOauthSettingsId = '${settings.Id}'`),
      );
      const ofPolicies = `SELECT Id FROM ExtlClntAppOauthPlcyAttr WHERE ExtlClntAppOauthPlcyCnfgId = '${policies.Id}'`;
      expectLike(await Promise.all([...left, asker.api.records(ofPolicies)]), [[], [], []]);
    },
  },
];
