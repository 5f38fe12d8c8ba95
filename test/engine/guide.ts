import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LocalOrg } from "../../local-org/src/server.ts";
import { sectionOf } from "../docs/pages.ts";
import { Engine, succeeded } from "./engine.ts";
import { checkout } from "./project.ts";

/** The commands of the shell blocks of a section, block by block. */
export function guideOf(page: string, heading: string): string[][] {
  return [...sectionOf(page, heading).matchAll(/^ *```console\n([\s\S]*?)^ *```$/gm)].map(([, block = ""]) =>
    block.split("\n").flatMap((line) => (line.trim().startsWith("$ ") ? [line.trim().slice(2)] : [])),
  );
}

/** A person who follows a guide on a stack of the project's own program. The stack that the pages name is `dev` here. */
export class Follower {
  readonly engine: Engine;

  private constructor(engine: Engine) {
    this.engine = engine;
  }

  static async start(local: LocalOrg): Promise<Follower> {
    const program = `export { default } from ${JSON.stringify(join(checkout, "index.ts"))};\n`;
    const engine = await Engine.start({ program: { text: program }, local });
    await writeFile(join(engine.project, "Pulumi.yaml"), await readFile(join(checkout, "Pulumi.yaml"), "utf8"));
    const configured = { contactEmail: "crm-team@mycompany.example", username: "scv.integration@mycompany.example" };
    const lines = Object.entries(configured).map(([key, value]) => `  scv-integration:${key}: ${value}\n`);
    await writeFile(join(engine.project, "Pulumi.dev.yaml"), `config:\n${lines.join("")}`);
    return new Follower(engine);
  }

  /** Runs one line of a guide, and answers what it printed. */
  async follow(line: string): Promise<string> {
    const words = line.replace("production", "dev").split(" ");
    if (line === "pulumi up") return succeeded(await this.engine.up()).output;
    if (line.startsWith("pulumi config set ")) return this.configure(words[3] ?? "", words[4] ?? "");
    if (line.startsWith("npm run ")) return this.operate(words[2] ?? "", ...words.slice(4));
    if (words[0] !== "rm" || words.length !== 2)
      throw new Error(`The guide has a command that nobody follows: ${line}`);
    await rm(this.path(words[1] ?? ""));
    return "";
  }

  async configure(key: string, value: string): Promise<string> {
    return succeeded(await this.engine.run(["config", "set", key, value, "--stack", "dev"])).output;
  }

  /** Runs an operation; a status may say that something is to be done. */
  async operate(operation: string, ...more: string[]): Promise<string> {
    const { exitCode, output } = await this.engine.operate([operation, ...more]);
    if (exitCode !== 0 && more[0] !== "status") throw new Error(output);
    return output;
  }

  /** The path of a file that a command has written. */
  path(file: string): string {
    return join(this.engine.project, file);
  }
}
