// `npm run lint`: every check by name; all run, so that one look shows everything.
import { checkContractErrors } from "./contractErrors.js";
import { checkErrorCodes } from "./errorCodes.js";
import { checkHouseRules } from "./houseRules.js";
import { checkImportDirections } from "./importDirections.js";
import { checkLinks } from "./links.js";
import { runTool } from "./tool.js";

interface Check {
  readonly name: string;
  /** Returns what is wrong; empty if nothing is. */
  readonly run: () => string;
}

const SOLIDITY = ["contracts/**/*.sol", "test/**/*.sol"];

function tool(name: string, command: string, args: readonly string[]): Check {
  return {
    name,
    run: () => {
      const { ok, output } = runTool(command, args);
      return ok ? "" : output || `${command} failed without a word`;
    },
  };
}

const CHECKS: readonly Check[] = [
  tool("Biome: TypeScript, JavaScript, JSON and CSS are formatted and sound", "biome", [
    "check",
    "--error-on-warnings",
    "--colors=off",
  ]),
  tool("solhint: Solidity follows the rules in .solhint.json", "solhint", [
    "--disc",
    "--noPoster",
    "--max-warnings",
    "0",
    ...SOLIDITY,
  ]),
  tool("Prettier: Solidity is formatted", "prettier", [
    "--check",
    "--log-level",
    "warn",
    "--no-error-on-unmatched-pattern",
    ...SOLIDITY,
  ]),
  { name: "Imports run one way and never in circles", run: () => checkImportDirections().join("\n") },
  { name: "Links between our pages lead somewhere", run: () => checkLinks().join("\n") },
  { name: "Each error code stands for one thing and is explained", run: () => checkErrorCodes().join("\n") },
  { name: "Each contract error that is named exists", run: () => checkContractErrors().join("\n") },
  { name: "Files are short, errors have names, the README is a map", run: () => checkHouseRules().join("\n") },
];

let failed = 0;
for (const { name, run } of CHECKS) {
  const fault = run();
  if (fault) failed += 1;
  console.log(`${fault ? "✗" : "✓"} ${name}${fault ? `\n${fault}\n` : ""}`);
}
console.log(failed === 0 ? `All ${CHECKS.length} checks pass` : `${failed} of ${CHECKS.length} checks failed`);
process.exitCode = failed === 0 ? 0 : 1;
