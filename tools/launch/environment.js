// Plain JavaScript, because launch.js needs it before there is a Node that runs TypeScript.

const thisMachine = ["localhost", "127.0.0.1", "::1"];

/**
 * Variables that keep calls to this machine itself away from proxies. Pulumi's engine, its language host and its
 * providers call each other on 127.0.0.1, and so does the local org.
 * @param {NodeJS.ProcessEnv} environment what says which proxies there are
 * @returns {Record<string, string>} to be laid over that environment
 */
export function directOnLoopback(environment) {
  const general = environment.no_proxy || environment.NO_PROXY;
  const hosts = general?.trim() === "*" ? "*" : withThisMachine(general);
  // gRPC does not know the asterisk that means "no proxy for anything"; its own variable wins over the general one.
  return { no_proxy: hosts, NO_PROXY: hosts, no_grpc_proxy: withThisMachine(environment.no_grpc_proxy || general) };
}

function withThisMachine(hosts = "") {
  const named = hosts
    .split(",")
    .map((host) => host.trim())
    .filter((host) => host !== "");
  return [...named, ...thisMachine.filter((host) => !named.includes(host))].join(",");
}

const secrets = /^(SALESFORCE_|PULUMI_ACCESS_TOKEN$|PULUMI_CONFIG_PASSPHRASE)/;

/**
 * The environment for a program that has no business in an org or a state, such as npm, Go and the local org.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv} without what leads into an org or opens a state
 */
export function toolEnvironment(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !secrets.test(name)));
}
