import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { isGrid } from "./grid.js";
import { type Labels, labelOf } from "./labels.js";
import { meterTotals } from "./meterTotals.js";

export interface MeterAnswer {
  readonly device: Hex;
  readonly label: string;
  readonly role: "supplier" | "consumer" | null;
  readonly importWh: bigint;
  readonly exportWh: bigint;
  readonly earned: bigint;
  readonly spent: bigint;
  readonly escrow: bigint;
}

/**
 * What each meter measured (Wh) and what that earned or cost (token units), in the order of registration. A meter on
 * both sides of agreements counts as a supplier.
 */
export async function meters(database: Kysely<ReadModel>, labels: Labels): Promise<MeterAnswer[]> {
  const [measured, ownerOf, escrows, agreements] = await Promise.all([
    meterTotals(database),
    ownersOf(database),
    database.selectFrom("escrows").selectAll().execute(),
    database
      .selectFrom("agreements")
      .leftJoin("agreementTotals", "agreementTotals.agreement", "agreements.id")
      .select(["importMeter", "exportMeter", "agreementTotals.paid"])
      .execute(),
  ]);
  const escrowOf = new Map(escrows.map(({ account, balance }) => [account, balance]));
  const earned = new Map<Hex, bigint>();
  const spent = new Map<Hex, bigint>();
  for (const { importMeter, exportMeter, paid } of agreements) {
    // No meter of ours earns what a grid supplier does.
    if (!isGrid({ exportMeter })) earned.set(exportMeter, (earned.get(exportMeter) ?? 0n) + uintOf(paid ?? "0"));
    spent.set(importMeter, (spent.get(importMeter) ?? 0n) + uintOf(paid ?? "0"));
  }
  return measured.map(({ device, importWh, exportWh }) => ({
    device,
    label: labelOf(labels, device),
    role: earned.has(device) ? "supplier" : spent.has(device) ? "consumer" : null,
    importWh,
    exportWh,
    earned: earned.get(device) ?? 0n,
    spent: spent.get(device) ?? 0n,
    escrow: uintOf(escrowOf.get(ownerOf.get(device) ?? "0x") ?? "0"),
  }));
}

/** Account that each device pays now. */
async function ownersOf(database: Kysely<ReadModel>): Promise<ReadonlyMap<Hex, Hex>> {
  const [registered, changed] = await Promise.all([
    database.selectFrom("devices").select(["device", "owner"]).execute(),
    database
      .selectFrom("deviceParties")
      .select(["device", "account as owner"])
      .where("role", "=", "owner")
      .orderBy("blockNumber")
      .orderBy("logIndex")
      .execute(),
  ]);
  return new Map([...registered, ...changed].map(({ device, owner }) => [device, owner]));
}
