import type { Kysely } from "kysely";
import type { OperatingLimits } from "../../protocol/evidence/passport.js";
import type { Hex } from "../../protocol/hex.js";
import type { CycleCounters } from "../../protocol/records/chargeCycle.js";
import type { PassportRow, ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { countCycles, type LatestCycle, latestCycle } from "./cycleRecords.js";
import { memberNames } from "./memberNames.js";
import { continuityName, timeSourceName } from "./names.js";
import { type BoundDevice, bindingsOf } from "./passport.js";
import { type PassportLife, passportLife } from "./passportLife.js";

/** Totals of the latest record; `salt` stays with the record. */
type Counters = Omit<CycleCounters, "salt">;

export interface BatteryAnswer extends PassportLife, Counters {
  readonly passport: Hex;
  readonly batteryPassportIdentifier: string;
  readonly maker: Hex;
  readonly makerName: string | null;
  readonly model: string;
  readonly chemistry: string;
  readonly ratedCapacityMicroAh: bigint;
  readonly ratedEnergyMicroWh: bigint;
  readonly factoryChargeCount: number;
  readonly factoryDischargeCount: number;
  readonly limits: OperatingLimits;
  readonly issuedAtS: bigint;
  /** Name of the keeper, if it is or was a member. */
  readonly keeperName: string | null;
  /** The present device. */
  readonly device: Hex | null;
  readonly bindings: readonly {
    readonly device: Hex;
    readonly firstSequence: bigint;
    /** Null for the present device. */
    readonly lastSequence: bigint | null;
    readonly boundAtS: bigint;
    readonly continuity: ReturnType<typeof continuityName>;
  }[];
  readonly stateOfHealth: number | null;
  /** Anchored cycles held here; a correction is no cycle of its own. */
  readonly records: number;
  readonly corrections: number;
  readonly lastRecordAtS: bigint | null;
  readonly timeSource: ReturnType<typeof timeSourceName> | null;
}

/** Every battery in the order of issue, with the counters of its latest anchored record. */
export async function batteries(database: Kysely<ReadModel>): Promise<BatteryAnswer[]> {
  const [names, passports] = await Promise.all([
    memberNames(database),
    database.selectFrom("passports").selectAll().orderBy("blockNumber").orderBy("logIndex").execute(),
  ]);
  return await Promise.all(
    passports.map(async (passport) => {
      const bindings = await bindingsOf(database, passport.passport);
      return batteryAnswer(passport, bindings, names, {
        life: await passportLife(database, passport.passport),
        counts: await countCycles(database, bindings),
        latest: await latestCycle(database, bindings),
      });
    }),
  );
}

/** A discharge as a fraction of the rated capacity. */
export function healthOf(dischargeMicroAh: bigint, ratedCapacityMicroAh: bigint): number {
  return Number(dischargeMicroAh) / Number(ratedCapacityMicroAh);
}

/** The facts of a passport as they were fixed at issue. */
export function factsOf(passport: PassportRow) {
  const limits = JSON.parse(passport.limits) as Record<keyof OperatingLimits, string>;
  return {
    batteryPassportIdentifier: passport.batteryPassportIdentifier,
    maker: passport.maker,
    model: passport.model,
    chemistry: passport.chemistry,
    ratedCapacityMicroAh: uintOf(passport.ratedCapacityMicroAh),
    ratedEnergyMicroWh: uintOf(passport.ratedEnergyMicroWh),
    factoryChargeCount: passport.factoryChargeCount,
    factoryDischargeCount: passport.factoryDischargeCount,
    limits: Object.fromEntries(
      Object.entries(limits).map(([name, value]) => [name, BigInt(value)]),
    ) as unknown as OperatingLimits,
  };
}

function batteryAnswer(
  passport: PassportRow,
  bindings: readonly BoundDevice[],
  names: ReadonlyMap<string, string>,
  found: {
    life: PassportLife;
    counts: { records: number; corrections: number };
    latest: LatestCycle | undefined;
  },
): BatteryAnswer {
  const { latest, life } = found;
  const facts = factsOf(passport);
  const header = latest?.record.header;
  return {
    passport: passport.passport,
    ...facts,
    makerName: names.get(passport.maker) ?? null,
    issuedAtS: BigInt(passport.issuedAtS),
    ...life,
    keeperName: (life.keeper && names.get(life.keeper)) ?? null,
    device: bindings.at(-1)?.device ?? null,
    bindings: bindings.map(({ device, firstSequence, lastSequence, boundAtS, continuity }) => ({
      device,
      firstSequence: uintOf(firstSequence),
      lastSequence: lastSequence === null ? null : uintOf(lastSequence),
      boundAtS: BigInt(boundAtS),
      continuity: continuityName(continuity),
    })),
    stateOfHealth:
      latest === undefined
        ? null
        : healthOf(latest.effective.measurements.dischargeMicroAh, facts.ratedCapacityMicroAh),
    ...countersOf(passport, latest),
    ...found.counts,
    lastRecordAtS: header?.timestampS ?? null,
    timeSource: header === undefined ? null : timeSourceName(header.timeSource),
  };
}

function countersOf(passport: PassportRow, latest: LatestCycle | undefined): Counters {
  if (latest !== undefined) {
    const { salt: _salt, ...counters } = latest.record.counters;
    return counters;
  }
  return {
    chargeCount: BigInt(passport.factoryChargeCount),
    dischargeCount: BigInt(passport.factoryDischargeCount),
    numberOfFullCycles: 0n,
    energyThroughputMicroWh: 0n,
    capacityThroughputMicroAh: 0n,
    deepDischargeCount: null,
    overChargeCount: null,
    timeExtremeHighTempMs: null,
    timeExtremeLowTempMs: null,
    timeExtremeHighTempChargingMs: null,
    timeExtremeLowTempChargingMs: null,
  };
}
