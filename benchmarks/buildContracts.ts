import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Compiles the contracts as they are measured; ends the process with what the compiler says if they do not compile. */
export function buildContracts(say: (line: string) => void): void {
  say("Compiling the contracts");
  const root = join(import.meta.dirname, "..");
  const hardhat = join(root, "node_modules", ".bin", "hardhat");
  const args = ["build", "--quiet", "--no-tests", "--no-typechain"];
  const build = spawnSync(hardhat, args, { cwd: root, encoding: "utf8" });
  if (build.status === 0) return;
  say(`${build.stdout}${build.stderr}`);
  process.exit(1);
}
