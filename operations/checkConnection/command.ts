import { askOrg } from "../../provider/orgReadiness.ts";
import type { Org } from "../../salesforce/org.ts";
import { isProduction } from "../../salesforce/organization.ts";
import { quoted } from "../../salesforce/soql.ts";
import { missingStackFile } from "../missingStackFile.ts";
import { isOwnProgram } from "../projectFile.ts";
import { say } from "../say.ts";
import { firstPreview, openOrgOf, type StackFolder } from "../stackFolder.ts";
import { type GivenStack, stackOperation } from "../stackOperation.ts";
import { declaredReadiness } from "./declaredReadiness.ts";

const help = `Usage: pulumi-salesforce-access check-connection --stack NAME [--folder FOLDER]
       npm run check-connection -- --stack NAME [--folder FOLDER]   in a checkout of this project

Logs in to the org of a stack, says which org and deployer that is, and checks whether the org is ready: the permissions of
the deployer; the package, permissions, source profile and seats that the access needs; and names that are taken. Needs
neither state nor Pulumi, so you can run it before the first "pulumi up". Only reads the org. In a project with a program of its
own, "pulumi preview" finds names that are taken.
  --stack NAME     the stack; the connection is that of its configuration (Pulumi.NAME.yaml), or of the environment
  --folder FOLDER  where Pulumi.yaml and Pulumi.NAME.yaml are (default: the current folder)
Exit code: 0 when everything is there, 3 when the login works and something else is missing, 1 when the org cannot be
asked, 2 for wrong arguments.`;

const notReady = 3;

/** Says whether the connection of a stack works and its org is ready. */
export const checkConnection = stackOperation({
  purpose: "check whether the deployer and the org of a stack have what the access needs",
  help,
  run,
});

async function run(stackFolder: StackFolder, { stack }: GivenStack): Promise<number> {
  for (const line of await missingStackFile(stackFolder, stack)) say(line);
  const { inputs, failures, isRotationConfirmed } = declaredReadiness(stackFolder);
  const org = await openOrgOf(stackFolder);
  for (const line of await whoAndWhere(org)) say(line);
  if (!isOwnProgram(stackFolder.project)) {
    say("This project has a program of its own: the org is asked for the defaults of ScvIntegration.");
  } else if (inputs.username === "") {
    say("No username is configured yet: a seat is asked for as for a new user.");
  }
  const { lines, problems, permissions } = await askOrg(org, inputs, undefined, isRotationConfirmed);
  for (const line of lines) say(`- ${line}`);
  const all = [...failures, ...problems];
  for (const { reason } of all) say(`! ${reason}`);
  if (all.length > 0) {
    say(
      `The login works, but ${all.length === 1 ? "one thing is" : `${all.length} things are`} in the way, see above.`,
    );
    return notReady;
  }
  say(`Ready: ${permissions}, and the org has what the access needs. Next: ${firstPreview(stackFolder, stack)}`);
  return 0;
}

/** Which org answers, and as whom the deployer is logged in. */
async function whoAndWhere(org: Org): Promise<string[]> {
  const { organizationId, userId } = await org.identity();
  const { instanceUrl, clientId } = org.login;
  const doing = "looking up the deployer";
  const [organization, [user]] = await Promise.all([
    org.organization(),
    org.query(`SELECT Id, Username FROM User WHERE Id = ${quoted(userId)}`, doing),
  ]);
  const kind = isProduction(organization) ? "a production org" : "no production org";
  const name = organization ? `${organization.name} (${organizationId}, ${organization.edition})` : organizationId;
  return [
    `Org: ${name}, ${kind}, at ${instanceUrl}`,
    `Deployer: ${user ? `${user.Username} (${userId})` : userId}, logged in with ${clientId ? `the app of consumer key ${clientId}` : "an app that is not known"}`,
  ];
}
