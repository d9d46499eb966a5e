import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

const GENERATED = /^(typechain-types|deploy\/deployments)\//;

/** Source files of ours: what git knows or would know, without generated ones; paths from the root. */
export function sourceFiles(): string[] {
  const git = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (git.status !== 0) throw new NotARepository(git.stderr);
  return [...new Set(git.stdout.split("\n"))]
    .filter((file) => /\.(ts|tsx|js|sol)$/.test(file) && !GENERATED.test(file) && existsSync(join(ROOT, file)))
    .sort();
}

/** The checks read the list of files from git. */
export class NotARepository extends Error {
  override readonly name = "NotARepository";
  constructor(detail: string) {
    super(`The checks need a git clone: ${detail.trim()}`);
  }
}
