import { readFile } from "node:fs/promises";

/** A file of a recipe. */
export interface RecipeFile {
  /** From the folder of the project. */
  path: string;
  text: string;
}

/** What a recipe must know of one stack. */
export interface StackFacts {
  stack: string;
  /** Whether an update of its org waits for an approval. */
  isProduction: boolean;
  /** The variables that the logins of the deployer and of the reader take their credential from. */
  deployerVariable: string;
  readerVariable: string;
}

/** What a recipe is made from. */
export interface FleetFacts {
  stacks: StackFacts[];
  /** The tag of stacks whose orgs are production. */
  production: string;
  /** The branch whose state is applied. */
  branch: string;
  /** How `fleet` is called in the folder of the project. */
  command: string;
  /** Version of the Pulumi CLI. */
  pulumiVersion: string;
  /** The variables that the back end of the states takes its credential from. */
  backEndVariables: string[];
  /** Into how many parts a check of all orgs is cut, where it can be. */
  shards: number;
  /** The image of the project, for Kubernetes. */
  image: string | undefined;
}

/** Where the scripts of a recipe are. */
export const scripts = "ci/salesforce-access";

/** What the first line of each file of a recipe begins with, behind the sign of a comment. */
export const madeBy = "Made by fleet recipe";

/** The first lines of a file, as comments. */
export function head(platform: string, sign: string, more: readonly string[]): string {
  const first = `${madeBy} ${platform} from the stacks of this project: make it again when a stack or its tags change.`;
  return [first, ...more].map((line) => `${sign} ${line}`.trimEnd()).join("\n");
}

const roles = ["drift", "plan", "apply"] as const;
type Role = (typeof roles)[number];

/** What is to be set up once for jobs that get their secrets from a Vault. */
export const aboutVault = (fleet: FleetFacts, of: readonly Role[] = roles): string[] => [
  "",
  "The jobs keep no secret. Each exchanges its identity token for those of its role at a Vault: the role",
  "salesforce-access-ROLE of the method jwt, and the secret salesforce-access/ROLE of the store secret (version 2), with a",
  "field for each variable:",
  ...aboutVariables(fleet, of),
];

/** Lines that say which role needs which variables. */
export const aboutVariables = (fleet: FleetFacts, of: readonly Role[] = roles): string[] =>
  of.map((role) => `  ${`${role}:`.padEnd(7)}${variablesOf(role, fleet).join(", ")}`);

/** The variables that a role needs: a credential for each org, what the states are read with, what decrypts them. */
export function variablesOf(role: Role, { stacks, backEndVariables }: Pick<FleetFacts, "stacks" | "backEndVariables">) {
  const credentials = stacks.map((stack) => (role === "apply" ? stack.deployerVariable : stack.readerVariable));
  return [...new Set([...credentials, ...backEndVariables, ...(role === "drift" ? [] : [passphrase])])];
}

/** What the engine needs to decrypt a state. */
const passphrase = "PULUMI_CONFIG_PASSPHRASE";

/** Scripts that are copied as they are, under other names where it says so. */
export function copied(names: { [name: string]: string }): Promise<RecipeFile[]> {
  return Promise.all(
    Object.entries(names).map(async ([name, file]) => ({
      path: `${scripts}/${name}`,
      text: `// ${madeBy}.\n${await readFile(new URL(`files/${file}`, import.meta.url), "utf8")}`,
    })),
  );
}

/** A list as YAML and JSON have it, on one line. */
export const listOf = (names: readonly string[]) => `[${names.map((name) => JSON.stringify(name)).join(", ")}]`;

/** The stacks whose updates wait for an approval, and the others. */
export function byApproval({ stacks }: FleetFacts): { approved: string[]; atOnce: string[] } {
  const names = (isProduction: boolean) =>
    stacks.filter((stack) => stack.isProduction === isProduction).map(({ stack }) => stack);
  return { approved: names(true), atOnce: names(false) };
}
