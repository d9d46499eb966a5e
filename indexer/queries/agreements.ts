import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { isGrid } from "./grid.js";
import { type Labels, labelOf } from "./labels.js";

export interface AgreementAnswer {
  readonly id: Hex;
  /** What it is counted as on chain. */
  readonly number: number;
  /** A grid supplier has no meter and delivers what the neighbour did not. */
  readonly kind: "neighbour" | "grid";
  readonly importMeter: Hex;
  readonly exportMeter: Hex;
  readonly consumer: Hex;
  readonly supplier: Hex;
  readonly consumerLabel: string;
  readonly supplierLabel: string;
  readonly pricePerKWh: bigint;
  readonly startS: bigint;
  readonly endS: bigint;
  /** Later than `endS` if the agreement was ended early. */
  readonly signedEndS: bigint;
  readonly settlementPeriodS: number;
  readonly capWh: bigint;
  /** What it locks of the consumer's escrow, token units. */
  readonly escrow: bigint;
  readonly deliveredWh: bigint;
  readonly paid: bigint;
  readonly owed: bigint;
  readonly intervals: number;
}

/** Every supply agreement in the order of registration, with what it delivered (Wh) and paid (token units). */
export async function agreements(database: Kysely<ReadModel>, labels: Labels): Promise<AgreementAnswer[]> {
  const rows = await database
    .selectFrom("agreements")
    .leftJoin("agreementTotals", "agreementTotals.agreement", "agreements.id")
    .selectAll("agreements")
    .select(["deliveredWh", "paid", "owed", "intervals"])
    .orderBy("blockNumber")
    .orderBy("logIndex")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    kind: isGrid(row) ? "grid" : "neighbour",
    importMeter: row.importMeter,
    exportMeter: row.exportMeter,
    consumer: row.consumer,
    supplier: row.supplier,
    consumerLabel: labelOf(labels, row.importMeter),
    supplierLabel: labelOf(labels, isGrid(row) ? row.supplier : row.exportMeter),
    pricePerKWh: uintOf(row.pricePerKWh),
    startS: BigInt(row.startS),
    endS: BigInt(row.endS),
    signedEndS: BigInt(row.signedEndS),
    settlementPeriodS: row.settlementPeriodS,
    capWh: uintOf(row.capWh),
    escrow: uintOf(row.escrow),
    deliveredWh: uintOf(row.deliveredWh ?? "0"),
    paid: uintOf(row.paid ?? "0"),
    owed: uintOf(row.owed ?? "0"),
    intervals: row.intervals ?? 0,
  }));
}
