import { asksForHelp, CommandError, readOptions, wrongArguments } from "../../operations/commandLine.ts";
import { chosenKey, privateKeyIn } from "../../operations/connector/chosenKey.ts";
import { handOffsIn } from "../../operations/connector/handOffs.ts";
import { sayUnfinished } from "../../operations/connector/unfinishedRun.ts";
import { stacksIn } from "../../operations/fleet/stacks.ts";
import { writeOutput } from "../../operations/outputFiles.ts";
import { refusalOfPulumi, stackNamesIn } from "../../operations/pulumiRefusals.ts";
import { ensureToolchain } from "../toolchain/index.ts";
import { runProgram } from "../toolchain/processes.ts";
import { root } from "./checkout.ts";
import { developmentStack } from "./pulumiArguments.ts";
import { stackEnvironment } from "./stackEnvironment.ts";
import { runToolCommand, tellNpmScriptsFor } from "./toolCommand.ts";

const help = `Usage: npm run key -- --out FILE [--stack NAME]

Writes the private key of the integration, which the Salesforce connector in Control Hub takes, to a file that only you
may read. It prints nothing of the key, and overwrites no file. Remove the file once you have pasted the key.
  --out FILE    where the key goes, PKCS#8 PEM
  --stack NAME  the stack whose key it is (default: ${developmentStack})`;

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const options = { out: { type: "string" }, stack: { type: "string", default: developmentStack } } as const;
  const { out, stack } = readOptions(more, options, help);
  if (out === undefined) throw wrongArguments("--out FILE is missing.", help);
  tellNpmScriptsFor(stack);
  const toolchain = await ensureToolchain({ report: console.error });
  const key = await privateKeyOf(stack, toolchain);
  await writeOutput(out, key, { isNew: true, mode: 0o600 });
  console.log(`The private key of stack ${stack} is in ${out}, for you alone. Remove the file when the key is pasted.`);
  return 0;
});

/**
 * The key that the app takes, by the state. The stack's outputs are those of the last run that has ended well: in a rotation
 * that was interrupted, or whose proof has failed, they have the key before.
 */
async function privateKeyOf(stack: string, toolchain: Awaited<ReturnType<typeof ensureToolchain>>): Promise<string> {
  const run = { cwd: root, env: await stackEnvironment(stack, toolchain) };
  const exported = await runProgram(
    toolchain.pulumi,
    ["stack", "export", "--show-secrets", "--stack", stack, "--non-interactive"],
    run,
  );
  if (exported.exitCode !== 0) {
    const listed = await runProgram(toolchain.pulumi, ["stack", "ls", "--json", "--non-interactive"], run);
    const known = listed.exitCode === 0 ? stackNamesIn(listed.stdout) : await stacksIn(root);
    throw new CommandError(refusalOfPulumi(`the private key of stack ${stack}`, stack, exported.stderr, known));
  }
  const { key } = chosenKey(handOffsIn(exported.stdout), stack);
  sayUnfinished(exported.stdout, stack);
  return `${privateKeyIn(key, stack).trim()}\n`;
}
