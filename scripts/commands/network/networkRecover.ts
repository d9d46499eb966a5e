import type { Command } from "commander";
import { nodeNames, openNetwork, recoverNetwork } from "../../../network/index.js";
import { type CommandContext, finishCommand } from "../../commandLine/command.js";
import { type PrintOptions, printNote, printResult } from "../../commandLine/print.js";
import { parseCount } from "../../commandLine/values.js";

interface Flags extends PrintOptions {
  readonly validators: string;
  readonly block: number;
}

/** `wattproof network recover`: lets validators go on alone after a quorum was lost. */
export function addNetworkRecover(parent: Command, { signal }: CommandContext): void {
  const command = parent
    .command("recover")
    .description(
      "after validators were lost for good: write into genesis.json who goes on alone, and from which block on",
    )
    .argument("<dir>", "folder of a network")
    .requiredOption("--validators <list>", "names or addresses of those that stay, with commas between them")
    .requiredOption("--block <number>", "the block after the newest that any of them has", parseCount);
  finishCommand(command, {
    example: "npx wattproof network recover chain --validators wxr-node-1,unicom-node-1 --block 81235",
    after: `For a chain that stands and cannot go on (one that moves is refused, if a node here answers): this is a fork that all who stay have to want, and agree on outside of it. All of
them give the same validators and the same block, and compare the fingerprint; then each starts its nodes again. Blocks before that
one, and the hash of the first, stay. Whoever does not do so stands where the chain stood.`,
  });
  command.action(async (dir: string, { validators: list, block, ...print }: Flags) => {
    const network = openNetwork(dir);
    const staying = list.split(",").map((each) => each.trim());
    const { validators, quorum, fingerprint, warnings, asked, replaced } = await recoverNetwork({
      network,
      staying,
      block: BigInt(block),
      signal,
    });
    if (!print.json) for (const warning of warnings) printNote(warning);
    const next = `wattproof network down ${dir}; wattproof network up ${dir}, as all others who stay`;
    printResult(
      { folder: dir, block, validators, quorum, fingerprint, warnings, asked, replaced: replaced ?? null, next },
      [
        `From block ${block} on these validators make blocks, ${quorum} of them each:`,
        ...validators.map(({ name, address }) => `  ${name} ${address}`),
        ...(replaced
          ? [`This replaces what genesis.json had for block ${block}: ${replaced.map(nodeNames(network)).join(", ")}.`]
          : []),
        asked.length === 0
          ? "No node answers here, so the block was not held against what they have."
          : `It is the next one for what answers here: ${asked.join(", ")}.`,
        "Fingerprint of the files that all who stay must have alike; compare all of it by telephone:",
        `  ${fingerprint}`,
        `next: ${next}`,
      ],
      print,
    );
  });
}
