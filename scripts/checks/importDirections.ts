import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { findCycles } from "./imports/cycles.js";
import { judgeImports } from "./imports/judge.js";
import { scanImports } from "./imports/scan.js";
import { judgeSolidityImports } from "./imports/solidity.js";
import { ROOT, sourceFiles } from "./repository.js";

/**
 * Checks that imports run in the directions of docs/architecture.md and never in circles.
 * @returns One line per fault; none if all is well.
 */
export function checkImportDirections(): string[] {
  const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
  const exists = (path: string) => existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isFile();
  const files = sourceFiles();
  const scripts = files.filter((file) => /\.(ts|tsx|js)$/.test(file));
  const contracts = files.filter((file) => file.startsWith("contracts/") && file.endsWith(".sol"));

  const { faults, graph } = judgeImports(
    scripts.flatMap((file) => scanImports(file, read(file))),
    exists,
  );
  return [
    ...faults,
    ...contracts.flatMap((file) => judgeSolidityImports(file, read(file))),
    ...findCycles(graph).map((cycle) => `import each other in a circle: ${cycle.join(", ")}`),
  ];
}
