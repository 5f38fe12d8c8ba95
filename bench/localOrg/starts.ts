/** Run as a program: makes so many orgs in this process, one after another, and prints the milliseconds of each as JSON. */
import { createLocalOrg, type LocalOrg } from "../../local-org/server.ts";

const orgs: LocalOrg[] = [];
const milliseconds: number[] = [];
for (let made = 0; made < Number(process.argv[2]); made += 1) {
  const start = performance.now();
  orgs.push(await createLocalOrg());
  milliseconds.push(performance.now() - start);
}
for (const org of orgs) await org.stop();
console.log(JSON.stringify(milliseconds));
