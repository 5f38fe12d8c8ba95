/** Run as a program: makes so many orgs in this process, one after another, and prints what each took as JSON. */
import { createLocalOrg, type LocalOrg } from "../src/server.ts";

const orgs: LocalOrg[] = [];
const starts: { ms: number; processorMs: number }[] = [];
for (let made = 0; made < Number(process.argv[2]); made += 1) {
  const [start, processor] = [performance.now(), process.cpuUsage()];
  orgs.push(await createLocalOrg());
  const { user, system } = process.cpuUsage(processor);
  starts.push({ ms: performance.now() - start, processorMs: (user + system) / 1000 });
}
for (const org of orgs) await org.stop();
console.log(JSON.stringify(starts));
