import type { Command } from "commander";
import { joinNetwork, parseFounding, requireOutFolder, writeNetwork } from "../../../network/index.js";
import { finishCommand } from "../../commandLine/command.js";
import { readText } from "../../commandLine/files.js";
import type { PrintOptions } from "../../commandLine/print.js";
import { addTermOptions, rpcPortOption, type TermFlags, termsOf } from "./networkOptions.js";
import { printNetwork } from "./networkWords.js";

interface Flags extends TermFlags, PrintOptions {
  readonly out: string;
  readonly own?: readonly string[];
  readonly rpcPort?: number;
}

/** A hundred nodes with their certificates. */
const LONGEST_FOUNDING_BYTES = 1024 * 1024;

/** `wattproof network join`: puts the founders' public files together. */
export function addNetworkJoin(parent: Command): void {
  const command = parent
    .command("join")
    .description("put the organisations' public files together; all who do so get the same network")
    .argument("<files...>", "NAME.founding.json of all organisations, in any order")
    .requiredOption("--out <dir>", "folder to write; must not exist yet, or be empty")
    .option("--own <dirs...>", "folders of network keygen whose nodes are run from here")
    .addOption(rpcPortOption());
  finishCommand(addTermOptions(command), {
    example: "npx wattproof network join *.founding.json --own unicom-keys --out chain",
    after: `Compare the fingerprint with all other founders before the first start: by telephone, not by the way that the files came.
It covers the options, too: all have to give the same.`,
  });
  command.action((files: readonly string[], flags: Flags) => {
    const { out, own = [], rpcPort } = flags;
    requireOutFolder(out);
    const terms = termsOf(flags);
    const parts = files.map((source) => ({
      founding: parseFounding(readText(source, LONGEST_FOUNDING_BYTES), source),
      source,
    }));
    const network = joinNetwork({ ...terms, parts, own, rpcPort });
    writeNetwork(out, network);
    printNetwork(out, terms, network, flags);
  });
}
