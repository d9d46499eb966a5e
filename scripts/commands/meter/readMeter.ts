import { lowerHex, read, readRegisteredDevice, requireBlock } from "../../../evidence/index.js";
import { kindWord, statusWord } from "../../../identity/index.js";
import { DeviceStatus, type Hex } from "../../../protocol/index.js";
import { EnergySettlement__factory } from "../../../typechain-types/factories/contracts/EnergySettlement__factory.js";
import { ISupplyAgreements__factory } from "../../../typechain-types/factories/contracts/interfaces/ISupplyAgreements__factory.js";
import type { OpenChain } from "../../chain/openChain.js";
import { DeviceNotRegistered } from "../device/readLife.js";

/** What a meter was settled for, at one block. */
export type SettledMeter = Awaited<ReturnType<typeof readMeter>>;

/** Reads how far a meter is settled. Throws `DeviceNotRegistered`, `ContractNotNamed`, `ChainUnreadable`. */
export async function readMeter(chain: OpenChain, meter: Hex) {
  const { provider, directory } = chain;
  const { number: blockTag } = await requireBlock(provider, "latest");
  const at = { blockTag };
  const settlement = EnergySettlement__factory.connect(await chain.contract("EnergySettlement"), provider);
  const supplies = ISupplyAgreements__factory.connect(await chain.contract("SupplyAgreements"), provider);
  const devices = lowerHex(await read("whose meters are settled", () => settlement.DEVICES(at)));
  const device = await readRegisteredDevice({ provider, devices, blockTag }, meter);
  if (device.statusNow === DeviceStatus.Unknown) throw new DeviceNotRegistered(meter, directory);
  const [settled, counted, corrections, periodS, closedS] = await read(`what meter ${meter} is settled for`, () =>
    Promise.all([
      settlement.registersOf(meter, at),
      settlement.countedOf(meter, at),
      settlement.correctionsOf(meter, at),
      supplies.periodOf(meter, at),
      settlement.settledUntil(meter, at),
    ]),
  );
  return {
    meter,
    kind: kindWord(device.kind),
    status: statusWord(device.statusNow),
    organisation: device.organisation,
    owner: device.owner,
    /** Null before its first record was settled. */
    settled: settled.importAtS === 0n ? null : registersOf(settled),
    /** The same as if nothing had been corrected. */
    counted: settled.importAtS === 0n ? null : registersOf(counted),
    corrections: Number(corrections),
    /** Of the agreements by which it supplies, s; null before the first. */
    settlementPeriodS: periodS === 0n ? null : Number(periodS),
    /** End of its last closed interval as a supplier, Unix seconds; null before the first. */
    closedUntilS: closedS === 0n ? null : Number(closedS),
    block: blockTag,
  };
}

/** Without what else a contract's answer carries. */
function registersOf({ importAtS, exportAtS, importWh, exportWh }: Registers): Registers {
  return { importAtS, exportAtS, importWh, exportWh };
}

/** A meter's registers, Wh, and when they stood so, Unix seconds. */
export interface Registers {
  readonly importAtS: bigint;
  readonly exportAtS: bigint;
  readonly importWh: bigint;
  readonly exportWh: bigint;
}
