import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { recordFromJson } from "../archive/recordJson.js";
import type { ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { healthOf } from "./batteries.js";
import { cyclesOfBindings } from "./cycleRecords.js";
import { timeSourceName } from "./names.js";
import { passportWithBindings } from "./passport.js";

export interface CycleAnswer {
  readonly sequence: bigint;
  readonly timestampS: bigint;
  readonly timeSource: ReturnType<typeof timeSourceName>;
  readonly chargeMicroAh: bigint;
  readonly dischargeMicroAh: bigint;
  readonly chargeMicroWh: bigint;
  readonly dischargeMicroWh: bigint;
  readonly stateOfHealth: number;
  readonly chargeTemperatureMaxMilliC: bigint;
  readonly dischargeTemperatureMaxMilliC: bigint;
  readonly numberOfFullCycles: bigint;
  readonly recordHash: Hex;
}

/** The first `limit` anchored cycles of a battery, devices in the order of binding; `undefined` without a passport. */
export async function cycles(
  database: Kysely<ReadModel>,
  { batteryPassportIdentifier, limit }: { batteryPassportIdentifier: string; limit: number },
): Promise<CycleAnswer[] | undefined> {
  const found = await passportWithBindings(database, batteryPassportIdentifier);
  if (found === undefined) return undefined;
  const ratedCapacityMicroAh = uintOf(found.passport.ratedCapacityMicroAh);
  const answers: CycleAnswer[] = [];
  for (const binding of found.bindings) {
    const rows = await cyclesOfBindings(database, [binding])
      .select(["recordHash", "json"])
      .orderBy("sequence")
      .limit(limit - answers.length)
      .execute();
    for (const { recordHash, json } of rows) {
      const { record } = recordFromJson(json);
      if (record.type === "ChargeCycle") answers.push({ ...cycleOf(record), recordHash });
    }
    if (answers.length >= limit) break;
  }
  return answers;

  function cycleOf({ header, body }: Extract<ReturnType<typeof recordFromJson>["record"], { type: "ChargeCycle" }>) {
    return {
      sequence: header.sequence,
      timestampS: header.timestampS,
      timeSource: timeSourceName(header.timeSource),
      chargeMicroAh: body.chargeMicroAh,
      dischargeMicroAh: body.dischargeMicroAh,
      chargeMicroWh: body.chargeMicroWh,
      dischargeMicroWh: body.dischargeMicroWh,
      stateOfHealth: healthOf(body.dischargeMicroAh, ratedCapacityMicroAh),
      chargeTemperatureMaxMilliC: body.chargeTemperatureMaxMilliC,
      dischargeTemperatureMaxMilliC: body.dischargeTemperatureMaxMilliC,
      numberOfFullCycles: body.numberOfFullCycles,
    };
  }
}
