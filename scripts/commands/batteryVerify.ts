import type { Command } from "commander";
import {
  type EvidenceFault,
  type EvidenceReport,
  MOST_FAULTS,
  scanEvidence,
  verifyFile,
  WattproofError,
} from "../../protocol/index.js";
import { type CommandContext, finishCommand } from "../commandLine/command.js";
import { ExitCode } from "../commandLine/exitCodes.js";
import { harmless, type PrintOptions, printError, printResult } from "../commandLine/print.js";
import { diskFile } from "../evidence/diskFile.js";
import { nodeVerifier } from "../evidence/nodeVerifier.js";
import { describeEvidence, describeTrust, type Trust } from "./evidenceWords.js";
import { type TrustSource, trustedRoots } from "./trustedRoots.js";
import { addTrustOptions, requireTrustWhole } from "./trustOptions.js";

type Flags = PrintOptions & TrustSource;

const AFTER = `What is trusted comes from a node (--rpc), from a file that you got from somebody you trust (--roots), or from both,
which then must agree; never from the evidence itself. With --sealed nobody is trusted but the chain's validators, of whom a
quorum sealed the block: --validators says who they were. Without --roots, the Directory's address comes from --directory or
from your address book, ~/.wattproof/addresses.json; if nothing is named, http://127.0.0.1:8545 is asked. docs/errors.md
explains every code. A file of any length is checked while it is read.`;

/** `wattproof battery verify`: does this file prove the battery's past? */
export function addBatteryVerify(parent: Command, { finish }: CommandContext): void {
  const command = parent
    .command("verify")
    .description("check a battery's evidence: signatures, order, completeness, and that all of it is anchored")
    .argument("<file>", "evidence, <battery id>.evidence.json");
  addTrustOptions(command);
  finishCommand(command, {
    example: "npx wattproof battery verify out/B0005.evidence.json --roots out/roots.json",
    after: AFTER,
  });

  command.action(async (path: string, flags: Flags) => {
    requireTrustWhole(command, flags);
    const file = diskFile(path);
    const { roots, ...from } = await trustedRoots(() => scanEvidence(file), flags);
    const { chainId, genesisHash, directory } = roots;
    const trust = { chainId, genesisHash, directory, ...from };
    const report = { ...(await verifyFile({ file, roots, verifierOf: nodeVerifier })), trust };
    const [first] = report.faults;
    if (first === undefined) return printResult(report, [...describeEvidence(report), ...describeTrust(trust)], flags);
    refuse(path, report, first, flags);
    finish(ExitCode.DataError);
  });
}

/** As many faults are shown to people; JSON has them all. */
const MOST_SHOWN = 10;

/** The first fault is the error; people see the next ones below it and how many more there are, JSON lists all. */
function refuse(
  file: string,
  report: EvidenceReport & { readonly trust: Trust },
  first: EvidenceFault,
  print: PrintOptions,
): void {
  const { faultCount } = report;
  const error = new EvidenceRefused(file, first, faultCount);
  if (print.json) printResult({ error, ...report }, [], print);
  else {
    printError(error, print);
    printFaults(report);
  }
}

function printFaults({ faults, faultCount }: EvidenceReport): void {
  const others = faults.slice(1, MOST_SHOWN);
  const left = faultCount - others.length - 1;
  const least = faultCount < MOST_FAULTS ? "" : "at least ";
  for (const { code, message } of others) process.stderr.write(`also ${code}: ${harmless(message)}\n`);
  if (left > 0) process.stderr.write(`and ${least}${left} more, which --json lists\n`);
}

/** The evidence does not hold; code and sentence are those of its first fault. */
class EvidenceRefused extends WattproofError {
  constructor(file: string, fault: EvidenceFault, faultCount: number) {
    const count = faultCount < MOST_FAULTS ? faultCount : `at least ${faultCount}`;
    const all = faultCount === 1 ? "" : ` It is the first of ${count} faults.`;
    super({
      code: fault.code,
      message: `${fault.message}${all}`,
      next: fault.next,
      facts: { file, faultCount },
    });
  }
}
