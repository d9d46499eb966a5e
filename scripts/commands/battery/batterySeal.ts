import type { Command } from "commander";
import { addChainOptions } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import type { SealFlags } from "./sealFlags.js";

const AFTER = `The node gives its latest block with the seals of its validators, and a proof of each word of contract storage that the
evidence rests on. All of it is verified, and the evidence with it, before anything is written: the node need not be trusted.
Whoever gets both files verifies them with battery verify --sealed, without any node, and needs to know the validators and
the Directory's address alone. A simulated chain has no validators, and seals nothing.`;

/** `wattproof battery seal`: proves evidence by a block that validators sealed. */
export function addBatterySeal(parent: Command): void {
  const command = parent
    .command("seal")
    .description("prove evidence by a block that the chain's validators sealed, so that it verifies without a node")
    .argument("<file>", "evidence, <battery id>.evidence.json")
    .requiredOption("--validators <file>", "who sealed the chain's blocks when")
    .option("--out <file>", "the proof's file; <battery id>.sealed.json beside the evidence by default");
  finishCommand(addChainOptions(command), {
    example: "npx wattproof battery seal B0005.evidence.json --rpc http://127.0.0.1:8545 --validators validators.json",
    after: AFTER,
  });
  command.action(async (file: string, flags: SealFlags) => {
    const { sealEvidence } = await import("./sealEvidence.js");
    const { lines, ...result } = await sealEvidence(file, flags);
    printResult(result, lines, flags);
  });
}
