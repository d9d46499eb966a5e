// Runs test/solidity in this process. Started by test.ts, which compiled before.
import hre from "hardhat";
import { report } from "./outcome.js";

/** What Hardhat's task gives; its own summary stays at zero unless the task is part of `hardhat test`. */
interface SolidityRun {
  readonly suiteResults: readonly {
    readonly testResults: readonly { readonly name: string; readonly status: "Success" | "Failure" | "Skipped" }[];
  }[];
}

const result = await hre.tasks.getTask(["test", "solidity"]).run({ noCompile: true });
const { suiteResults }: SolidityRun = result.success ? result.value : result.error;
const tests = suiteResults.flatMap(({ testResults }) => testResults);
const named = (status: string) => tests.filter((test) => test.status === status);
const failures = named("Failure").length;
// A run can end in an error that belongs to no single test.
const failed = result.success ? failures : Math.max(1, failures);
const skipped = named("Skipped").map(({ name }) => ({ title: name, reason: undefined }));
report({ passed: named("Success").length, failed, skipped });
process.exitCode = failed > 0 ? 1 : 0;
