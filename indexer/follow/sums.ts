import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { ReadModel } from "../database/schema.js";
import type { AgreementTotalsRow } from "../database/settlementRows.js";
import { uintOf } from "../database/uint64.js";
import type { RangeRows } from "../projection/rows.js";

/** Adds a range to the sums of each agreement that it touches. */
export async function addAgreementTotals(database: Kysely<ReadModel>, rows: RangeRows): Promise<void> {
  const touched = new Set([...rows.deliveries, ...rows.claimsPaid].map(({ agreement }) => agreement));
  if (touched.size === 0) return;
  const before = await database.selectFrom("agreementTotals").selectAll().execute();
  const totals = new Map(before.map((row) => [row.agreement, sumsOf(row)]));
  const of = (agreement: Hex) => {
    const found = totals.get(agreement) ?? { importWh: 0n, deliveredWh: 0n, paid: 0n, owed: 0n, intervals: 0 };
    totals.set(agreement, found);
    return found;
  };
  for (const delivery of rows.deliveries) {
    const sums = of(delivery.agreement);
    sums.importWh += uintOf(delivery.importWh);
    sums.deliveredWh += uintOf(delivery.deliveredWh);
    sums.paid += uintOf(delivery.paid);
    sums.owed += uintOf(delivery.owed);
    if (uintOf(delivery.deliveredWh) > 0n) sums.intervals += 1;
  }
  for (const claim of rows.claimsPaid) {
    const sums = of(claim.agreement);
    sums.paid += claim.amount;
    sums.owed -= claim.amount;
  }
  for (const agreement of touched) {
    const { intervals, ...amounts } = of(agreement);
    const text = Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, value.toString()]));
    const row = { ...text, agreement, intervals } as AgreementTotalsRow;
    await database
      .insertInto("agreementTotals")
      .values(row)
      .onConflict((conflict) => conflict.column("agreement").doUpdateSet(row))
      .execute();
  }
}

function sumsOf(row: AgreementTotalsRow) {
  return {
    importWh: uintOf(row.importWh),
    deliveredWh: uintOf(row.deliveredWh),
    paid: uintOf(row.paid),
    owed: uintOf(row.owed),
    intervals: row.intervals,
  };
}

/** Adds a range to the escrow of each account that it touches. */
export async function addEscrows(database: Kysely<ReadModel>, rows: RangeRows): Promise<void> {
  const added = new Map<Hex, bigint>();
  for (const { account, amount } of rows.escrowMovements) {
    added.set(account, (added.get(account) ?? 0n) + BigInt(amount));
  }
  for (const [account, amount] of added) {
    const before = await database
      .selectFrom("escrows")
      .select("balance")
      .where("account", "=", account)
      .executeTakeFirst();
    const balance = (uintOf(before?.balance ?? "0") + amount).toString();
    await database
      .insertInto("escrows")
      .values({ account, balance })
      .onConflict((conflict) => conflict.column("account").doUpdateSet({ balance }))
      .execute();
  }
}
