import type { Kysely } from "kysely";
import type { ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { isGrid } from "./grid.js";
import { meterTotals } from "./meterTotals.js";

export interface Totals {
  readonly batches: number;
  readonly settlement: {
    /** Pairs of agreement with a neighbour and interval with a delivery above zero. */
    readonly intervals: number;
    /** Delivered by neighbours, Wh. */
    readonly settledWh: bigint;
    /** Paid to neighbours, token units. */
    readonly paid: bigint;
    /** Delivered by grid suppliers, Wh. */
    readonly gridWh: bigint;
    /** Paid to grid suppliers, token units. */
    readonly gridPaid: bigint;
    /** What consumers owe beyond their escrow, token units. */
    readonly owed: bigint;
    /** Consumers' settled import that no agreement covered, Wh. */
    readonly unsettledWh: bigint;
    readonly importWh: bigint;
    readonly exportWh: bigint;
  };
  /** Token units. */
  readonly token: { readonly totalSupply: bigint; readonly attestedReserves: bigint };
}

/** The consortium's energy and money. */
export async function totals(database: Kysely<ReadModel>): Promise<Totals> {
  const [batches, agreements, meters, supply, attestation] = await Promise.all([
    database
      .selectFrom("batches")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow(),
    database
      .selectFrom("agreementTotals")
      .innerJoin("agreements", "agreements.id", "agreementTotals.agreement")
      .selectAll("agreementTotals")
      .select("exportMeter")
      .execute(),
    meterTotals(database),
    totalSupply(database),
    latestAttestation(database),
  ]);
  const grid = agreements.filter(isGrid);
  const neighbours = agreements.filter((row) => !isGrid(row));
  const settledWh = sum(neighbours, (row) => uintOf(row.deliveredWh));
  const gridWh = sum(grid, (row) => uintOf(row.deliveredWh));
  return {
    batches: Number(batches.count),
    settlement: {
      intervals: neighbours.reduce((count, row) => count + row.intervals, 0),
      settledWh,
      paid: sum(neighbours, (row) => uintOf(row.paid)),
      gridWh,
      gridPaid: sum(grid, (row) => uintOf(row.paid)),
      owed: sum(agreements, (row) => uintOf(row.owed)),
      // Every interval of a grid supplier is one of a neighbour, whose row tells the import.
      unsettledWh: sum(neighbours, (row) => uintOf(row.importWh)) - settledWh - gridWh,
      importWh: sum(meters, (meter) => meter.importWh),
      exportWh: sum(meters, (meter) => meter.exportWh),
    },
    token: {
      totalSupply: supply,
      attestedReserves: uintOf(attestation?.amount ?? "0"),
    },
  };
}

/** What was minted less what was paid out. */
async function totalSupply(database: Kysely<ReadModel>): Promise<bigint> {
  const minted = await database.selectFrom("mints").select("amount").execute();
  const paidOut = await database
    .selectFrom("payouts")
    .innerJoin("redemptions", (join) =>
      join.onRef("redemptions.id", "=", "payouts.redemption").onRef("redemptions.contract", "=", "payouts.contract"),
    )
    .select("amount")
    .execute();
  return sum(minted, (row) => uintOf(row.amount)) - sum(paidOut, (row) => uintOf(row.amount));
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
