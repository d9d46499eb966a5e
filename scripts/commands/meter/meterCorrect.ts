import { type Command, Option } from "commander";
import {
  type Hex,
  METER_CORRECTION_TYPES,
  type MeterCorrection,
  type MeterCorrectionReason,
} from "../../../protocol/index.js";
import { EnergySettlement__factory } from "../../../typechain-types/factories/contracts/EnergySettlement__factory.js";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { requireSignedFor, type SignedFor } from "../../chain/signedFor.js";
import { signTold } from "../../chain/signTold.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatEnergy } from "../../commandLine/energy.js";
import { readText } from "../../commandLine/files.js";
import { keccakFile } from "../../commandLine/hashFile.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { ABOUT_SIGNING, addSignOptions, type SignFlags } from "../../commandLine/signOptions.js";
import { MeterCorrectionInvalid } from "./errors.js";
import { type Jump, parseJump, parseReason, REASON_WORDS, reasonWord } from "./meterValues.js";
import { readMeter, type SettledMeter } from "./readMeter.js";
import { domainOf, parseSignedCorrection, type SignedCorrection, signedCorrectionJson } from "./signedCorrection.js";

const SETTLEMENT = EnergySettlement__factory.createInterface();
const NO_JUMP: Jump = { fromWh: 0n, toWh: 0n };

interface Flags extends SignFlags {
  readonly import?: Jump;
  readonly export?: Jump;
  readonly reason?: MeterCorrectionReason;
  readonly evidence?: string;
}

const AFTER = `Where a register stood at the first figure it goes on at the second, after the register that was settled last: so settle what the
old meter showed first, and correct before the next reading is settled. The meter's organisation signs, or its registrar. The
evidence stays with you; the chain keeps its keccak-256. The meter's next reading needs wattproof meter read --corrected.
${ABOUT_SIGNING}`;

/** `wattproof meter correct`: a meter's registers jumped, and its organisation answers for it. */
export function addMeterCorrect(parent: Command): void {
  const command: Command = parent
    .command("correct")
    .description("say, as the organisation that answers for a meter, where its registers go on after a jump")
    .argument("[device]", "meter's id or DID", parseDevice)
    .addOption(new Option("--import <from:to>", "import register, such as 4712kWh:0Wh").argParser(parseJump))
    .addOption(new Option("--export <from:to>", "export register, likewise").argParser(parseJump))
    .addOption(new Option("--reason <reason>", `one of ${REASON_WORDS.join(", ")}`).argParser(parseReason))
    .option("--evidence <file>", "protocol of the exchange, or the finding");
  finishCommand(addSignOptions(command), {
    example:
      "npx wattproof meter correct 0x… --import 4712kWh:0Wh --reason exchanged --evidence exchange.pdf --account grid.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });

  command.action(async (name: DeviceName | undefined, flags: Flags) => {
    if (flags.relay !== undefined) return relay(flags, flags.relay);
    const { import: imported, export: exported, reason, evidence } = flags;
    if (!name || reason === undefined || evidence === undefined || (imported === undefined && exported === undefined)) {
      command.error("error: give a device, --reason, --evidence, and --import or --export, or --relay");
    }
    const evidenceHash = keccakFile(evidence);
    await withChain(flags, async (chain) => {
      const meter = await readMeter(chain, idOn(chain, name));
      const jumps = { imported: imported ?? NO_JUMP, exported: exported ?? NO_JUMP };
      const correction = correctionOf(meter, jumps, { reason, evidenceHash });
      const account = await openAccount(chain, flags);
      const at = await settlementOf(chain);
      const signature = await signTold(chain, account, {
        says: says(correction),
        details: describe(correction),
        typed: { domain: domainOf(at), types: METER_CORRECTION_TYPES, value: { ...correction } },
      });
      const signed = { ...at, signer: account.address, correction, signature };
      // It goes into a file, so it is JSON in any case.
      if (flags.signOnly) printResult(signedCorrectionJson(signed), [], { json: true });
      else await send(chain, account, signed, flags);
    });
  });
}

async function settlementOf(chain: OpenChain): Promise<SignedFor> {
  return { chainId: chain.chainId, contract: await chain.contract("EnergySettlement") };
}

interface Jumps {
  readonly imported: Jump;
  readonly exported: Jump;
}

/** The meter's next correction, after the registers that are settled last. Throws `MeterCorrectionInvalid`. */
function correctionOf(
  { meter, settled, corrections }: SettledMeter,
  { imported, exported }: Jumps,
  why: Pick<MeterCorrection, "reason" | "evidenceHash">,
): MeterCorrection {
  if (settled === null) throw new MeterCorrectionInvalid(meter, "nothing of it was settled yet");
  const { importAtS, exportAtS, importWh, exportWh } = settled;
  requireReached(meter, "import", importWh, imported);
  requireReached(meter, "export", exportWh, exported);
  return {
    ...{ meter, number: corrections + 1, importAtS, exportAtS, ...why },
    ...{ importFromWh: imported.fromWh, importToWh: imported.toWh },
    ...{ exportFromWh: exported.fromWh, exportToWh: exported.toWh },
  };
}

/** A register that jumps stood at least where it was settled last. After an earlier correction that may be below zero. */
function requireReached(meter: Hex, register: string, settledWh: bigint, { fromWh, toWh }: Jump): void {
  const lastWh = BigInt.asIntN(64, settledWh);
  if (fromWh === toWh || fromWh >= lastWh) return;
  const reason = `its ${register} register was settled at ${formatEnergy(lastWh)}, so it did not stand at ${formatEnergy(fromWh)} after that`;
  throw new MeterCorrectionInvalid(meter, reason);
}

async function relay(flags: Flags, path: string): Promise<void> {
  const signed = parseSignedCorrection(readText(path));
  await withChain(flags, async (chain) => {
    requireSignedFor("CorrectionForeign", await settlementOf(chain), signed);
    await send(chain, await openAccount(chain, flags), signed, flags);
  });
}

async function send(
  chain: OpenChain,
  account: ChainAccount,
  { contract, signer, correction, signature }: SignedCorrection,
  flags: Flags,
): Promise<void> {
  const action = {
    says: `${says(correction)}, as ${signer} signed`,
    to: contract,
    data: SETTLEMENT.encodeFunctionData("correct", [correction, signer, signature]),
    done: [`Correction ${correction.number} of meter ${correction.meter} counts.`, ...describe(correction)],
    result: { ...correction, reason: reasonWord(correction.reason), signer },
  };
  await sendAndTell(chain, account, action, flags);
}

function says({ number, meter, reason }: MeterCorrection): string {
  return `Correct the registers of meter ${meter} (correction ${number}, ${reasonWord(reason)})`;
}

function describe(of: MeterCorrection): string[] {
  const line = (register: string, fromWh: bigint, toWh: bigint, atS: bigint) =>
    fromWh === toWh
      ? []
      : [
          `  ${register}      from ${formatEnergy(fromWh)} on at ${formatEnergy(toWh)}, after ${formatInstant(Number(atS))}`,
        ];
  return [
    ...line("import", of.importFromWh, of.importToWh, of.importAtS),
    ...line("export", of.exportFromWh, of.exportToWh, of.exportAtS),
    `  evidence    ${of.evidenceHash}`,
  ];
}
