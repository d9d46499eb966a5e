// Runs test/solidity in this process. Started by test.ts, which compiled before.
import hre from "hardhat";
import { report } from "./outcome.js";

interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const result = await hre.tasks.getTask(["test", "solidity"]).run({ noCompile: true });
const summary: Summary = result.success ? result.value.summary : result.error.summary;
const skipped = Array.from({ length: summary.skipped }, () => ({ title: "a Solidity test", reason: undefined }));
// A run can end in an error that belongs to no single test.
const failed = result.success ? summary.failed : Math.max(1, summary.failed);
report({ passed: summary.passed, failed, skipped });
process.exitCode = failed > 0 ? 1 : 0;
