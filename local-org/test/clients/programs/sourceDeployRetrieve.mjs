/** What the libraries under the Salesforce CLI do with an org, told as JSON, one line each. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { INSTANCE_URL, ACCESS_TOKEN, USERNAME_OF_ORG, MODULES } = process.env;
const installed = createRequire(join(MODULES, "package.json"));
const { AuthInfo, Connection, Org } = installed("@salesforce/core");
const { ComponentSet } = installed("@salesforce/source-deploy-retrieve");

const tell = (facts) => console.log(JSON.stringify(facts));
const pollMs = 50;
const timeoutSeconds = 30;

const authInfo = await AuthInfo.create({
  username: USERNAME_OF_ORG,
  accessTokenOptions: { accessToken: ACCESS_TOKEN, instanceUrl: INSTANCE_URL, loginUrl: INSTANCE_URL },
});
await authInfo.save();
const connection = await Connection.create({ authInfo });
const org = await Org.create({ connection });
tell({
  username: authInfo.getUsername(),
  apiVersion: connection.getApiVersion(),
  tracksSource: await org.supportsSourceTracking(),
});

const directory = join("force-app", "permissionsets");
mkdirSync(directory, { recursive: true });
writeFileSync(
  join(directory, "Tour.permissionset-meta.xml"),
  '<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Tour</label></PermissionSet>\n',
);
for (const rest of [false, true]) {
  const deploy = await ComponentSet.fromSource("force-app").deploy({
    usernameOrConnection: connection,
    apiOptions: { rest },
  });
  const result = await deploy.pollStatus(pollMs, timeoutSeconds);
  const files = result.getFileResponses().map(({ fullName, state }) => `${fullName} ${state}`);
  tell({ deploy: rest ? "REST" : "SOAP", status: result.response.status, files });
}

const wanted = new ComponentSet([
  { fullName: "*", type: "PermissionSet" },
  { fullName: "Nobody", type: "Profile" },
]);
const retrieve = await wanted.retrieve({ usernameOrConnection: connection, output: "force-app", merge: true });
const retrieved = await retrieve.pollStatus(pollMs, timeoutSeconds);
tell({
  retrieve: retrieved.response.status,
  messages: [retrieved.response.messages ?? []].flat().map(({ problem }) => problem),
  label: /<label>(.*)<\/label>/.exec(
    readFileSync(retrieved.getFileResponses().find(({ filePath }) => filePath).filePath, "utf8"),
  )[1],
});
