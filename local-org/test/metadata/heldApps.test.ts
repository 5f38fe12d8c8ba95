import { describe, expect, test } from "@jest/globals";
import { heldApps } from "./heldAppExamples.ts";
import { deployAll, losses, makeWhatTheyName, packageFiles, retrieved } from "./heldApps.ts";
import { deploy, deployerConnection, firstProblem, manifest, metadataFile, read, withOrg } from "./kit.ts";

const oauthPoliciesType = "ExtlClntAppOauthConfigurablePolicies";

function held(shape: keyof typeof heldApps) {
  const example = heldApps[shape];
  if (example === undefined) throw new Error(`There is no example of ${shape}.`);
  return example();
}

describe("apps as orgs hold them", () => {
  test.each(Object.keys(heldApps))("[eca.held-round-trip] %s: deploys, and every element comes back", async (shape) => {
    const { namespace = null, packages } = held(shape);
    await withOrg(
      async (local) => {
        await makeWhatTheyName(local, packages);
        for (const result of await deployAll(local, packages)) expect(result.errors).toEqual([]);
        expect(await losses(local, packages)).toEqual([]);
        // The same packages once more change nothing.
        const again = (await deployAll(local, packages.slice(-1)))[0];
        expect(again?.successes.filter(({ changed, componentType }) => changed && componentType !== "")).toEqual([]);
        expect(await losses(local, packages)).toEqual([]);
      },
      { settings: { namespace } },
    );
  });
});

test("[eca.zero-period] a policy that expires at once shows a period of 0 and no unit, or nothing when the setting says so", async () => {
  const { packages } = held("a policy whose refresh tokens expire at once, with a period of 0");
  await withOrg(async (local) => {
    await makeWhatTheyName(local, packages);
    await deployAll(local, packages);
    const policy = () => read(local, oauthPoliciesType, "Stock_Mirror_oauthPlcy");
    expect(await policy()).toMatchObject({ refreshTokenPolicyType: "Zero", refreshTokenValidityPeriod: "0" });
    expect(await policy()).not.toHaveProperty("refreshTokenValidityUnit");
    const rows = "SELECT RefreshTokenValidityPeriod FROM ExtlClntAppOauthPlcyCnfg";
    expect((await deployerConnection(local).query(rows)).records).toMatchObject([{ RefreshTokenValidityPeriod: 0 }]);
    local.org.settings.zeroRefreshTokenPeriod = "absent";
    expect(await policy()).not.toHaveProperty("refreshTokenValidityPeriod");
  });
});

test("[eca.infinite-period] a period of 0 that was given to a policy without an end comes back, and only then", async () => {
  const { packages } = held("a policy whose refresh tokens never end, with a period of 0 and empty elements");
  await withOrg(async (local) => {
    await makeWhatTheyName(local, packages);
    await deployAll(local, packages);
    const policy = () => read(local, oauthPoliciesType, "Harbour_Board_oauthPlcy");
    expect(await policy()).toMatchObject({ refreshTokenPolicyType: "Infinite", refreshTokenValidityPeriod: "0" });
    expect(await policy()).not.toHaveProperty("refreshTokenValidityUnit");
  });
});

test("[eca.empty-elements] an empty element takes a value away, and does not come back", async () => {
  const { packages } = held("a policy whose refresh tokens never end, with a period of 0 and empty elements");
  await withOrg(async (local) => {
    await makeWhatTheyName(local, packages);
    await deployAll(local, packages);
    expect(await read(local, "ExternalClientApplication", "Harbour_Board")).not.toHaveProperty("description");
    const { metadata } = deployerConnection(local);
    const update = (description: string) =>
      metadata.update("ExternalClientApplication", {
        fullName: "Harbour_Board",
        contactEmail: "integrations@example.com",
        description,
        distributionState: "Local",
        label: "Harbour board",
      } as never);
    expect(await update("Ships and berths")).toMatchObject({ success: true });
    expect(await read(local, "ExternalClientApplication", "Harbour_Board")).toMatchObject({
      description: "Ships and berths",
    });
    expect(await update("")).toMatchObject({ success: true });
    expect(await read(local, "ExternalClientApplication", "Harbour_Board")).not.toHaveProperty("description");
  });
});

test("[eca.policy-references] a policy names classes and users that are there, and follows a user who gets another name", async () => {
  const { packages } = held("a policy with a handler, a start URL, a timeout type and an action");
  await withOrg(async (local) => {
    expect(firstProblem((await deployAll(local, packages))[0] as never)).toBe(
      "In field: executeHandlerAs - no User named permit.exchange@integrations.example found",
    );
    await makeWhatTheyName(local, packages);
    await deployAll(local, packages);
    const [user] = local.org.records.find("User", { Username: "permit.exchange@integrations.example" });
    const [handler] = local.org.records.find("ApexClass", { Name: "OrderService" });
    expect(local.org.records.find("ExtlClntAppOauthPlcyCnfg")).toMatchObject([
      { ApexHandlerId: handler?.Id, ExecuteHandlerAsId: user?.Id, PolicyAction: "StepUpMFA" },
    ]);
    const renamed = { Id: String(user?.Id), Username: "permit.exchange@integrations.example.copy" };
    await deployerConnection(local).sobject("User").update(renamed);
    expect(await read(local, oauthPoliciesType, "Permit_Desk_oauthPlcy")).toMatchObject({
      apexHandler: "OrderService",
      executeHandlerAs: renamed.Username,
    });
  });
});

test("[eca.timeout-types] tokens in JWT format and guest flows bring the timeout type of a user's session", async () => {
  const { packages } = held("callbacks of other schemes, several in one element");
  const [whole] = packages;
  await withOrg(async (local) => {
    const files = packageFiles(whole as never);
    const global = "extlClntAppGlobalOauthSets/Field_Tablet_glbloauth.ecaGlblOauth";
    const policy = "extlClntAppOauthPolicies/Field_Tablet_oauthPlcy.ecaOauthPlcy";
    const changed = {
      ...files,
      [global]: String(files[global]).replace(/(isNamedUserJwtEnabled>)false/, "$1true"),
      [policy]: String(files[policy]).replace(/(isGuestCodeCredFlowEnabled>)false/, "$1true"),
    };
    expect((await deploy(local, changed)).errors).toEqual([]);
    expect(await read(local, oauthPoliciesType, "Field_Tablet_oauthPlcy")).toMatchObject({
      guestJwtSessionTimeoutType: "UserSession",
      namedUserJwtSessionTimeoutType: "UserSession",
    });
  });
});

test("[eca.relaxed-refresh-spelling] the policy that relaxes refresh tokens is written back in one spelling, whatever the case of its letters", async () => {
  const { app, packages } = held("enforced IP ranges that refresh tokens relax");
  await withOrg(async (local) => {
    const files = packageFiles(packages[0] as never);
    const path = `extlClntAppOauthPolicies/${app}_oauthPlcy.ecaOauthPlcy`;
    const documented = String(files[path]).replace("Enforce_relaxrefresh", "Enforce_RelaxRefresh");
    expect((await deploy(local, { ...files, [path]: documented })).errors).toEqual([]);
    expect(await read(local, oauthPoliciesType, `${app}_oauthPlcy`)).toMatchObject({
      ipRelaxationPolicyType: "Enforce_relaxrefresh",
    });
    const unknown = String(files[path]).replace("Enforce_relaxrefresh", "Relax");
    expect(firstProblem(await deploy(local, { ...files, [path]: unknown }))).toContain("Relax");
  });
});

test("[eca.start-page] a start URL stays beside every start page, and goes when there is none", async () => {
  const { app, packages } = held("a policy with a handler, a start URL, a timeout type and an action");
  await withOrg(async (local) => {
    await makeWhatTheyName(local, packages);
    await deployAll(local, packages);
    const policies = await read(local, "ExtlClntAppConfigurablePolicies", `${app}_plcy`);
    expect(policies).toMatchObject({ startPage: "OAuth", startUrl: "https://permits.example.com/home" });
    const files = packageFiles(packages[0] as never);
    const path = `extlClntAppPolicies/${app}_plcy.ecaPlcy`;
    const without = String(files[path]).replace("<startPage>OAuth<", "<startPage>None<");
    expect((await deploy(local, { ...files, [path]: without })).errors).toEqual([]);
    expect(await read(local, "ExtlClntAppConfigurablePolicies", `${app}_plcy`)).not.toHaveProperty("startUrl");
  });
});

test("[eca.security-settings] the settings of token addresses are listed, read and go with their app", async () => {
  const { app, packages } = held("six components and the settings of the org");
  const type = "ExtlClntAppOauthSecuritySettings";
  await withOrg(async (local) => {
    await deployAll(local, packages);
    // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
    const metadata = deployerConnection(local).metadata as any;
    const name = `${app}_defOauthSecuritySet`;
    expect([await metadata.list({ type })].flat()).toMatchObject([{ fullName: name, type }]);
    expect(await read(local, type, name)).toMatchObject({ externalClientApplication: app });
    expect(local.org.records.find(type)).toMatchObject([{ DeveloperName: name }]);
    const second = { fullName: "Another", externalClientApplication: app };
    expect(await metadata.create(type, second)).toMatchObject({
      success: false,
      errors: [{ message: `duplicate value found: ExternalClientApplicationId duplicates value on ${name}` }],
    });
    expect(await metadata.delete("ExternalClientApplication", app)).toMatchObject({ success: true });
    expect(await read(local, type, name)).toBeUndefined();
    expect(local.org.records.find(type)).toEqual([]);
  });
});

test("[eca.org-settings] the settings for all apps have two elements from API 64 on", async () => {
  await withOrg(async (local) => {
    const member = [{ type: "Settings", fullName: "ExternalClientApp" }] as const;
    const elementsAt = async (version: string) => {
      const file = (await retrieved(local, member, version))["settings/ExternalClientApp.settings"] ?? "";
      return [...file.matchAll(/<(enable\w+)>/g)].map(([, name]) => name);
    };
    const two = ["enableClientSecretInRestApiAccess", "enablePackageEcaOauthFromDevOrg"];
    for (const version of ["64.0", "65.0", "67.0"]) expect(await elementsAt(version)).toEqual(two);
    expect(await elementsAt("63.0")).toEqual([two[0], "enableConsumerSecretApiAccess", two[1]]);
  });
});

test("[eca.later-elements] a flag of a later release is written back, kept, and reset by a deploy without it", async () => {
  const { app, packages } = held("callbacks of other schemes, several in one element");
  const type = "ExtlClntAppGlobalOauthSettings";
  await withOrg(async (local) => {
    const files = packageFiles(packages[0] as never);
    const path = `extlClntAppGlobalOauthSets/${app}_glbloauth.ecaGlblOauth`;
    const flag = (value: boolean) => `<isTokenBoundToDevice>${value}</isTokenBoundToDevice>`;
    const withFlag = { ...files, [path]: String(files[path]).replace("<label>", `${flag(true)}<label>`) };
    expect(firstProblem(await deploy(local, withFlag))).toContain("isTokenBoundToDevice invalid at this location");
    local.org.settings.laterElements = [`${type}.isTokenBoundToDevice`];
    expect((await deploy(local, files)).errors).toEqual([]);
    expect(await read(local, type, `${app}_glbloauth`)).toMatchObject({ isTokenBoundToDevice: "false" });
    expect((await deploy(local, withFlag)).errors).toEqual([]);
    const members = [{ type, fullName: `${app}_glbloauth` }] as const;
    expect((await retrieved(local, members, "67.0"))[path]).toContain(flag(true));
    expect((await deploy(local, files)).errors).toEqual([]);
    expect((await retrieved(local, members, "67.0"))[path]).toContain(flag(false));
  });
});

test.each([
  ["ExternalClientApplication", "distributionState", "Hybrid", ""],
  ["ExtlClntAppOauthSettings", "commaSeparatedOauthScopes", "Quantum", "_oauth"],
  ["ExtlClntAppConfigurablePolicies", "startPage", "Tile", "_plcy"],
  [oauthPoliciesType, "ipRelaxationPolicyType", "EnforceForAdmins", "_oauthPlcy"],
  [oauthPoliciesType, "policyAction", "Pause", "_oauthPlcy"],
  [oauthPoliciesType, "refreshTokenPolicyType", "SpecificUses", "_oauthPlcy"],
  [oauthPoliciesType, "refreshTokenValidityUnit", "Years", "_oauthPlcy"],
])(
  "[eca.later-values] a value of a later release is taken and given back by the org that has it: %s.%s",
  (type, element, value, ending) => {
    const { app, packages } = held("callbacks of other schemes, several in one element");
    return withOrg(async (local) => {
      for (const { errors } of await deployAll(local, packages)) expect(errors).toEqual([]);
      const fullName = `${app}${ending}`;
      const { metadata } = deployerConnection(local);
      const write = async () => {
        const before = await read(local, type, fullName);
        return [await metadata.update(type as never, { ...before, fullName, [element]: value } as never)].flat()[0];
      };
      expect(JSON.stringify(await write())).toContain(value);
      expect(await read(local, type, fullName)).not.toMatchObject({ [element]: value });
      local.org.settings.laterElements = [`${type}.${element}=${value}`];
      expect(await write()).toMatchObject({ success: true });
      expect(await read(local, type, fullName)).toMatchObject({ [element]: value });
    });
  },
);

test("[eca.unseen-elements] attributes, addresses, levels and timeouts are read back, and shown in queries", async () => {
  const { app, packages } = held("sessions of high assurance, custom attributes, addresses for the end of a session");
  await withOrg(async (local) => {
    for (const { errors } of await deployAll(local, packages)) expect(errors).toEqual([]);
    expect(await read(local, oauthPoliciesType, `${app}_oauthPlcy`)).toMatchObject({
      customAttributes: { formula: "$User.Email", key: "mail" },
      requiredSessionLevel: "HIGH_ASSURANCE",
      sessionTimeoutInMinutes: "1440",
      singleLogoutUrl: "https://ledger.example.com/ciao",
    });
    expect(local.org.records.find("ExtlClntAppOauthPlcyCnfg")).toMatchObject([
      { RequiredSessionLevel: "HIGH_ASSURANCE", SingleLogoutUrl: "https://ledger.example.com/ciao" },
    ]);
  });
});

const partTypes = ["ExtlClntAppOauthIpRange", "ExtlClntAppOauthPlcyAttr", "ExtlClntAppOauthSetAttr"];
const rowTypes = ["ExtlClntAppOauthConsumer", ...partTypes];

test("[eca.part-rows] [eca.consumer-rows] rows keep their ids while their component says the same, refuse writes, and go with the app", async () => {
  const { app, packages } = held("sessions of high assurance, custom attributes, addresses for the end of a session");
  await withOrg(async (local) => {
    await deployAll(local, packages);
    const connection = deployerConnection(local);
    const ids = () => rowTypes.map((type) => local.org.records.find(type, {}, ["Id"]).map(({ Id }) => String(Id)));
    const before = ids();
    expect(before.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
    await deployAll(local, packages);
    const settings = await read(local, "ExtlClntAppOauthSettings", `${app}_oauth`);
    expect(
      await connection.metadata.update("ExtlClntAppOauthSettings", { ...settings, label: "Other" } as never),
    ).toMatchObject({ success: true });
    expect(local.org.records.find("ExtlClntAppOauthSettings")).toMatchObject([{ MasterLabel: "Other" }]);
    expect(ids()).toEqual(before);
    for (const [index, type] of rowTypes.entries()) {
      const Id = before[index]?.[0] ?? "";
      expect(await connection.sobject(type).retrieve(Id)).toMatchObject({ Id });
      const refused = { errorCode: "INVALID_TYPE_FOR_OPERATION" };
      await expect(connection.sobject(type).create({})).rejects.toMatchObject(refused);
      await expect(connection.sobject(type).update({ Id })).rejects.toMatchObject(refused);
      await expect(connection.sobject(type).destroy(Id)).rejects.toMatchObject(refused);
    }
    await connection.metadata.delete("ExternalClientApplication", app);
    expect(ids()).toEqual([[], [], [], []]);
  });
});

test("[eca.consumer-rows] global OAuth settings that an earlier version kept without a row get one when they are written", async () => {
  const { app, packages } = held("sessions of high assurance, custom attributes, addresses for the end of a session");
  const type = "ExtlClntAppGlobalOauthSettings";
  await withOrg(async (local) => {
    await deployAll(local, packages);
    const { records } = local.org;
    const [{ Id } = {}] = records.find("ExtlClntAppOauthConsumer");
    records.remove("ExtlClntAppOauthConsumer", String(Id));
    const consumerKey = (await read(local, type, `${app}_glbloauth`))?.consumerKey;
    const changed = {
      fullName: `${app}_glbloauth`,
      externalClientApplication: app,
      callbackUrl: "https://new.example",
    };
    const { metadata } = deployerConnection(local);
    expect(await metadata.update(type, changed as never)).toMatchObject({ success: true });
    expect(records.find("ExtlClntAppOauthConsumer")).toMatchObject([{ DeveloperName: `${app}_glbloauth` }]);
    expect(await read(local, type, `${app}_glbloauth`)).toMatchObject({
      callbackUrl: "https://new.example",
      consumerKey,
    });
    expect(await metadata.list({ type })).toHaveLength(1);
  });
});

describe("an org with a namespace of its own", () => {
  const example = "an org with a namespace of its own";

  test("[eca.own-namespace] satellites refer to their app with it, names and files do not carry it, rows show it", async () => {
    const { app, packages } = held(example);
    await withOrg(
      async (local) => {
        await makeWhatTheyName(local, packages);
        await deployAll(local, packages);
        const connection = deployerConnection(local);
        // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
        const [entry] = [await (connection.metadata as any).list({ type: "ExternalClientApplication" })].flat();
        expect(entry).toMatchObject({
          fullName: app,
          fileName: `externalClientApps/${app}.eca`,
          namespacePrefix: "nordbahn",
        });
        for (const name of [`${app}_oauth`, `nordbahn__${app}_oauth`])
          expect(await read(local, "ExtlClntAppOauthSettings", name)).toMatchObject({
            fullName: `${app}_oauth`,
            externalClientApplication: `nordbahn__${app}`,
          });
        const namespaceOf = async (type: string, where = "") =>
          (await connection.query(`SELECT NamespacePrefix FROM ${type} ${where}`)).records.map(
            ({ NamespacePrefix }) => NamespacePrefix,
          );
        expect(await namespaceOf("ExternalClientApplication")).toEqual(["nordbahn"]);
        expect(await namespaceOf("ExtlClntAppOauthSettings")).toEqual(["nordbahn"]);
        expect(await namespaceOf("PermissionSet", "WHERE Name = 'Rail_Sensors_Read'")).toEqual(["nordbahn"]);
        expect(await namespaceOf("Organization")).toEqual(["nordbahn"]);
        expect((await connection.metadata.describe()).organizationNamespace).toBe("nordbahn");
      },
      { settings: { namespace: "nordbahn" } },
    );
  });

  test("[eca.own-namespace] names are taken with and without it, and those of a package are not", async () => {
    const { app, packages } = held(example);
    await withOrg(
      async (local) => {
        await makeWhatTheyName(local, packages);
        const bare = Object.fromEntries(
          Object.entries(packageFiles(packages[0] as never)).map(([path, text]) => [
            path,
            text.replaceAll("nordbahn__", ""),
          ]),
        );
        expect((await deploy(local, bare)).errors).toEqual([]);
        expect(await losses(local, packages)).toEqual([]);
        const application = metadataFile(
          "ExternalClientApplication",
          "<contactEmail>a@example.com</contactEmail><label>Foreign</label>",
        );
        const named = (fullName: string) => ({
          "package.xml": manifest({ ExternalClientApplication: [fullName] }),
          [`externalClientApps/${fullName}.eca`]: application,
        });
        expect((await deploy(local, named("nordbahn__Second"))).errors).toEqual([]);
        expect(await read(local, "ExternalClientApplication", "Second")).toMatchObject({ fullName: "Second" });
        expect(firstProblem(await deploy(local, named(`other__${app}`)))).toContain("namespace: other");
      },
      { settings: { namespace: "nordbahn" } },
    );
  });

  test("[eca.own-namespace] the setting moves what the org holds, and a reset goes back to the one of the start", async () => {
    await withOrg(async (local) => {
      const post = (settings: object) =>
        fetch(`${local.url}/_local/settings`, { method: "POST", body: JSON.stringify(settings) });
      const classes = () => local.org.records.find("ApexClass", { Name: "OrderService" })[0]?.NamespacePrefix;
      const organization = () => local.org.records.find("Organization")[0]?.NamespacePrefix;
      expect([classes(), organization()]).toEqual([null, null]);
      expect((await post({ namespace: "nordbahn" })).status).toBe(200);
      expect([classes(), organization()]).toEqual(["nordbahn", "nordbahn"]);
      expect((await post({ namespace: "not a namespace" })).status).toBe(400);
      local.reset();
      expect([classes(), organization()]).toEqual([null, null]);
    });
  });
});

test("[metadata.permission-set-kept-elements] accesses to agents and dataspaces are kept as they came", async () => {
  await withOrg(async (local) => {
    const packages = [
      {
        version: 67,
        components: {
          PermissionSet: {
            Data_Readers: {
              agentAccesses: [{ agentName: "Claims_Helper", enabled: true }],
              dataspaceScopes: [{ dataAccessLevel: "Read", dataspace: "default", objectAccessLevel: "BY_POLICY" }],
              hasActivationRequired: false,
              label: "Data readers",
            },
          },
        },
      },
    ];
    expect((await deployAll(local, packages))[0]?.errors).toEqual([]);
    expect(await losses(local, packages)).toEqual([]);
    const older = (await retrieved(local, [{ type: "PermissionSet", fullName: "Data_Readers" }], "65.0"))[
      "permissionsets/Data_Readers.permissionset"
    ];
    expect(older).toContain("agentAccesses");
    expect(older).not.toContain("dataspaceScopes");
    const plain = metadataFile("PermissionSet", "<label>Data readers</label>");
    const files = {
      "package.xml": manifest({ PermissionSet: ["Data_Readers"] }),
      "permissionsets/Data_Readers.permissionset": plain,
    };
    expect((await deploy(local, files)).errors).toEqual([]);
    expect(await read(local, "PermissionSet", "Data_Readers")).not.toHaveProperty("agentAccesses");
  });
});
