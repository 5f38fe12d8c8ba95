import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { unzipSync } from "fflate";
import { createLocalOrg, type LocalOrg } from "../../src/server.ts";
import {
  appFiles,
  appName,
  deploy,
  deployerConnection,
  type Files,
  firstProblem,
  manifest,
  metadataFile,
  withOrg,
  zipOf,
} from "./kit.ts";
import { envelope, faultString, post } from "./soap.ts";

const application = "ExternalClientApplication";
const goodApplication = "<contactEmail>a@example.com</contactEmail><label>A</label>";

function applications(contents: Record<string, string>): Files {
  const files = Object.entries(contents).map(([name, elements]) => [
    `externalClientApps/${name}.eca`,
    metadataFile(application, elements),
  ]);
  return { "package.xml": manifest({ [application]: Object.keys(contents) }), ...Object.fromEntries(files) };
}

function names(local: LocalOrg): string[] {
  return local.org.records.find(application).map((row) => String(row.DeveloperName));
}

const single = { singlePackage: true, rollbackOnError: true };

/** Starts a deploy and answers its id. */
async function start(local: LocalOrg, files: Files): Promise<string> {
  return String((await deployerConnection(local).metadata.deploy(zipOf(files), single)).id);
}

async function status(local: LocalOrg, id: string): Promise<string> {
  return String((await deployerConnection(local).metadata.checkDeployStatus(id)).status);
}

test("[deploy.asynchronous] a deploy is queued, changes nothing while it runs, and then ends", async () => {
  await withOrg(async (local) => {
    local.org.settings.deployMs = 2000;
    const started = await deployerConnection(local).metadata.deploy(zipOf(appFiles()), single);
    expect(started).toMatchObject({ done: false, state: "Queued", id: expect.stringMatching(/^0Af\w{15}$/) });
    expect(await status(local, String(started.id))).toBe("InProgress");
    expect(names(local)).toEqual([]);
    const connection = deployerConnection(local);
    const job = connection.metadata.deploy(zipOf(applications({ Second: goodApplication })), single);
    const result = await job.complete(true);
    expect(result).toMatchObject({ status: "Succeeded", success: true, done: true });
    expect(names(local)).toEqual([appName, "Second"]);
  });
});

test("[deploy.one-after-another] a second deploy waits until the first has ended", async () => {
  await withOrg(async (local) => {
    local.org.settings.deployMs = 600_000;
    const first = await start(local, applications({ First: goodApplication }));
    const second = await start(local, applications({ Second: goodApplication }));
    expect([await status(local, first), await status(local, second)]).toEqual(["InProgress", "Pending"]);
  });
});

test("[deploy.survives-restart] queued deploys go on and results stay after a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "local-org-"));
  try {
    const databaseFile = join(folder, "org.db");
    let local = await createLocalOrg({ databaseFile, settings: { deployMs: 0 } });
    const ended = (await deploy(local, applications({ Ended: goodApplication }))).id;
    local.org.settings.deployMs = 100;
    const queued = await start(local, applications({ Queued: goodApplication }));
    await local.stop();
    await new Promise((resolve) => setTimeout(resolve, 150));
    local = await createLocalOrg({ databaseFile });
    try {
      expect([await status(local, ended), await status(local, queued)]).toEqual(["Succeeded", "Succeeded"]);
      expect(names(local)).toEqual(["Ended", "Queued"]);
    } finally {
      await local.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("[deploy.cancel] a waiting deploy is cancelled for good, an ended one cannot be", async () => {
  await withOrg(async (local) => {
    const ended = (await deploy(local, applications({ Ended: goodApplication }))).id;
    const cancel = (id: string) => post(local, envelope(local, `<cancelDeploy><id>${id}</id></cancelDeploy>`));
    expect(faultString(await cancel(ended))).toBe("INVALID_ID_FIELD: Deployment already completed");
    expect(faultString(await cancel("0Af000000000000AAA"))).toBe("INVALID_ID_FIELD: Invalid deploy ID");
    local.org.settings.deployMs = 600_000;
    const id = await start(local, applications({ Waiting: goodApplication }));
    expect((await cancel(id)).body).toContain(`<result><done>true</done><id>${id}</id></result>`);
    expect(await status(local, id)).toBe("Canceled");
    const { body } = await post(local, envelope(local, `<checkDeployStatus><id>${id}</id></checkDeployStatus>`));
    expect(body).toContain(`<result><canceledBy>${local.org.deployer.userId.slice(0, 15)}</canceledBy>`);
    expect(names(local)).toEqual(["Ended"]);
  });
});

test("[deploy.check-only] a check answers like a deploy and keeps nothing", async () => {
  await withOrg(async (local) => {
    const result = await deploy(local, appFiles(), { checkOnly: true });
    expect(result).toMatchObject({ status: "Succeeded", numberComponentsDeployed: 3 });
    expect(result.successes.find((message) => message.fullName === appName)).toMatchObject({ created: true });
    expect(names(local)).toEqual([]);
    expect(local.org.documents.list("metadata.ExtlClntAppGlobalOauthSettings")).toEqual([]);
  });
});

test("[deploy.perform-retrieve] what the package names is read back, unless the deploy failed or only checked", async () => {
  await withOrg(async (local) => {
    const connection = deployerConnection(local);
    const retrieved = async (files: Files, options: Record<string, unknown>) => {
      const { id } = await connection.metadata.deploy(zipOf(files), { singlePackage: true, ...options });
      const { details } = await connection.metadata.checkDeployStatus(String(id), true);
      return (details as { retrieveResult?: { status: string; zipFile: string } }).retrieveResult;
    };
    const all = { performRetrieve: true, rollbackOnError: true };
    const result = await retrieved(applications({ Good: goodApplication }), all);
    expect(result?.status).toBe("Succeeded");
    const zip = unzipSync(Buffer.from(String(result?.zipFile), "base64"));
    expect(Object.keys(zip)).toEqual(["externalClientApps/Good.eca", "package.xml"]);
    expect(await retrieved(applications({ Good: goodApplication }), { rollbackOnError: true })).toBeUndefined();
    expect(await retrieved(applications({ Good: goodApplication }), { ...all, checkOnly: true })).toBeUndefined();
    expect(await retrieved(applications({ Bad: "<label>B</label>" }), all)).toBeUndefined();
  });
});

test("[deploy.manifest-entry] package.xml is a success of its own that is not counted", async () => {
  await withOrg(async (local) => {
    const result = await deploy(local, applications({ App: goodApplication }));
    expect(result.numberComponentsTotal).toBe(1);
    expect(result.successes[0]).toMatchObject({ fullName: "package.xml", changed: true, created: false });
    expect(result.successes[0]).not.toHaveProperty("id");
    const again = await deploy(local, applications({ App: goodApplication }));
    expect(again.successes[1]).toMatchObject({ fullName: "App", created: false, changed: false });
  });
});

test("[deploy.no-manifest] a package without package.xml fails", async () => {
  await withOrg(async (local) => {
    const result = await deploy(local, { "externalClientApps/App.eca": metadataFile(application, goodApplication) });
    expect(result.errors).toMatchObject([{ problem: "No package.xml found", fileName: "package.xml" }]);
    const broken = await deploy(local, { "package.xml": "<Package>" });
    expect(firstProblem(broken)).toMatch(/^Error parsing file: /);
  });
});

test("[deploy.package-folders] packages lie at the top, in the one folder, or in a folder each", async () => {
  await withOrg(async (local) => {
    const inside = (folder: string, files: Files) =>
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
    expect((await deploy(local, inside("unpackaged", applications({ One: goodApplication })))).errors).toEqual([]);
    const two = {
      ...inside("a", applications({ Two: goodApplication })),
      ...inside("b", applications({ Three: goodApplication })),
    };
    expect((await deploy(local, two, { singlePackage: false })).errors).toEqual([]);
    expect(names(local)).toEqual(["One", "Two", "Three"]);
    const atTop = await deploy(local, applications({ Four: goodApplication }), { singlePackage: false });
    expect(firstProblem(atTop)).toBe("No package.xml found");
  });
});

const _namespace = "http://soap.sforce.com/2006/04/metadata";

/** Deploys one application with these elements and looks at what the parser says about its third line. */
async function _expectProblem(elements: string, problem: string): Promise<void> {
  await withOrg(async (local) => {
    const result = await deploy(local, applications({ App: elements }));
    expect(result.errors).toMatchObject([{ problem, fullName: "App", lineNumber: 3 }]);
  });
}

test("[deploy.scattered-siblings] groups of one name must stand together, in any order of groups", async () => {
  await withOrg(async (local) => {
    const permission = (name: string) =>
      `<userPermissions><enabled>true</enabled><name>${name}</name></userPermissions>`;
    const files = (elements: string) => ({
      "package.xml": manifest({ PermissionSet: ["Set"] }),
      "permissionsets/Set.permissionset": metadataFile("PermissionSet", elements),
    });
    const scattered = `${permission("ApiEnabled")}<label>S</label>${permission("ApexRestServices")}`;
    expect(firstProblem(await deploy(local, files(scattered)))).toBe(
      "Error parsing file: Element userPermissions is duplicated at this location in type PermissionSet",
    );
    const together = `${permission("ApiEnabled")}${permission("ApexRestServices")}<label>S</label>`;
    expect((await deploy(local, files(together))).errors).toEqual([]);
  });
});

test("[deploy.zip-safety] paths that leave the zip and broken zips fail the deploy as a whole", async () => {
  await withOrg(async (local) => {
    for (const path of ["../evil.eca", "/etc/evil.eca", "externalClientApps/..\\evil.eca", "a/../../b"]) {
      const result = await deploy(local, { ...applications({ App: goodApplication }), [path]: "x" });
      expect(result).toMatchObject({ status: "Failed", errors: [{ fileName: "package.xml" }] });
      expect(names(local)).toEqual([]);
    }
    const started = await deployerConnection(local).metadata.deploy(Buffer.from("no zip"), single);
    expect(await status(local, String(started.id))).toBe("Failed");
  });
});

test("[deploy.unserved-type] a type that the local org does not have fails by name", async () => {
  await withOrg(async (local) => {
    const files = {
      "package.xml": manifest({ CustomObject: ["Thing__c"] }),
      "objects/Thing__c.object": metadataFile("CustomObject", "<label>T</label>"),
    };
    const result = await deploy(local, files);
    expect(result.errors).toMatchObject([
      {
        componentType: "CustomObject",
        fullName: "Thing__c",
        problem: "The local org does not have metadata of type CustomObject",
      },
    ]);
  });
});

test("[deploy.asynchronous] a result without details tells no components", async () => {
  await withOrg(async (local) => {
    const id = await start(local, applications({ App: goodApplication }));
    const call = `<checkDeployStatus><asyncProcessId>${id}</asyncProcessId><includeDetails>false</includeDetails></checkDeployStatus>`;
    const { body } = await post(local, envelope(local, call));
    expect(body).toContain("<details><runTestResult><numFailures>0</numFailures>");
    expect(body).not.toContain("componentSuccesses");
    const order = [
      ...body.matchAll(/<(checkOnly|createdBy|done|id|numberComponentsTotal|startDate|status|success|zipSize)>/g),
    ];
    expect(order.map((match) => match[1])).toEqual([
      "checkOnly",
      "createdBy",
      "done",
      "id",
      "numberComponentsTotal",
      "startDate",
      "status",
      "success",
      "zipSize",
    ]);
    const older = await post(local, envelope(local, call), "63.0");
    expect(older.body).not.toContain("zipSize");
  });
});
