import { backEndAdvice, pulumiCommand } from "../common/commands.ts";
import { instead } from "../common/nearestName.ts";
import { asSentence } from "../common/sentence.ts";
import { harmless } from "../salesforce/harmless.ts";
import { isHarmless, shown } from "../salesforce/shown.ts";

/** What Pulumi says when it does not give anything of a stack, and in which case it says so. */
const cases = [
  { says: /no stack named|stack '[^']*' not found|stack not found/i, means: "noStack" },
  {
    says: /PULUMI_ACCESS_TOKEN must be set|not logged in|401[^\n]*unauthorized/i,
    means: "noLogin",
  },
  { says: /passphrase must be set|incorrect passphrase|PULUMI_CONFIG_PASSPHRASE/i, means: "passphrase" },
  {
    says: /unable to open state directory|open(?:ing)? bucket|performing HTTP request|no such host|connection refused/i,
    means: "backEnd",
  },
] as const;

/** What Pulumi's text on standard error means; undefined where that is not known. Pure. */
export function meaningOf(stderr: string): (typeof cases)[number]["means"] | undefined {
  return cases.find(({ says }) => says.test(stderr))?.means;
}

/**
 * Why Pulumi gives nothing of a stack, with the next step, and with what it has said itself. Pure.
 *
 * @param what was asked for, with the stack: `the state of stack dev`
 * @param known the stacks that there are, as far as that is known
 */
export function refusalOfPulumi(what: string, stack: string, stderr: string, known: readonly string[]): string {
  const said = asSentence(harmless(stderr.replace(/^\s*error: /, ""), longestCause));
  return `${wordsFor(what, stack, stderr, known)} Pulumi says: ${said}`;
}

const shownName = (stack: string) => (isHarmless(stack) ? stack : "…");

/** Characters; the rest of what Pulumi says is its usage. */
const longestCause = 500;

function wordsFor(what: string, stack: string, stderr: string, known: readonly string[]): string {
  switch (meaningOf(stderr)) {
    case "noStack": {
      const others = known.length === 0 ? "it has none of this project." : instead(stack, known);
      return `The back end has no stack ${shown(stack)}; ${others} A new one is made by ${pulumiCommand(`stack init ${stack}`)} and ${pulumiCommand("up", stack)}.`;
    }
    case "noLogin":
      return `Pulumi is logged in to no back end, which keeps ${what}. ${backEndAdvice()}${known.length === 0 || known.includes(stack) ? "" : ` There is no file Pulumi.${shownName(stack)}.yaml either; ${instead(stack, known)}`}`;
    case "passphrase":
      return `Pulumi cannot decrypt ${what}. Set the environment variable PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to the path of a file with it.`;
    case "backEnd":
      return `Pulumi cannot open the back end that keeps ${what}. See whether PULUMI_BACKEND_URL, or backend in Pulumi.yaml, is its address, and whether you may read there.`;
    default:
      return `Pulumi does not give ${what}.`;
  }
}

/** The names in what `pulumi stack ls --json` prints; none where it prints something else. Pure. */
export function stackNamesIn(printed: string): string[] {
  try {
    const listed: unknown = JSON.parse(printed);
    if (!Array.isArray(listed)) return [];
    return listed.flatMap((each) => (typeof each?.name === "string" ? [each.name] : []));
  } catch {
    return [];
  }
}
