import { type Command, InvalidArgumentError, Option } from "commander";
import { parseSignedRecord, recordArguments } from "../../../identity/index.js";
import { INCIDENT_CATEGORY_WORDS } from "../../../protocol/index.js";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { readText } from "../../commandLine/files.js";
import { hashFile } from "../../commandLine/hashFile.js";
import { categoryOf, REPORTABLE } from "./incidentWords.js";
import { INCIDENTS, sendChange } from "./sendChange.js";

interface Flags extends WriteFlags {
  readonly gateway?: DeviceName;
  readonly category?: number;
  readonly evidence?: string;
  readonly equivocation?: readonly string[];
}

const AFTER = `The evidence stays with you: the chain keeps its SHA-256. A quorum of other members' organisations quarantines the device.
With --equivocation nobody needs to agree: two records that the device signed for one sequence quarantine it at once.
${ABOUT_ACCOUNTS}`;

/** `wattproof device report`: a gateway's organisation says what it saw, or anybody proves two records for one sequence. */
export function addDeviceReport(parent: Command): void {
  const command: Command = parent
    .command("report")
    .description("report a device that misbehaves, by one of your gateways")
    .argument("[device]", "device id or DID; with --equivocation the records name it", parseDevice)
    .addOption(new Option("--gateway <device>", "your gateway that saw it").argParser(parseDevice))
    .addOption(new Option("--category <category>", REPORTABLE.join(", ")).argParser(parseCategory))
    .option("--evidence <file>", "what was seen; its SHA-256 goes to the chain")
    .addOption(
      new Option("--equivocation <files...>", "two signed records, wattproof-signed-record/1").conflicts([
        "gateway",
        "category",
        "evidence",
      ]),
    );
  finishCommand(addAccountOptions(command), {
    example:
      "npx wattproof device report 0x… --gateway 0x… --category tampering --evidence seal.jpg --account grid.json",
    after: AFTER,
  });

  command.action(async (device: DeviceName | undefined, flags: Flags) => {
    const { gateway, category, evidence, equivocation } = flags;
    if (equivocation !== undefined) {
      const [first, second, ...more] = equivocation;
      if (!first || !second || more.length > 0) command.error("error: --equivocation takes two files");
      return prove(first, second, device, flags);
    }
    if (!device || !gateway || category === undefined || !evidence) {
      command.error("error: give a device, --gateway, --category and --evidence, or --equivocation");
    }
    const evidenceHash = await hashFile(evidence);
    await sendChange(flags, device, (id, chain) => {
      const reporter = idOn(chain, gateway);
      const word = INCIDENT_CATEGORY_WORDS[category];
      return {
        says: `Report device ${id} for ${word}, seen by gateway ${reporter}, evidence ${evidenceHash}`,
        contract: "IncidentRegistry",
        data: INCIDENTS.encodeFunctionData("report", [id, reporter, category, evidenceHash]),
        done: `Device ${id} is reported; wattproof device show tells what a quorum made of it.`,
        result: { gateway: reporter, category: word, evidenceHash },
      };
    });
  });
}

async function prove(first: string, second: string, named: DeviceName | undefined, flags: Flags): Promise<void> {
  const [a, b] = [first, second].map((path) => parseSignedRecord(readText(path))) as [Parsed, Parsed];
  const { device, sequence } = a.record.header;
  await sendChange(flags, named ?? { device }, (id) => ({
    says: `Prove that device ${id} signed two records for sequence ${sequence}: that quarantines it at once`,
    contract: "IncidentRegistry",
    data: INCIDENTS.encodeFunctionData("proveEquivocation", [recordArguments(a), recordArguments(b)]),
    done: `Device ${device} signed two records for sequence ${sequence}; it is quarantined until a quorum clears it.`,
    result: { category: "equivocation", sequence },
  }));
}

type Parsed = ReturnType<typeof parseSignedRecord>;

function parseCategory(text: string): number {
  const category = categoryOf(text);
  if (category === undefined) throw new InvalidArgumentError(`It is one of ${REPORTABLE.join(", ")}.`);
  return category;
}
