import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { ChargeCycle, CycleCounters, CycleMeasurements } from "../../protocol/records/chargeCycle.js";
import type { ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { healthOf } from "./batteries.js";
import { cycleOfJson, cyclesOfBindings } from "./cycleRecords.js";
import { correctionReasonName, timeSourceName } from "./names.js";
import { passportWithBindings } from "./passport.js";

/** A record of a cycle, or of its correction, with what it measured and counted. */
export interface CycleAnswer
  extends Omit<CycleMeasurements, "salt" | "supersedes" | "correctionReason">,
    Omit<CycleCounters, "salt"> {
  readonly sequence: bigint;
  readonly timestampS: bigint;
  readonly timeSource: ReturnType<typeof timeSourceName>;
  readonly stateOfHealth: number;
  /** Record that this one corrects; null for an original. */
  readonly supersedes: Hex | null;
  readonly correctionReason: ReturnType<typeof correctionReasonName>;
  /** The last record that corrects this one; null if none does. */
  readonly supersededBy: Hex | null;
  readonly recordHash: Hex;
}

/**
 * The first `limit` anchored records of a battery's cycles, corrections where they were recorded, devices in the order
 * of binding; `undefined` without a passport.
 */
export async function cycles(
  database: Kysely<ReadModel>,
  { batteryPassportIdentifier, limit }: { batteryPassportIdentifier: string; limit: number },
): Promise<CycleAnswer[] | undefined> {
  const found = await passportWithBindings(database, batteryPassportIdentifier);
  if (found === undefined) return undefined;
  const ratedCapacityMicroAh = uintOf(found.passport.ratedCapacityMicroAh);
  const answers: CycleAnswer[] = [];
  for (const binding of found.bindings) {
    const supersededBy = await corrections(database, binding.device);
    const rows = await cyclesOfBindings(database, [binding])
      .select(["recordHash", "json"])
      .orderBy("sequence")
      .limit(limit - answers.length)
      .execute();
    for (const { recordHash, json } of rows) {
      const cycle = cycleOf(cycleOfJson(json), ratedCapacityMicroAh);
      answers.push({ ...cycle, supersededBy: supersededBy.get(recordHash) ?? null, recordHash });
    }
    if (answers.length >= limit) break;
  }
  return answers;
}

/** Of each corrected record the last that corrects it. */
async function corrections(database: Kysely<ReadModel>, device: Hex): Promise<ReadonlyMap<Hex, Hex>> {
  const rows = await database
    .selectFrom("corrections")
    .select(["supersedes", "recordHash"])
    .where("device", "=", device)
    .orderBy("sequence")
    .execute();
  return new Map(rows.map(({ supersedes, recordHash }) => [supersedes, recordHash]));
}

function cycleOf({ header, measurements, counters }: ChargeCycle, ratedCapacityMicroAh: bigint) {
  const { salt: _salt, supersedes, correctionReason, ...measured } = measurements;
  const { salt: _countersSalt, ...counted } = counters;
  const reason = correctionReasonName(correctionReason);
  return {
    sequence: header.sequence,
    timestampS: header.timestampS,
    timeSource: timeSourceName(header.timeSource),
    ...measured,
    stateOfHealth: healthOf(measured.dischargeMicroAh, ratedCapacityMicroAh),
    ...counted,
    supersedes: reason === "none" ? null : supersedes,
    correctionReason: reason,
  };
}
