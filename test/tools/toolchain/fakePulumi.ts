import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Shell scripts that stand in for the CLI, as far as the toolchain calls it (`version`, `plugin install … --file`), and
 * for its companions. Returns the path of the CLI.
 */
export async function installFakePulumi(folder: string, version: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const script = `#!/bin/sh
case "$1" in
  version) echo v${version} ;;
  plugin)
    for last; do :; done
    case "$*" in *--file*) ;; *) echo "error: no network" >&2; exit 1 ;; esac
    mkdir -p "$PULUMI_HOME/plugins/resource-tls-v5.6.1" && cp "$last" "$PULUMI_HOME/plugins/resource-tls-v5.6.1/pulumi-resource-tls" ;;
esac
`;
  for (const name of ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]) {
    await writeFile(join(folder, name), script, { mode: 0o755 });
  }
  return join(folder, "pulumi");
}
