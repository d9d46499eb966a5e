import type { ChainEvent } from "../chain/events.js";
import { addressHex } from "../chain/hexOf.js";
import { uint64Text } from "../database/uint64.js";
import { positionOf, type RangeRows } from "./rows.js";

/** Supply agreements as both sides signed them, and their early ends. */
export function projectAgreement(event: ChainEvent, rows: RangeRows): void {
  const { args } = event;
  switch (event.name) {
    case "AgreementRegistered": {
      const { agreement } = args;
      rows.agreements.push({
        id: args.id,
        contract: event.address,
        number: Number(args.number),
        importMeter: agreement.importMeter,
        exportMeter: agreement.exportMeter,
        consumer: addressHex(agreement.consumer),
        supplier: addressHex(agreement.supplier),
        pricePerKWh: agreement.pricePerKWh.toString(),
        startS: Number(agreement.startS),
        endS: Number(agreement.endS),
        signedEndS: Number(agreement.endS),
        settlementPeriodS: Number(agreement.settlementPeriodS),
        noticeS: Number(agreement.noticeS),
        importRatedW: Number(agreement.importRatedW),
        exportRatedW: Number(agreement.exportRatedW),
        withCertificates: agreement.withCertificates ? 1 : 0,
        capWh: uint64Text(agreement.capWh),
        escrow: agreement.escrow.toString(),
        ...positionOf(event),
      });
      return;
    }
    case "AgreementEnded":
      rows.agreementEnds.push({ id: args.id, endS: Number(args.endS) });
  }
}
