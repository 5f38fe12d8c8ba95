import { open, realpath, rename, rm, stat } from "node:fs/promises";

/**
 * Replaces the text of a file as a whole: after a kill at any moment it holds the old text or the new one. A link to it
 * stays.
 *
 * @param mode permissions; default: those that the file has
 */
export async function replaceFile(path: string, text: string, mode?: number): Promise<void> {
  const place = await realpath(path).catch(() => path);
  const permissions =
    mode ??
    (await stat(place).then(
      ({ mode: of }) => of & 0o777,
      () => undefined,
    ));
  const beside = `${place}.new`;
  // A run that was killed may have left one.
  await rm(beside, { force: true });
  try {
    const file = await open(beside, "wx", permissions);
    try {
      // Whatever the umask of this process takes away.
      if (permissions !== undefined) await file.chmod(permissions);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, place);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
