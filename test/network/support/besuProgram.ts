import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../scripts/support/wattproof.js";

/** Writes a program `besu` into a folder that does what `besuDouble.ts` does. Returns its path. */
export function writeBesuDouble(folder: string): string {
  const path = join(folder, "besu");
  const double = join(ROOT, "test", "network", "support", "besuDouble.ts");
  const loader = join(ROOT, "node_modules", "tsx", "dist", "loader.mjs");
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' --import '${loader}' '${double}' "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
