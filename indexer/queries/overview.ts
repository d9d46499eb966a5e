import type { Kysely } from "kysely";
import type { ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { meterTotals } from "./meterTotals.js";

export interface Totals {
  readonly batches: number;
  readonly settlement: {
    /** Pairs of agreement and interval with a delivery above zero. */
    readonly intervals: number;
    readonly settledWh: bigint;
    /** Token units. */
    readonly paid: bigint;
    /** Consumers' settled import that no supplier covered, Wh. */
    readonly unsettledWh: bigint;
    readonly importWh: bigint;
    readonly exportWh: bigint;
  };
  /** Token units. */
  readonly token: { readonly totalSupply: bigint; readonly attestedReserves: bigint };
}

/** The consortium's energy and money. */
export async function totals(database: Kysely<ReadModel>): Promise<Totals> {
  const [batches, agreements, meters, mints, attestation] = await Promise.all([
    database
      .selectFrom("batches")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow(),
    database.selectFrom("agreementTotals").selectAll().execute(),
    meterTotals(database),
    database.selectFrom("mints").select("amount").execute(),
    latestAttestation(database),
  ]);
  const settledWh = sum(agreements, (row) => uintOf(row.deliveredWh));
  return {
    batches: Number(batches.count),
    settlement: {
      intervals: agreements.reduce((count, row) => count + row.intervals, 0),
      settledWh,
      paid: sum(agreements, (row) => uintOf(row.paid)),
      unsettledWh: sum(agreements, (row) => uintOf(row.importWh)) - settledWh,
      importWh: sum(meters, (meter) => meter.importWh),
      exportWh: sum(meters, (meter) => meter.exportWh),
    },
    token: {
      totalSupply: sum(mints, (row) => uintOf(row.amount)),
      attestedReserves: uintOf(attestation?.amount ?? "0"),
    },
  };
}

function latestAttestation(database: Kysely<ReadModel>) {
  return database
    .selectFrom("attestations")
    .select("amount")
    .orderBy("blockNumber", "desc")
    .orderBy("logIndex", "desc")
    .limit(1)
    .executeTakeFirst();
}

function sum<Row>(rows: readonly Row[], amount: (row: Row) => bigint): bigint {
  return rows.reduce((total, row) => total + amount(row), 0n);
}
