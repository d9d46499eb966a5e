import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Tests that run together in one process of their own. */
export interface Suite {
  readonly name: string;
  /** The script that runs them. */
  readonly runner: "runMocha.ts" | "runSolidity.ts";
  /** Paths from the repository's root; empty for Solidity, which finds its own. */
  readonly files: readonly string[];
}

/** Whole-system suites take longest: they start first, so that nobody waits for them at the end. */
const LONGEST_FIRST = ["scripts", "e2e", "oracle", "solidity", "contracts"];

/** Folders whose own folders are suites: commands against a real node take long, and share no state. */
const SPLIT = ["scripts"];

/** Needs programs that are not on every machine, and minutes: `npm run test:besu` runs it. */
const APART = "besu";

/**
 * One suite per folder of `test/`, one for the files beside them, and one for `test/solidity`; `test/besu` is left out.
 * @param wanted Names to run, a split folder's for all of its suites; empty means all.
 */
export function findSuites(root: string, wanted: readonly string[] = []): Suite[] {
  const folder = join(root, "test");
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }).sort() : [];
  const byName = new Map<string, string[]>();
  for (const file of files.filter((path) => path.endsWith(".test.ts") && !path.startsWith(`${APART}/`))) {
    const name = nameOf(file.split("/").slice(0, -1));
    byName.set(name, [...(byName.get(name) ?? []), join("test", file)]);
  }
  const suites: Suite[] = [...byName].map(([name, paths]) => ({ name, runner: "runMocha.ts", files: paths }));
  if (files.some((name) => name.startsWith("solidity/") && name.endsWith(".sol"))) {
    suites.push({ name: "solidity", runner: "runSolidity.ts", files: [] });
  }
  const rank = ({ name }: Suite) => {
    const at = LONGEST_FIRST.indexOf(folderOf(name));
    return at === -1 ? LONGEST_FIRST.length : at;
  };
  return suites
    .filter(({ name }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(folderOf(name)))
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

function nameOf([folder = "other", inner]: readonly string[]): string {
  return inner !== undefined && SPLIT.includes(folder) ? `${folder}/${inner}` : folder;
}

function folderOf(name: string): string {
  return name.split("/")[0] ?? name;
}
