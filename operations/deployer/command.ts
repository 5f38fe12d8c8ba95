import { resolve } from "node:path";
import { operationCommand } from "../../common/commands.ts";
import { openStackOrg } from "../../provider/productionGuard.ts";
import { resolveConnection } from "../../salesforce/connection.ts";
import { harmless } from "../../salesforce/harmless.ts";
import type { Org } from "../../salesforce/org.ts";
import { isProduction } from "../../salesforce/organization.ts";
import { isAlias, salesforceCliLogin } from "../../salesforce/salesforceCli.ts";
import { commandToSet } from "../../salesforce/settings.ts";
import { type Operation, readOptions, withHelp, wrongArguments } from "../commandLine.ts";
import { say } from "../say.ts";
import { type DeployerPlan, makeDeployer, planDeployer } from "./deployer.ts";
import { type DeployerKey, deployerCertificate, deployerKey, keepKey } from "./deployerKey.ts";

const help = `Usage: pulumi-salesforce-access deployer --sf-alias ALIAS [--user USERNAME] [--key FILE] [--apply]
       npm run deployer -- --sf-alias ALIAS [--user USERNAME] [--key FILE] [--apply]   in a checkout of this project

Creates what a pipeline needs to log in to an org (docs/deployer.md): a private key in a file, an external client app with
its certificate, a permission set with exactly the permissions of docs/permissions.md, and the policy that admits its users.
Says what it would do; with --apply, does it. When you run it again, it changes only what differs, and renews the certificate
in its last 30 days. It refuses what others have created under these names.
  --sf-alias ALIAS  alias or username of a login that you have made with the Salesforce CLI (sf org list), as an
                    administrator; its token is kept nowhere
  --user USERNAME   the user that the pipeline logs in as, who gets the permission set; must exist and be active
  --key FILE        the private key; created if there is no such file, and only you can read it (default: deployer.key)
  --apply           do it; without this, nothing is changed
Exit code: 0 for success, 1 for a failure, 2 for wrong arguments.`;

/** Makes the access of the deployer itself, by a login of the Salesforce CLI. */
export const deployer: Operation = {
  purpose: "create the app, key and permission set that a pipeline logs in with, through a login of the Salesforce CLI",
  run: withHelp(help, run),
};

async function run(more: readonly string[]): Promise<number> {
  const options = {
    "sf-alias": { type: "string" },
    user: { type: "string" },
    key: { type: "string", default: "deployer.key" },
    apply: { type: "boolean", default: false },
  } as const;
  const { "sf-alias": alias, user, key: keyFile, apply } = readOptions(more, options, help);
  if (alias === undefined) throw wrongArguments("--sf-alias ALIAS is missing.", help);
  if (!isAlias(alias)) throw wrongArguments("--sf-alias must be an alias or a username of sf org list.", help);
  const org = await openByCli(alias);
  say(await whereAndWho(org, alias));
  const [plan, key] = await Promise.all([planDeployer(org, user), deployerKey(keyFile)]);
  const certificate = deployerCertificate(key, plan.certificate, new Date());
  for (const line of stepsOf(plan, key, certificate !== plan.certificate)) say(`- ${line}`);
  if (!apply) {
    say("Nothing was changed. To do this, run it again with --apply.");
    return 0;
  }
  await keepKey(key);
  const made = await makeDeployer(org, plan, certificate, say);
  for (const line of await nextSteps(org, plan, key, made.consumerKey)) console.log(line);
  say(`The certificate ends on ${made.certificateValidTo.slice(0, 10)}: run this again in the 30 days before that.`);
  return 0;
}

/** Whoever runs this means the org of that login, production or not; the rest is as in a stack with that token. */
async function openByCli(alias: string): Promise<Org> {
  const { accessToken, instanceUrl, clientId, organizationId } = await salesforceCliLogin(alias);
  const settings = new Map([
    ["instanceUrl", instanceUrl],
    ["orgId", organizationId],
    ["allowProduction", "true"],
    ...(clientId ? [["clientId", clientId] as const] : [["allowUnknownDeployerApp", "true"] as const]),
  ]);
  const environment = { SALESFORCE_ACCESS_TOKEN: accessToken };
  const readFile = () => {
    throw new TypeError("no file is read");
  };
  return openStackOrg(resolveConnection({ settings, environment, readFile }));
}

async function whereAndWho(org: Org, alias: string): Promise<string> {
  const organization = await org.organization();
  const { organizationId } = await org.identity();
  const { instanceUrl } = org.login;
  const name = organization ? `${organization.name} (${organizationId}, ${organization.edition})` : organizationId;
  const kind = isProduction(organization) ? "a production org" : "no production org";
  return `Org: ${name}, ${kind}, at ${instanceUrl}, by the login ${alias} of the Salesforce CLI`;
}

/** What would be done, in the order in which it is done. */
function stepsOf({ permissionSet, appName, there, user }: DeployerPlan, key: DeployerKey, isNew: boolean): string[] {
  const permissions = permissionSet.userPermissions.join(", ");
  const given = user?.hasPermissionSet ? "has the permission set already" : "is given the permission set";
  return [
    key.isNew ? `private key: ${key.file} is made; only you can read it` : `private key: ${key.file} is there already`,
    there.permissionSet
      ? `${there.permissionSet} is there already; it has exactly ${permissions} afterwards`
      : `permission set ${permissionSet.apiName} is made, with ${permissions}`,
    there.app
      ? `${there.app} is there already${isNew ? "; it gets a new certificate of the same key" : ""}`
      : `external client app ${appName} is made, with the certificate of that key, the scopes api and refresh_token`,
    `its policy admits the users of the permission set and nobody else`,
    user ? `user ${user.username} ${given}` : `no user is given the permission set: name one with --user`,
  ];
}

/** The settings of a stack that logs in this way. */
async function nextSteps(org: Org, { user }: DeployerPlan, key: DeployerKey, consumerKey: string): Promise<string[]> {
  const { organizationId } = await org.identity();
  const { instanceUrl } = org.login;
  return [
    "",
    "Done. The settings of the stack:",
    "",
    `  ${commandToSet("orgId", organizationId)}`,
    `  ${commandToSet("instanceUrl", instanceUrl)}`,
    `  ${commandToSet("clientId", consumerKey)}`,
    `  ${commandToSet("username", user?.username ?? "USERNAME")}`,
    `  export SALESFORCE_PRIVATE_KEY_FILE=${resolve(key.file)}`,
    "",
    `Put the key into the secret store of your pipeline, and look: ${operationCommand("check-connection --stack STACK")}`,
    "A new app can take some minutes.",
    "",
  ].map((line) => harmless(line, 10_000));
}
