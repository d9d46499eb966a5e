import { isError } from "ethers";
import type { Delivery, GivenReading } from "../../../deals/index.js";
import { lowerHex, mapBounded, read } from "../../../evidence/index.js";
import { decodeRevert } from "../../../oracle/relayer/index.js";
import {
  type ArchivedBatch,
  anchoredReports,
  type Hex,
  isSignedRecord,
  type RecordHeader,
  type SensorReading,
  type SensorReport,
  structHashOf,
} from "../../../protocol/index.js";
import { contractErrors } from "../../chain/contractErrors.js";
import type { OpenChain } from "../../chain/openChain.js";

import { batchesInArchives } from "../../evidence/archives.js";
import type { DeliveriesHere } from "./deliveriesHere.js";

/** A delivery's readings out of archives. */
export interface ArchivedReadings {
  /** Those of its sensors, fields and time, each once; numbered as they came. */
  readonly readings: readonly GivenReading[];
  /** Reports of some of them with their proofs, in their order. */
  reportsOf(some: readonly GivenReading[]): SensorReport[];
}

/** Reads what stopped oracles anchored of a delivery's sensors. Throws as `batchesInArchives`. */
export async function archivedReadings(
  chain: OpenChain,
  delivery: Delivery,
  folders: readonly string[],
): Promise<ArchivedReadings> {
  const { plan, untilS, watches } = delivery;
  const isWatched = ({ header: { device, timestampS }, field }: SensorReading) =>
    watches.some(({ sensor, condition }) => sensor === device && condition.field === field) &&
    timestampS >= BigInt(plan.startS) &&
    timestampS <= BigInt(untilS);
  const readings: GivenReading[] = [];
  const batchOf = new Map<SensorReading, ArchivedBatch>();
  const seen = new Set<Hex>();
  const sensors = [...new Set(watches.map(({ sensor }) => sensor))];
  for await (const batch of batchesInArchives(chain, folders, sensors)) {
    for (const leaf of batch.leaves) {
      if (!isSignedRecord(leaf) || leaf.record.type !== "SensorReading" || !isWatched(leaf.record)) continue;
      // Two oracles may have anchored the same.
      if (seen.size === seen.add(structHashOf(leaf.record)).size) continue;
      batchOf.set(leaf.record, batch);
      readings.push({ row: readings.length + 1, signed: leaf, reading: leaf.record });
    }
  }
  return {
    readings,
    reportsOf(some) {
      const wanted = new Set(some.map(({ reading }) => reading));
      const batches = new Set([...wanted].flatMap((reading) => batchOf.get(reading) ?? []));
      const reports = [...batches].flatMap((batch) => anchoredReports(batch, (reading) => wanted.has(reading)));
      const byPlace = new Map(reports.map((report) => [placeOf(report.header), report]));
      return some.flatMap(({ reading }) => byPlace.get(placeOf(reading.header)) ?? []);
    },
  };
}

const placeOf = ({ device, sequence }: RecordHeader) => `${device} ${sequence}`;

/** Those of the selected readings that the contract takes, and why it does not take the others. Throws `ChainUnreadable`. */
export async function judgedByContract<Selected extends GivenReading>(
  { at: { watch } }: DeliveriesHere,
  delivery: Hex,
  selected: readonly Selected[],
  { reportsOf }: Pick<ArchivedReadings, "reportsOf">,
): Promise<{
  readonly taken: readonly Selected[];
  readonly refused: readonly (Selected & { readonly reason: string })[];
}> {
  const reasons = await mapBounded(reportsOf(selected), ({ proof, ...report }) =>
    read(`what becomes of a reading of delivery ${delivery}`, () =>
      watch.report.staticCall(delivery, [{ ...report, proof: [...proof] }]).then(() => undefined, nameOfRefusal),
    ),
  );
  return {
    taken: selected.filter((_, at) => reasons[at] === undefined),
    refused: selected.flatMap((each, at) => {
      const reason = reasons[at];
      return reason === undefined ? [] : [{ ...each, reason }];
    }),
  };
}

function nameOfRefusal(error: unknown): string {
  if (!isError(error, "CALL_EXCEPTION") || !error.data) throw error;
  return decodeRevert(contractErrors(), lowerHex(error.data)).name;
}
