import { readFile } from "node:fs/promises";

/**
 * Whose time is meant: that of a process itself; or of the children that it has waited for, with what those have waited
 * for in turn. Pulumi waits for every plugin, and a plugin for the programs that it starts.
 */
type Whose = "own" | "children";

/** Linux counts in hundredths of a second. */
const ticksASecond = 100;

/**
 * Processor time that was used so far, in user and in system mode.
 *
 * @returns undefined where the kernel does not tell it as Linux does
 */
export async function processorSeconds(pid: number | "self", whose: Whose): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return stat === undefined ? undefined : secondsIn(stat, whose);
}

/** Reads the time out of `/proc/<pid>/stat`, where the name of the program, in brackets, may hold blanks. */
export function secondsIn(stat: string, whose: Whose): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system] = whose === "own" ? fields.slice(11, 13) : fields.slice(13, 15);
  return (Number(user) + Number(system)) / ticksASecond;
}
