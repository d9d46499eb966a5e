import type { Hex } from "../../protocol/hex.js";
import type { ChainEvent } from "../chain/events.js";
import type { EscrowMovementRow } from "../database/settlementRows.js";
import { positionOf, type RangeRows } from "./rows.js";

/** Adds what an event did to escrows, one row per account; what comes to nothing, as a payment to oneself, moves nothing. */
export function addMovements(
  event: ChainEvent,
  rows: RangeRows,
  kind: EscrowMovementRow["kind"],
  movements: readonly (readonly [account: Hex, amount: bigint])[],
): void {
  const sums = new Map<Hex, bigint>();
  for (const [account, amount] of movements) sums.set(account, (sums.get(account) ?? 0n) + amount);
  const atS = event.block.timestampS;
  for (const [account, amount] of sums) {
    if (amount === 0n) continue;
    rows.escrowMovements.push({ account, kind, amount: amount.toString(), atS, ...positionOf(event) });
  }
}
