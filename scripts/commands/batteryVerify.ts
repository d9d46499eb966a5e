import { type Command, Option } from "commander";
import {
  type EvidenceFault,
  type EvidenceReport,
  parseEvidence,
  verifyEvidence,
  WattproofError,
} from "../../protocol/index.js";
import { type CommandContext, finishCommand } from "../commandLine/command.js";
import { ExitCode } from "../commandLine/exitCodes.js";
import { readText } from "../commandLine/files.js";
import { type PrintOptions, printError, printResult } from "../commandLine/print.js";
import { parseAddress, parseRpcUrl } from "../commandLine/values.js";
import { describeEvidence, describeTrust, type Trust } from "./evidenceWords.js";
import { type TrustSource, trustedRoots } from "./trustedRoots.js";

type Flags = PrintOptions & TrustSource;

const AFTER = `What is trusted comes from a node (--rpc) or from a file that you got from somebody you trust (--roots), never from
the evidence itself. With --rpc, the Directory's address comes from --directory or from your address book,
~/.wattproof/addresses.json; without either, http://127.0.0.1:8545 is asked. docs/errors.md explains every code.`;

/** `wattproof battery verify`: does this file prove the battery's past? */
export function addBatteryVerify(parent: Command, { finish }: CommandContext): void {
  const command = parent
    .command("verify")
    .description("check a battery's evidence: signatures, order, completeness, and that all of it is anchored")
    .argument("<file>", "evidence, <battery id>.evidence.json")
    .addOption(new Option("--rpc <url>", "JSON-RPC of a node that you trust").argParser(parseRpcUrl).conflicts("roots"))
    .option("--roots <file>", "roots.json from somebody you trust")
    .addOption(
      new Option("--directory <address>", "address of the Directory contract, with --rpc")
        .argParser(parseAddress)
        .conflicts("roots"),
    );
  finishCommand(command, {
    example: "npx wattproof battery verify out/B0005.evidence.json --roots out/roots.json",
    after: AFTER,
  });

  command.action(async (file: string, flags: Flags) => {
    const bundle = parseEvidence(readText(file));
    const { roots, directoryFrom } = await trustedRoots(bundle, flags);
    const { chainId, genesisHash, directory } = roots;
    const trust = { chainId, genesisHash, directory, directoryFrom };
    const report = { ...verifyEvidence({ bundle, roots }), trust };
    const [first] = report.faults;
    if (first === undefined) return printResult(report, [...describeEvidence(report), ...describeTrust(trust)], flags);
    refuse(file, report, first, flags);
    finish(ExitCode.DataError);
  });
}

/** The first fault is the error; the others are counted for people and listed in JSON. */
function refuse(
  file: string,
  report: EvidenceReport & { readonly trust: Trust },
  first: EvidenceFault,
  print: PrintOptions,
): void {
  const faultCount = report.faults.length;
  const error = new EvidenceRefused(file, first, faultCount);
  if (print.json) printResult({ error, faultCount, ...report }, [], print);
  else printError(error, print);
}

/** The evidence does not hold; code and sentence are those of its first fault. */
class EvidenceRefused extends WattproofError {
  constructor(file: string, fault: EvidenceFault, faultCount: number) {
    const all = faultCount === 1 ? "" : ` It is the first of ${faultCount} faults; --json lists them.`;
    super({
      code: fault.code,
      message: `${fault.message}${all}`,
      next: fault.next,
      facts: { file, faultCount },
    });
  }
}
