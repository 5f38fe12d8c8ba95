import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLocalOrg, type LocalOrg } from "local-salesforce-org";
import { quietCli } from "../../local-org/test/clients/salesforceCli.ts";
import { login, verdict } from "../../local-org/test/oauth/login.ts";
import { type SelfSigned, selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { CommandError } from "../../operations/commandLine.ts";
import { type Effort, withEffort } from "./effort.ts";
import { runInterruptible } from "./interruptibleProgram.ts";
import { type LoggedRequest, OrgControl } from "./orgControl.ts";

const files = fileURLToPath(new URL("./programs/script", import.meta.url));
const settingsFile = join("force-app", "extlClntAppGlobalOauthSets", "WxCC_SCV_glbloauth.ecaGlblOauth-meta.xml");
const username = "scv.integration@benchmark.example.com";

/** What a run of the script took. */
export interface ScriptSample extends Effort {
  requests: LoggedRequest[];
}

/**
 * Makes the access in a new org by `programs/script/access.sh`, and proves that it is one.
 *
 * @param options.cli program of the Salesforce CLI
 * @param options.parent folder that the caller removes
 * @throws CommandError with the end of what the script said when it fails, or when its access lets nobody in
 */
export async function runScript(options: {
  cli: string;
  latencyMs: number;
  parent: string;
  stop: () => AbortSignal;
}): Promise<ScriptSample> {
  const { cli, latencyMs, parent, stop } = options;
  const folder = await mkdtemp(join(parent, "script-"));
  const local = await createLocalOrg({ tls: { directory: folder } });
  try {
    const key = await layFiles(folder, cli);
    const env = environmentIn(folder, local);
    const run = async (program: string, programArguments: string[]) => {
      const { exitCode, stdout, stderr } = await runInterruptible(program, programArguments, {
        cwd: folder,
        env,
        stop: stop(),
      });
      if (exitCode !== 0) {
        const said = `${stdout}${stderr}`.trim().split("\n").slice(-30).join("\n");
        throw new CommandError(`"${[program, ...programArguments].join(" ")}" failed:\n${said}`);
      }
    };
    // A person has logged in long before.
    const url = String(local.secure?.url);
    await run("sf", ["org", "login", "access-token", "--instance-url", url, "--alias", "bench", "--no-prompt"]);
    const control = new OrgControl(local.url);
    await control.setLatency(latencyMs);
    await control.takeRequests();
    const { result: _, ...effort } = await withEffort(() => run("sh", ["access.sh"]));
    const requests = await control.takeRequests();
    await expectAccess(local, key, await readFile(join(folder, settingsFile), "utf8"));
    return { ...effort, requests };
  } finally {
    await local.stop();
  }
}

/** The files of the script, with a new certificate among them. */
async function layFiles(folder: string, cli: string): Promise<SelfSigned> {
  await cp(files, folder, { recursive: true });
  const key = selfSigned();
  const settings = join(folder, settingsFile);
  await writeFile(settings, (await readFile(settings, "utf8")).replace("CERTIFICATE", key.certificatePem));
  await mkdir(join(folder, "bin"));
  await symlink(cli, join(folder, "bin", "sf"));
  return key;
}

function environmentIn(folder: string, local: LocalOrg): Record<string, string> {
  return {
    PATH: [join(folder, "bin"), dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: folder,
    NODE_EXTRA_CA_CERTS: String(local.secure?.authorityFile),
    SF_ACCESS_TOKEN: local.org.deployer.accessToken,
    SF_TARGET_ORG: "bench",
    ...quietCli,
  };
}

/** Logs in with the consumer key that the script has fetched. */
async function expectAccess(local: LocalOrg, key: SelfSigned, settings: string): Promise<void> {
  const issuer = /<consumerKey>(.*)<\/consumerKey>/.exec(settings)?.[1] ?? "";
  const answer = verdict(await login(local, key, { issuer, subject: username }));
  if (answer !== "ok") throw new CommandError(`The script has made an access that lets nobody in: ${answer}`);
}
