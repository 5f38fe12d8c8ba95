import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import ts from "typescript";
import {
  environmentForStack,
  forStack,
  npmStackVariable,
  operationCommand,
  type Place,
  pulumiCommand,
  shellWord,
} from "../../common/commands.ts";
import { sourcesOfMessages } from "../../tools/commands/messages.ts";

const installed: Place = { isCheckout: false, npmStack: undefined };
const plainPulumi: Place = { isCheckout: true, npmStack: undefined };
const npmScript = (npmStack: string): Place => ({ isCheckout: true, npmStack });

test("an operation is a command of the package where that is installed, and an npm script in a checkout", () => {
  const words = "connector sheet --stack production";
  expect(operationCommand(words, installed)).toBe("npx pulumi-salesforce-access connector sheet --stack production");
  for (const place of [plainPulumi, npmScript("production")]) {
    expect(operationCommand(words, place)).toBe("npm run connector -- sheet --stack production");
    expect(operationCommand("survey", place)).toBe("npm run survey");
  }
});

test("whoever uses Pulumi goes on with it, and whoever uses the npm scripts with those, for the same stack", () => {
  for (const place of [installed, plainPulumi]) {
    expect(pulumiCommand("up --refresh", undefined, place)).toBe("pulumi up --refresh");
    expect(pulumiCommand("preview", "production", place)).toBe("pulumi preview --stack production");
  }
  expect(pulumiCommand("up --refresh", undefined, npmScript("production"))).toBe(
    "npm run pulumi -- up --refresh --stack production",
  );
  expect(pulumiCommand("preview", "acme/a/b", npmScript("production"))).toBe(
    "npm run pulumi -- preview --stack acme/a/b",
  );
  // Without a name this would be stack dev.
  expect(pulumiCommand("up", undefined, npmScript(""))).toBe("npm run pulumi -- up --stack STACK");
});

test("Pulumi for one stack of a fleet tells commands for that one, and only where the npm scripts are used", () => {
  expect(environmentForStack({ A: "b", [npmStackVariable]: "" }, "eu")).toEqual({ A: "b", [npmStackVariable]: "eu" });
  expect(environmentForStack({ A: "b" }, "eu")).toEqual({ A: "b" });
});

/** What a message must not say by itself: the command may be another one where it is read. */
const command =
  /npm run [a-z]|npx |pulumi-salesforce-access (?:connector|prove|survey|deployer|fleet|check-connection)|(?<![/\w.-])pulumi (?:up|preview|refresh|destroy|cancel|login|stack|config|import|state)\b/;

/** Help names all ways itself; a title of a report, the source of a recipe and an output of the stack run nothing here. */
const otherNames = /^(?:help|helpOf|purpose|does|remediationSteps|privateKey)$/;
const otherFiles =
  /^(?:common\/commands\.ts|operations\/fleet\/(?:recipes|reports)\/|operations\/main\.ts|operations\/verbs\.ts)/;

function commandsIn(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const named = ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) ? node.name.getText(file) : "";
    if (otherNames.test(named) || ts.isImportDeclaration(node)) return;
    const literal = ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (literal && command.test(node.text)) found.push(`${path}: ${node.text}`);
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

test("every command that a message tells people to run is written for the place where it is read", () => {
  const sources = [...sourcesOfMessages()].filter(([path]) => !otherFiles.test(path));
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.flatMap(([path, text]) => commandsIn(path, text))).toEqual([]);
});

test("the look at the sources finds a command that is written out", () => {
  const text = readFileSync(new URL("../../operations/main.ts", import.meta.url), "utf8");
  expect(commandsIn("x.ts", `say(\`Next: pulumi up --stack \${stack}\`);\n${text}`)).toEqual([
    "x.ts: Next: pulumi up --stack ",
  ]);
});

test("for one stack of several, commands are for that one, with the npm scripts and without", async () => {
  const told = await Promise.all(
    ["eu", "us"].map((stack) =>
      forStack(stack, async () => {
        await new Promise(setImmediate);
        return [installed, npmScript("")].map((place) => pulumiCommand("config rm x", undefined, place));
      }),
    ),
  );
  expect(told).toEqual(
    ["eu", "us"].map((stack) => [
      `pulumi config rm x --stack ${stack}`,
      `npm run pulumi -- config rm x --stack ${stack}`,
    ]),
  );
  expect(forStack("eu", () => pulumiCommand("stack init eu", undefined, installed))).toBe("pulumi stack init eu");
});

test.each([
  ["key.pem", "key.pem"],
  ["/keys/Zürich/key.pem", "/keys/Zürich/key.pem"],
  ["/keys/of mine/key.pem", '"/keys/of mine/key.pem"'],
  ["a (copy)", '"a (copy)"'],
  ["it's $HOME", "'it'\\''s $HOME'"],
])("a shell takes %s as one word", (word, written) => {
  expect(shellWord(word)).toBe(written);
});
