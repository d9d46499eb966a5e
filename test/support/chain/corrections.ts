import {
  correctionDomain,
  METER_CORRECTION_TYPES,
  type MeterCorrection,
  MeterCorrectionReason,
} from "../../../protocol/index.js";
import { type Consortium, lower } from "./consortium.js";
import { bytes32Of } from "./devices.js";
import type { Home } from "./market.js";

/** The next correction of a home's meter after the registers that are settled last, of an exchange that changed nothing yet. */
export async function nextCorrection(
  { settlement }: Consortium,
  { meter }: Pick<Home, "meter">,
): Promise<MeterCorrection> {
  const { importAtS, exportAtS } = await settlement.registersOf(meter.device);
  return {
    meter: meter.device,
    number: Number(await settlement.correctionsOf(meter.device)) + 1,
    reason: MeterCorrectionReason.Exchanged,
    importAtS,
    exportAtS,
    ...{ importFromWh: 0n, importToWh: 0n, exportFromWh: 0n, exportToWh: 0n },
    evidenceHash: bytes32Of("protocol of the exchange"),
  };
}

/** Has the meters' organisation sign a correction, and relays it. */
export async function correctMeter(c: Consortium, correction: MeterCorrection): Promise<void> {
  const domain = correctionDomain({ chainId: 31337n, settlement: lower(await c.settlement.getAddress()) });
  const signature = await c.grid.signTypedData({ ...domain }, METER_CORRECTION_TYPES, correction);
  await c.settlement.correct(correction, c.grid, signature);
}
