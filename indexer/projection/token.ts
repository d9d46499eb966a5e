import type { ChainEvent } from "../chain/events.js";
import { addressHex } from "../chain/hexOf.js";
import { positionOf, type RangeRows } from "./rows.js";

/** Money that entered and left the token, and the reserves behind it. */
export function projectToken(event: ChainEvent, rows: RangeRows): void {
  const { args, block } = event;
  const atS = block.timestampS;
  if (event.name === "Minted") {
    rows.mints.push({
      account: addressHex(args.to),
      amount: args.amount.toString(),
      paymentReference: args.paymentReference,
      atS,
      ...positionOf(event),
    });
  } else if (event.name === "RedemptionRequested") {
    rows.redemptions.push({
      contract: event.address,
      id: args.id.toString(),
      account: addressHex(args.holder),
      amount: args.amount.toString(),
      payoutHash: args.payoutHash,
      dueAtS: Number(args.dueAtS),
      atS,
      ...positionOf(event),
    });
  } else if (event.name === "RedemptionPaidOut") {
    rows.payouts.push({
      contract: event.address,
      redemption: args.id.toString(),
      bankReference: args.bankReference,
      atS,
      ...positionOf(event),
    });
  } else if (event.name === "ReservesAttested") {
    rows.attestations.push({
      amount: args.amount.toString(),
      asOfS: Number(args.asOfS),
      reportHash: args.reportHash,
      atS,
      ...positionOf(event),
    });
  }
}
