import type { DemoSummary } from "../../demo/index.js";
import { counted } from "../commandLine/counted.js";

/** The settlement token counts in millionths. */
const TOKEN_DECIMALS = 6;
const WH_PER_KWH_DECIMALS = 3;

/** The summary in lines for people. */
export function describeSummary(summary: DemoSummary): string[] {
  const { readings, settlement, batteries } = summary;
  const money = (units: string) => `${decimal(units, TOKEN_DECIMALS)} ${settlement.currency}`;
  const energy = (wh: string) => `${decimal(wh, WH_PER_KWH_DECIMALS)} kWh`;
  return [
    `${counted(summary.devices.enrolled, "device")} enrolled on chain ${summary.chainId}`,
    `${counted(readings.received, "reading")} received: ${readings.anchored} anchored, ${readings.rejected} rejected, in ${counted(summary.batches, "batch", "batches")}`,
    `${energy(settlement.settledWh)} settled in ${counted(settlement.intervals, "interval")} for ${money(settlement.paid)}; ${energy(settlement.unsettledWh)} had no supplier`,
    ...batteries.map(
      ({ batteryPassportIdentifier, numberOfFullCycles, stateOfHealth, recordsAnchored, evidence }) =>
        `Battery ${batteryPassportIdentifier}: ${counted(numberOfFullCycles, "full cycle")}, state of health ${(stateOfHealth * 100).toFixed(1)} % by its last discharge, ${counted(recordsAnchored, "record")} anchored${evidence ? `, evidence in ${evidence}` : ""}`,
    ),
    `Done in ${summary.elapsedS.toFixed(1)} s`,
  ];
}

function decimal(integer: string, decimals: number): string {
  const digits = integer.padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
