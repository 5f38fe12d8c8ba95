// Plain JavaScript, because launch.js needs it before there is a Node that runs TypeScript.

/** Options of the commands that take a value, and that npm has no setting for. */
const withValue = [
  ...["beside", "branch", "config-file", "data", "days", "event-log", "every", "fingerprint", "flow", "folder"],
  ...["format", "from", "generation", "html", "image", "journal", "junit", "key-out", "logs", "markdown"],
  ...["max-failures", "orgs", "out", "parallel", "part", "prometheus", "region", "resume", "result", "results"],
  ...["salesforce", "sarif", "set-version", "sf-alias", "shard", "shards", "stack", "tenants", "timeout", "tls-port"],
  ...["to", "wave", "workers"],
];

/** Those that take none. */
const flags = [
  ...["apply", "change-org", "expect-no-changes", "flows-moved", "pictures", "plaintext", "quick", "refresh"],
  ...["show-key", "show-secrets", "skip-preview", "sweep", "take", "undo", "unproved-api", "url", "with-program"],
  ...["write"],
];

/** Every option that npm would keep for itself, and that is noticed. */
export const noticedOptions = [...withValue, ...flags];

/**
 * What to say where npm has kept an option of the command: `npm run survey --stack x`, without the two dashes before it.
 * npm then leaves the option out, and tells of it in a variable alone.
 * @param {string} script name of the npm script
 * @param {readonly string[]} commandArguments what npm has passed on
 * @param {NodeJS.ProcessEnv} environment
 * @returns {string | undefined} undefined where it has kept none
 */
export function explainKept(script, commandArguments, environment) {
  const kept = noticedOptions.filter((name) => valueIn(environment, name) !== undefined);
  if (kept.length === 0) return undefined;
  const names = kept.map((name) => `--${name}`).join(" and ");
  const meant = ["npm run", script, "--", ...meantArguments(kept, commandArguments, environment)].join(" ");
  return `npm has kept ${names} for itself, so nothing was done. Two dashes before the options pass them on: ${meant}`;
}

function meantArguments(kept, commandArguments, environment) {
  const [only, ...others] = kept;
  // npm 11 passes on the value by itself, as if it belonged to no option.
  const hasLostValue = valueIn(environment, only) === "true" && withValue.includes(only);
  if (others.length === 0 && hasLostValue && commandArguments.length > 0) {
    return [...commandArguments.slice(0, -1), `--${only}`, ...commandArguments.slice(-1)].map(shown);
  }
  const options = kept.flatMap((name) => {
    const value = valueIn(environment, name);
    if (value !== "true") return [`--${name}`, value];
    return withValue.includes(name) ? [`--${name}`, "…"] : [`--${name}`];
  });
  return [...commandArguments, ...options].map(shown);
}

const valueIn = (environment, name) => environment[`npm_config_${name.replaceAll("-", "_")}`] || undefined;

/** People put secrets where a name belongs: what is long or has other characters is not repeated. */
const shown = (text) => (/^[\w.:/@*=-]{1,40}$/.test(text) ? text : "…");
