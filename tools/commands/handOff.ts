/** Stack output `webexConnector`: what Webex Control Hub asks for when the Salesforce connector is made. */
export interface WebexConnector {
  name: string;
  /** The consumer key of the external client app. */
  clientId: string;
  /** The username of the integration user. */
  emailId: string;
  /** The audience of the JWT. */
  url: string;
  /** Where the private key is, never the key. */
  privateKey: string;
}

const fields: readonly (readonly [label: string, key: keyof WebexConnector])[] = [
  ["Name", "name"],
  ["Client ID", "clientId"],
  ["Email ID", "emailId"],
  ["URL", "url"],
  ["Private Key", "privateKey"],
];

/** What `up` says at its end: the values for Webex and the next steps. */
export function handOffLines(connector: WebexConnector): string[] {
  const width = Math.max(...fields.map(([label]) => label.length)) + 2;
  return [
    "The access is built. The Salesforce connector in Webex Control Hub takes these values:",
    "",
    ...fields.map(([label, key]) => `  ${`${label}:`.padEnd(width)}${withoutKey(inCheckout(connector[key]))}`),
    "",
    "Next:",
    "  1. In Control Hub: Contact Center > Tenant Settings > Integrations > Connectors > Salesforce, and paste them.",
    "     (These belong to the local org, which Webex cannot reach; those of a stack on a real org look the same.)",
    "  2. Write the private key for the last field to a file that only you may read: npm run key -- --out key.pem",
    "  3. Change something and run npm run up again: only the difference is made. npm run down undoes everything.",
  ];
}

/** The output of the stack names a command of Pulumi, which is the same for whoever reads it; here there is a better one. */
const inCheckout = (value: string) =>
  value.startsWith("pulumi stack output") ? "npm run key -- --out key.pem" : value;

/** The last guard before a terminal or a log: a program that puts the key itself into this output must not leak it. */
function withoutKey(value: string): string {
  return value.includes("PRIVATE KEY") ? "(not shown)" : value;
}
