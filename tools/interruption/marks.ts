import { Connection } from "jsforce";

const mark = / ?\[pulumi[^\]]*\]$/;
const apps = "ExternalClientApplication" as never;

/** Takes every mark of a stack from an org, through the org's own interfaces: nobody's is then what it holds. */
export async function takeMarksAway(instanceUrl: string, accessToken: string): Promise<void> {
  const org = new Connection({ instanceUrl, accessToken, version: "67.0" });
  for (const type of ["PermissionSet", "Profile"]) {
    const { records } = await org.query(`SELECT Id, Description FROM ${type}`);
    const marked = records.filter(({ Description }) => mark.test(String(Description)));
    for (const { Id, Description } of marked) {
      await org.sobject(type).update({ Id: String(Id), Description: String(Description).replace(mark, "") });
    }
  }
  const { records: users } = await org.query("SELECT Id FROM User WHERE Division LIKE 'pulumi%'");
  for (const { Id } of users) await org.sobject("User").update({ Id: String(Id), Division: null });
  for (const { fullName } of await org.metadata.list({ type: "ExternalClientApplication" })) {
    const app = (await org.metadata.read(apps, fullName)) as unknown as { description?: string };
    const description = (app.description ?? "").replace(mark, "");
    const results = [await org.metadata.update(apps, { ...app, fullName, description } as never)].flat();
    if (!results.every(({ success }) => success)) throw new Error(`App ${fullName}: ${JSON.stringify(results)}`);
  }
}
