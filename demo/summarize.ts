import type { Queries } from "../indexer/index.js";
import type { JoinedCommunity } from "./community/joinCommunity.js";
import type { DemoSources } from "./sources.js";
import type { BatterySummary, DemoSummary } from "./summary.js";

export interface SummarizeOptions {
  /** Of an index that has come to the chain's end. */
  readonly queries: Queries;
  readonly sources: DemoSources;
  readonly joined: JoinedCommunity | undefined;
  readonly currency: string;
  /** File name of a battery's evidence; null where none was written. */
  readonly evidenceOf: (identifier: string) => string | null;
  readonly elapsedS: number;
}

/** Tells what the replay came to, as the chain and the checked archive have it. */
export async function summarize(options: SummarizeOptions): Promise<DemoSummary> {
  const { queries, sources, joined, currency, evidenceOf, elapsedS } = options;
  const [chain, totals, devices, meters, batteries] = await Promise.all([
    queries.chain(),
    queries.totals(),
    queries.devices(),
    queries.meters(),
    queries.batteries(),
  ]);
  const { settlement, token } = totals;
  // By device: a home and a battery may have the same name.
  const meterOf = new Map(meters.map((meter) => [meter.device, meter]));
  const amountOf = (home: string, side: "earned" | "spent"): string => {
    const device = joined?.meters.get(home)?.device.id;
    return ((device && meterOf.get(device)?.[side]) ?? 0n).toString();
  };
  const amounts = (homes: readonly string[], side: "earned" | "spent") =>
    Object.fromEntries(homes.map((home) => [home, amountOf(home, side)]));

  const rows = sources.community?.rows ?? [];
  const received = rows.reduce((sum, row) => sum + row.hours.length + row.rejections.length, 0);
  // Each meter's opening record is anchored too, and counts nowhere.
  const meterRecords = devices.reduce((sum, { device, records }) => sum + (meterOf.has(device) ? records : 0), 0);
  const anchored = meterRecords - (joined?.meters.size ?? 0);
  return {
    chainId: Number(chain.chainId),
    devices: { enrolled: devices.filter(({ enrolledAtS }) => enrolledAtS !== null).length },
    readings: { received, verified: anchored, anchored, rejected: received - anchored },
    batches: totals.batches,
    settlement: {
      intervals: settlement.intervals,
      settledWh: settlement.settledWh.toString(),
      paid: settlement.paid.toString(),
      currency,
      paidByAccount: amounts(joined?.matching.consumers ?? [], "spent"),
      receivedByAccount: amounts(joined?.matching.suppliers ?? [], "earned"),
      unsettledWh: settlement.unsettledWh.toString(),
    },
    token: { totalSupply: token.totalSupply.toString(), attestedReserves: token.attestedReserves.toString() },
    batteries: batteries.map(
      ({ batteryPassportIdentifier, numberOfFullCycles, stateOfHealth, records }): BatterySummary => ({
        batteryPassportIdentifier,
        numberOfFullCycles: Number(numberOfFullCycles),
        stateOfHealth: stateOfHealth ?? 0,
        recordsAnchored: records,
        evidence: evidenceOf(batteryPassportIdentifier),
      }),
    ),
    corrections: batteries.reduce((sum, { corrections }) => sum + corrections, 0),
    elapsedS,
  };
}
