/** Deploys, over SOAP and REST. */
import { setTimeout as pause } from "node:timers/promises";
import { errorOf } from "../api.ts";
import { closedPolicies, deleteApp, newApp, parentElement, types } from "../apps.ts";
import type { Asker } from "../asker.ts";
import type { Check, Kind } from "../check.ts";
import { expectDeployed } from "../deploys.ts";
import { expectLike, expectThat, Unaskable } from "../expectation.ts";
import { type Json, send } from "../http.ts";
import { type DeployResult, type Files, faultOf, fileOf, listOf, manifestOf, namespace, zipOf } from "../metadata.ts";

const apps: readonly Kind[] = ["external client apps"];

const goodApplication = "<contactEmail>conformance@example.com</contactEmail><label>Conformance</label>";
const badApplication = "<label>Conformance</label>";

/** A package of applications, which are deleted in the end. */
function applications(asker: Asker, contents: { [name: string]: string }, version = asker.target.apiVersion): Files {
  const names = Object.keys(contents);
  for (const name of names) asker.later(() => deleteApp(asker, name));
  const files = Object.entries(contents).map(([name, elements]) => [
    `externalClientApps/${name}.eca`,
    fileOf(types.application, elements),
  ]);
  return { "package.xml": manifestOf({ [types.application]: names }, version), ...Object.fromEntries(files) };
}

const exists = async ({ metadata }: Asker, name: string): Promise<boolean> =>
  (await metadata.read(types.application, name)) !== undefined;

const messageOf = ({ successes }: DeployResult, fullName: string) =>
  successes.find((message) => message.fullName === fullName);

/** A rule about an element that the parser refuses, by its problem. */
function refusedElements(id: string, elements: string, problem: string): Check {
  return {
    id,
    makes: apps,
    async ask(asker) {
      const name = asker.name();
      const { status, failures } = await asker.metadata.deploy(applications(asker, { [name]: elements }));
      expectLike({ status, failures }, { status: "Failed", failures: [{ fullName: name, problem, lineNumber: "3" }] });
    },
  };
}

/** Starts a deploy over REST. */
function deployOverRest({ target }: Asker, files: Files, partNames: readonly [options: string, zip: string]) {
  const form = new FormData();
  const options = JSON.stringify({ deployOptions: { singlePackage: true, rollbackOnError: true } });
  form.append(partNames[0], new Blob([options], { type: "application/json" }));
  form.append(partNames[1], new Blob([new Uint8Array(zipOf(files))], { type: "application/zip" }), "deploy.zip");
  return send(`${target.instanceUrl}${deployRequest(target.apiVersion)}`, {
    method: "POST",
    headers: { authorization: `Bearer ${target.accessToken}` },
    body: form,
  });
}

const deployRequest = (version: string) => `/services/data/v${version}/metadata/deployRequest`;

/** The result of a deploy over REST, once it has ended. */
async function endOverRest({ api }: Asker, id: string): Promise<Json> {
  for (let wait = 50; wait < 600_000; wait *= 1.5) {
    const { body } = await api.call("GET", `/metadata/deployRequest/${id}?includeDetails=true`);
    if (body?.deployResult?.done === true) return body.deployResult;
    await pause(Math.min(wait, 5_000));
  }
  throw new Unaskable(`The deploy ${id} does not end.`);
}

const runs: readonly Check[] = [
  {
    id: "deploy.asynchronous",
    makes: apps,
    async ask(asker) {
      const files = applications(asker, { [asker.name()]: goodApplication });
      const zip = Buffer.from(zipOf(files)).toString("base64");
      const { result } = await asker.metadata.call(
        `<deploy><ZipFile>${zip}</ZipFile><DeployOptions><singlePackage>true</singlePackage></DeployOptions></deploy>`,
      );
      expectLike(result, { done: "false", id: /^0Af\w{15}$/, state: "Queued" });
      const status = `<checkDeployStatus><asyncProcessId>${result.id}</asyncProcessId></checkDeployStatus>`;
      for (let wait = 50; ; wait *= 2) {
        const { result: now } = await asker.metadata.call(status);
        if (now.done === "true") return expectLike(now.status, "Succeeded");
        expectLike(now.status, /^(Pending|InProgress|Finalizing)/);
        if (wait > 600_000) throw new Unaskable("The deploy does not end.");
        await pause(Math.min(wait, 5_000));
      }
    },
  },
  {
    id: "deploy.cancel",
    makes: apps,
    async ask(asker) {
      const { id } = await asker.metadata.deploy(applications(asker, { [asker.name()]: goodApplication }));
      const cancel = async (deploy: string) =>
        faultOf(await asker.metadata.post(`<cancelDeploy><String>${deploy}</String></cancelDeploy>`));
      expectLike(await cancel(id), /^INVALID_ID_FIELD: Deployment already completed/);
      expectLike(await cancel("0Af000000000000AAA"), /^INVALID_ID_FIELD: Invalid deploy ID/);
    },
  },
  {
    id: "deploy.perform-retrieve",
    makes: apps,
    async ask(asker) {
      const name = asker.name();
      const deployed = await asker.metadata.deploy(applications(asker, { [name]: goodApplication }), {
        performRetrieve: true,
      });
      expectLike(deployed, { status: "Succeeded", result: { details: { retrieveResult: { success: "true" } } } });
      const files = listOf(deployed.result.details.retrieveResult.fileProperties).map(({ fullName }) =>
        String(fullName),
      );
      expectThat(files.includes(name), `${name} among the files`, files);
    },
  },
  {
    id: "deploy.check-only",
    makes: apps,
    async ask(asker) {
      const name = asker.name();
      const checked = await asker.metadata.deploy(applications(asker, { [name]: goodApplication }), {
        checkOnly: true,
      });
      expectLike(checked, { status: "Succeeded", result: { checkOnly: "true" } });
      expectLike(messageOf(checked, name), { created: "true", success: "true" });
      expectLike(await exists(asker, name), false);
    },
  },
  {
    id: "deploy.validation-without-tests",
    makes: apps,
    async ask(asker) {
      const files = applications(asker, { [asker.name()]: goodApplication });
      const { id } = await asker.metadata.deploy(files, { checkOnly: true, testLevel: "NoTestRun" });
      const call = `<deployRecentValidation><validationId>${id}</validationId></deployRecentValidation>`;
      const fault = faultOf(await asker.metadata.post(call));
      expectLike(fault, /^INVALID_ID_FIELD: Source validate did not run tests in the org/);
    },
  },
  {
    id: "deploy.rollback",
    makes: apps,
    async ask(asker) {
      const [good, bad] = [asker.name(), asker.name()];
      const result = await asker.metadata.deploy(
        applications(asker, { [good]: goodApplication, [bad]: badApplication }),
      );
      expectLike(result, {
        status: "Failed",
        result: {
          success: "false",
          numberComponentsTotal: "2",
          numberComponentsDeployed: "1",
          numberComponentErrors: "1",
        },
        failures: [{ fullName: bad }],
      });
      expectLike(messageOf(result, good), { created: "true" });
      expectLike(await exists(asker, good), false);
    },
  },
  {
    id: "deploy.partial",
    makes: apps,
    async ask(asker) {
      const { IsSandbox, OrganizationType } = await asker.api.one(
        "SELECT IsSandbox, OrganizationType FROM Organization",
      );
      const [good, bad] = [asker.name(), asker.name()];
      const files = applications(asker, { [good]: goodApplication, [bad]: badApplication });
      const answer = await asker.metadata.deploy(files, { rollbackOnError: false });
      if (answer.status === "Failed" && !IsSandbox)
        throw new Unaskable(`A production org (${OrganizationType}) always rolls back.`);
      expectLike(answer, { status: "SucceededPartial", result: { success: "false" } });
      expectLike([await exists(asker, good), await exists(asker, bad)], [true, false]);
    },
  },
  {
    id: "deploy.manifest-entry",
    makes: apps,
    async ask(asker) {
      const result = await asker.metadata.deploy(applications(asker, { [asker.name()]: goodApplication }));
      expectLike(result.result.numberComponentsTotal, "1");
      expectLike(messageOf(result, "package.xml"), { changed: "true", created: "false", id: undefined });
    },
  },
  {
    id: "deploy.warnings",
    makes: apps,
    async ask(asker) {
      const [name, more] = [asker.name(), asker.name()];
      const files = {
        ...applications(asker, { [name]: goodApplication }),
        [`externalClientApps/${more}.eca`]: fileOf(types.application, goodApplication),
      };
      const strict = await asker.metadata.deploy(files);
      expectLike(strict, { status: "Failed", failures: [{ problemType: "Warning" }] });
      const lenient = await asker.metadata.deploy(files, { ignoreWarnings: true });
      expectLike(lenient, { status: "Succeeded", failures: [] });
      expectThat(
        lenient.successes.some(({ problemType }) => problemType === "Warning"),
        "the warning among the successes",
        lenient.successes,
      );
      expectLike([await exists(asker, name), await exists(asker, more)], [true, false]);
    },
  },
];

const packages: readonly Check[] = [
  {
    id: "deploy.no-manifest",
    async ask(asker) {
      const files = { "externalClientApps/App.eca": fileOf(types.application, goodApplication) };
      expectLike(await asker.metadata.deploy(files), {
        status: "Failed",
        failures: [{ problem: "No package.xml found", fileName: "package.xml" }],
      });
    },
  },
  {
    id: "deploy.missing-file",
    async ask(asker) {
      const name = asker.name();
      const files = {
        "package.xml": manifestOf({ [types.application]: [name] }, asker.target.apiVersion),
        [`externalClientApps/${name}.eca-meta.xml`]: fileOf(types.application, goodApplication),
      };
      expectLike(await asker.metadata.deploy(files, { ignoreWarnings: true }), {
        status: "Failed",
        failures: [
          {
            problem: `An object '${name}' of type ${types.application} was named in package.xml, but was not found in zipped directory`,
            problemType: "Error",
            fullName: name,
            fileName: "package.xml",
          },
        ],
      });
    },
  },
  {
    id: "deploy.not-in-manifest",
    makes: apps,
    async ask(asker) {
      const files = {
        ...applications(asker, { [asker.name()]: goodApplication }),
        [`externalClientApps/${asker.name()}.eca`]: fileOf(types.application, goodApplication),
      };
      const { failures } = await asker.metadata.deploy(files);
      expectLike(failures, [{ problem: "Not in package.xml", problemType: "Warning" }]);
    },
  },
  {
    id: "deploy.wildcard",
    makes: apps,
    async ask(asker) {
      const [one, two] = [asker.name(), asker.name()];
      const files = {
        ...applications(asker, { [one]: goodApplication, [two]: goodApplication }),
        "package.xml": manifestOf({ [types.application]: ["*"] }, asker.target.apiVersion),
      };
      expectLike((await asker.metadata.deploy(files)).status, "Succeeded");
      expectLike([await exists(asker, one), await exists(asker, two)], [true, true]);
    },
  },
  {
    id: "deploy.package-folders",
    makes: apps,
    async ask(asker) {
      const inside = (folder: string, files: Files) =>
        Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
      const [one, two, three] = [asker.name(), asker.name(), asker.name()];
      const single = inside("unpackaged", applications(asker, { [one]: goodApplication }));
      expectLike((await asker.metadata.deploy(single)).status, "Succeeded");
      const several = {
        ...inside("a", applications(asker, { [two]: goodApplication })),
        ...inside("b", applications(asker, { [three]: goodApplication })),
      };
      expectLike((await asker.metadata.deploy(several, { singlePackage: false })).status, "Succeeded");
    },
  },
  {
    id: "deploy.destructive-missing",
    async ask(asker) {
      const name = asker.name();
      const files = {
        "package.xml": manifestOf({}, asker.target.apiVersion),
        "destructiveChanges.xml": manifestOf({ [types.application]: [name] }, asker.target.apiVersion),
      };
      expectLike(await asker.metadata.deploy(files), {
        status: "Failed",
        failures: [
          {
            problem: `No ${types.application} named: ${name} found`,
            problemType: "Warning",
            fullName: "destructiveChanges.xml",
            fileName: "destructiveChanges.xml",
            componentType: types.application,
          },
        ],
      });
      expectLike((await asker.metadata.deploy(files, { ignoreWarnings: true })).status, "Succeeded");
    },
  },
  {
    id: "deploy.destructive-order",
    makes: apps,
    async ask(asker) {
      const name = asker.name();
      const files = applications(asker, { [name]: goodApplication });
      const id = async () =>
        (await asker.api.records(`SELECT Id FROM ExternalClientApplication WHERE DeveloperName = '${name}'`))[0]?.Id;
      expectLike((await asker.metadata.deploy(files)).status, "Succeeded");
      const before = await id();
      const destroy = manifestOf({ [types.application]: [name] }, asker.target.apiVersion);
      const replaced = await asker.metadata.deploy({ ...files, "destructiveChangesPre.xml": destroy });
      expectLike(replaced.status, "Succeeded");
      expectThat((await id()) !== before, "another application in the place of the deleted one", before);
      await asker.metadata.deploy({ ...files, "destructiveChangesPost.xml": destroy });
      expectLike(await exists(asker, name), false);
    },
  },
  {
    id: "deploy.zip-safety",
    async ask(asker) {
      const broken = Buffer.from("this is no zip").toString("base64");
      const call = `<deploy><ZipFile>${broken}</ZipFile><DeployOptions><singlePackage>true</singlePackage></DeployOptions></deploy>`;
      const answer = await asker.metadata.post(call);
      if (answer.status === 500) return expectLike(faultOf(answer), /^[A-Z_]+: /);
      const { result } = await asker.metadata.call(call);
      for (let wait = 50; wait < 60_000; wait *= 2) {
        const status = `<checkDeployStatus><asyncProcessId>${result.id}</asyncProcessId></checkDeployStatus>`;
        const { result: now } = await asker.metadata.call(status);
        if (now.done === "true") return expectLike(now.status, "Failed");
        await pause(wait);
      }
      throw new Unaskable("The deploy does not end.");
    },
  },
];

const files: readonly Check[] = [
  refusedElements(
    "deploy.unknown-element",
    `${goodApplication}<nonsense>1</nonsense>`,
    `Error parsing file: Element {${namespace}}nonsense invalid at this location in type ${types.application}`,
  ),
  refusedElements(
    "deploy.scattered-siblings",
    `${goodApplication}<contactEmail>b@example.com</contactEmail>`,
    `Error parsing file: Element contactEmail is duplicated at this location in type ${types.application}`,
  ),
  refusedElements(
    "deploy.bad-enum",
    `${goodApplication}<distributionState>Global</distributionState>`,
    "'Global' is not a valid value for the enum 'ExtlClntAppDistState'",
  ),
  refusedElements(
    "deploy.bad-literal",
    `${goodApplication}<isProtected>maybe</isProtected>`,
    "Error parsing file: 'maybe' is not valid for the type xsd:boolean",
  ),
  {
    id: "deploy.property-version",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, { oauthPolicies: closedPolicies() });
      const fullName = `${app}_oauthPlcy`;
      const deployed = (version: string) =>
        asker.metadata.deploy({
          "package.xml": manifestOf({ [types.oauthPolicies]: [fullName] }, version),
          [`extlClntAppOauthPolicies/${fullName}.ecaOauthPlcy`]: fileOf(
            types.oauthPolicies,
            `${parentElement(app)}<isNamedUserJwtEnabled>false</isNamedUserJwtEnabled>`,
          ),
        });
      const problem = "Property 'isNamedUserJwtEnabled' not valid in version 67.0";
      expectLike(await deployed("67.0"), { status: "Failed", failures: [{ problem }] });
      await expectDeployed(deployed("63.0"));
    },
  },
  {
    id: "deploy.required-element",
    async ask(asker) {
      const name = asker.name();
      const files = {
        "package.xml": manifestOf({ [types.oauthSettings]: [name] }, asker.target.apiVersion),
        [`extlClntAppOauthSettings/${name}.ecaOauth`]: fileOf(types.oauthSettings, "<label>S</label>"),
      };
      const { status, failures } = await asker.metadata.deploy(files);
      expectLike(
        { status, failures },
        { status: "Failed", failures: [{ problem: "Required field is missing: externalClientApplication" }] },
      );
    },
  },
];

const rest: readonly Check[] = [
  {
    id: "deploy.rest",
    makes: apps,
    async ask(asker) {
      for (const parts of [
        ["json", "file"],
        ["entity_content", "file"],
      ] as const) {
        const name = asker.name();
        const started = await deployOverRest(asker, applications(asker, { [name]: goodApplication }), parts);
        expectLike(started, { status: 201, body: { id: /^0Af/, deployResult: { done: false, success: false } } });
        expectLike(await endOverRest(asker, started.body.id), {
          status: "Succeeded",
          success: true,
          numberComponentsDeployed: 1,
          errorMessage: null,
          details: { componentFailures: [] },
        });
      }
    },
  },
  {
    id: "deploy.rest-cancel",
    makes: apps,
    async ask(asker) {
      const started = await deployOverRest(asker, applications(asker, { [asker.name()]: goodApplication }), [
        "json",
        "file",
      ]);
      expectLike(started.status, 201);
      const path = `/metadata/deployRequest/${started.body.id}`;
      const canceled = await asker.api.call("PATCH", path, { deployResult: { status: "Canceling" } });
      if (canceled.status === 400) {
        expectLike(errorOf(canceled).status, 400);
        throw new Unaskable("The deploy had ended before it could be cancelled.");
      }
      expectLike(canceled, { status: 202, body: { deployResult: { status: /^Cancel/ } } });
      await endOverRest(asker, started.body.id);
    },
  },
];

export const deployChecks: readonly Check[] = [...runs, ...packages, ...files, ...rest];
