import { type Kysely, sql } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { CycleBody } from "../../protocol/records/chargeCycle.js";
import { recordFromJson } from "../archive/recordJson.js";
import type { BindingRow, PassportCheckpointRow, PassportRow, ReadModel, RecordRow } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { cyclesOfBindings } from "./cycleRecords.js";
import { memberNames } from "./memberNames.js";
import { batteryStatusName, timeSourceName } from "./names.js";

export interface BatteryAnswer {
  readonly passport: Hex;
  readonly batteryPassportIdentifier: string;
  readonly maker: Hex;
  readonly makerName: string | null;
  readonly model: string;
  readonly chemistry: string;
  readonly batteryStatus: ReturnType<typeof batteryStatusName>;
  readonly ratedCapacityMicroAh: bigint;
  readonly ratedEnergyMicroWh: bigint;
  readonly issuedAtS: bigint;
  readonly device: Hex | null;
  readonly numberOfFullCycles: bigint;
  readonly stateOfHealth: number | null;
  readonly chargeCount: bigint;
  readonly dischargeCount: bigint;
  readonly records: number;
  readonly lastRecordAtS: bigint | null;
  readonly timeSource: ReturnType<typeof timeSourceName> | null;
  readonly checkpoint: { device: Hex; sequence: bigint; recordHash: Hex; setAtS: bigint } | null;
}

/** Every battery in the order of issue, with the counters of its latest anchored cycle. */
export async function batteries(database: Kysely<ReadModel>): Promise<BatteryAnswer[]> {
  const [names, passports, bindings] = await Promise.all([
    memberNames(database),
    database.selectFrom("passports").selectAll().orderBy("blockNumber").orderBy("logIndex").execute(),
    database.selectFrom("bindings").selectAll().orderBy("blockNumber").orderBy("logIndex").execute(),
  ]);
  return await Promise.all(
    passports.map(async (passport) => {
      const own = bindings.filter((binding) => binding.passport === passport.passport);
      const makerName = names.get(passport.maker) ?? null;
      return batteryAnswer(passport, own, makerName, {
        count: await countCycles(database, own),
        latest: await latestCycle(database, own),
        checkpoint: await latestCheckpoint(database, passport.passport),
      });
    }),
  );
}

/** A discharge as a fraction of the rated capacity. */
export function healthOf(dischargeMicroAh: bigint, ratedCapacityMicroAh: bigint): number {
  return Number(dischargeMicroAh) / Number(ratedCapacityMicroAh);
}

function batteryAnswer(
  passport: PassportRow,
  bindings: readonly BindingRow[],
  makerName: string | null,
  history: { count: number; latest: RecordRow | undefined; checkpoint: PassportCheckpointRow | undefined },
): BatteryAnswer {
  const { latest, checkpoint } = history;
  const record = latest && recordFromJson(latest.json).record;
  const body: CycleBody | undefined = record?.type === "ChargeCycle" ? record.body : undefined;
  const ratedCapacityMicroAh = uintOf(passport.ratedCapacityMicroAh);
  return {
    passport: passport.passport,
    batteryPassportIdentifier: passport.batteryPassportIdentifier,
    maker: passport.maker,
    makerName,
    model: passport.model,
    chemistry: passport.chemistry,
    batteryStatus: batteryStatusName(passport.batteryStatus),
    ratedCapacityMicroAh,
    ratedEnergyMicroWh: uintOf(passport.ratedEnergyMicroWh),
    issuedAtS: BigInt(passport.issuedAtS),
    device: bindings.at(-1)?.device ?? null,
    numberOfFullCycles: body?.numberOfFullCycles ?? 0n,
    stateOfHealth: body === undefined ? null : healthOf(body.dischargeMicroAh, ratedCapacityMicroAh),
    chargeCount: body?.chargeCount ?? BigInt(passport.factoryChargeCount),
    dischargeCount: body?.dischargeCount ?? BigInt(passport.factoryDischargeCount),
    records: history.count,
    lastRecordAtS: record?.header.timestampS ?? null,
    timeSource: record === undefined ? null : timeSourceName(record.header.timeSource),
    checkpoint:
      checkpoint === undefined
        ? null
        : {
            device: checkpoint.device,
            sequence: uintOf(checkpoint.sequence),
            recordHash: checkpoint.recordHash,
            setAtS: BigInt(checkpoint.setAtS),
          },
  };
}

async function countCycles(database: Kysely<ReadModel>, bindings: readonly BindingRow[]): Promise<number> {
  if (bindings.length === 0) return 0;
  const { count } = await cyclesOfBindings(database, bindings)
    .select(sql<number>`count(*)`.as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The last cycle of the device bound last that has any. */
async function latestCycle(
  database: Kysely<ReadModel>,
  bindings: readonly BindingRow[],
): Promise<RecordRow | undefined> {
  for (const binding of [...bindings].reverse()) {
    const latest = await cyclesOfBindings(database, [binding])
      .selectAll()
      .orderBy("sequence", "desc")
      .limit(1)
      .executeTakeFirst();
    if (latest !== undefined) return latest;
  }
  return undefined;
}

function latestCheckpoint(database: Kysely<ReadModel>, passport: Hex): Promise<PassportCheckpointRow | undefined> {
  return database
    .selectFrom("passportCheckpoints")
    .selectAll()
    .where("passport", "=", passport)
    .orderBy("blockNumber", "desc")
    .orderBy("logIndex", "desc")
    .limit(1)
    .executeTakeFirst();
}
