import { type Command, Option } from "commander";
import { addChainOptions } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { parseRpcUrl } from "../../commandLine/values.js";
import { parseIdentifier, parseSequence } from "./batteryValues.js";
import type { ExportFlags } from "./exportFlags.js";

const AFTER = `Records come from the state folder of an oracle that is not running (--archive, several if several oracles anchored the
battery's records), or from the API of one that is (--api). What is exported is verified against the chain first; nothing
is written that would be refused. A part shows its records and tells nothing of the others.`;

/** `wattproof battery export`: writes a battery's evidence, whole or a part, and the roots that it is judged by. */
export function addBatteryExport(parent: Command): void {
  const command = parent
    .command("export")
    .description("write a battery's evidence for whoever wants to verify it: all of it, or a part")
    .argument("<battery>", "batteryPassportIdentifier", parseIdentifier)
    .addOption(new Option("--archive <folders...>", "state folders of the oracles that anchored it").conflicts("api"))
    .addOption(new Option("--api <url>", "address of a running API, such as the demo's page").argParser(parseRpcUrl))
    .addOption(new Option("--from <sequence>", "first record of a part").argParser(parseSequence))
    .addOption(new Option("--to <sequence>", "last record of a part").argParser(parseSequence))
    .addOption(
      new Option("--record <sequence>", "this record alone").argParser(parseSequence).conflicts(["from", "to"]),
    )
    .addOption(new Option("--device <id>", "whose sequences a part's are; the present device's by default"))
    .option("--out <file>", "the evidence's file; <battery>.evidence.json by default")
    .option("--roots <file>", "also write what verifies it without a node");
  finishCommand(addChainOptions(command), {
    example: "npx wattproof battery export B0005 --archive .wattproof/oracle --from 10 --to 20 --roots roots.json",
    after: AFTER,
  });
  command.action(async (identifier: string, flags: ExportFlags) => {
    if (flags.archive === undefined && flags.api === undefined) {
      command.error("error: name where the records are, with --archive or --api");
    }
    if (flags.from !== undefined && flags.to !== undefined && flags.from > flags.to) {
      command.error(
        `error: --from ${flags.from} is above --to ${flags.to}: a part goes from its first record to its last`,
      );
    }
    const { exportEvidence } = await import("./exportEvidence.js");
    const { lines, ...result } = await exportEvidence(identifier, flags);
    printResult(result, lines, flags);
  });
}
