import type { ChainEvent } from "../chain/events.js";
import { addressHex } from "../chain/hexOf.js";
import { uint64Text } from "../database/uint64.js";
import { positionOf, type RangeRows } from "./rows.js";

/** Supply agreements as both sides signed them. */
export function projectAgreement(event: ChainEvent, rows: RangeRows): void {
  if (event.name !== "AgreementRegistered") return;
  const { agreement } = event.args;
  rows.agreements.push({
    id: event.args.id,
    importMeter: agreement.importMeter,
    exportMeter: agreement.exportMeter,
    consumer: addressHex(agreement.consumer),
    supplier: addressHex(agreement.supplier),
    pricePerKWh: agreement.pricePerKWh.toString(),
    startS: Number(agreement.startS),
    endS: Number(agreement.endS),
    settlementPeriodS: Number(agreement.settlementPeriodS),
    capWh: uint64Text(agreement.capWh),
    ...positionOf(event),
  });
}
