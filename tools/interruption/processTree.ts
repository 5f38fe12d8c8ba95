import { runProgram } from "../toolchain/processes.ts";

/** Process ids of all that a process has started, and of all that those have started, from a list of `pid ppid`. */
export function descendantsOf(pid: number, list: string): number[] {
  const pairs = list.split("\n").flatMap((line) => {
    const [child, parent] = line.trim().split(/\s+/).map(Number);
    return child && parent ? [{ child, parent }] : [];
  });
  const found = [pid];
  for (const ancestor of found) {
    found.push(...pairs.filter(({ parent }) => parent === ancestor).map(({ child }) => child));
  }
  return found.slice(1);
}

/**
 * Kills a process with all that it has started: Pulumi gives its plugins process groups of their own, so that no
 * signal to a group reaches them.
 */
export async function killTree(pid: number): Promise<void> {
  const { stdout } = await runProgram("ps", ["-A", "-o", "pid=,ppid="]);
  for (const member of [pid, ...descendantsOf(pid, stdout)]) {
    try {
      process.kill(member, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }
}
