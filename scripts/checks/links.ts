import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./repository.js";

const RELATIVE_LINK = /\]\((?!https?:|#)([^)\s#]+)/g;

/** Links between our own pages that lead nowhere; one line per fault. */
export function checkLinks(): string[] {
  const list = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return list.stdout
    .split("\n")
    .filter((page) => page !== "" && existsSync(join(ROOT, page)))
    .flatMap((page) =>
      [...readFileSync(join(ROOT, page), "utf8").matchAll(RELATIVE_LINK)]
        .map((match) => match[1] ?? "")
        .filter((target) => !existsSync(join(ROOT, dirname(page), target)))
        .map((target) => `${page} links to ${target}, which does not exist`),
    );
}
