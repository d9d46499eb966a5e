import type { Hex } from "../../protocol/hex.js";
import type { ChainEvent } from "../chain/events.js";
import { addressHex } from "../chain/hexOf.js";
import type { RegisterRow } from "../database/settlementRows.js";
import { uint64Text } from "../database/uint64.js";
import { addMovements } from "./escrowMovements.js";
import { projectInterval } from "./interval.js";
import { positionOf, type RangeRows } from "./rows.js";
import type { SettlementBook } from "./settlementBook.js";

/** Registers, intervals and the escrow movements that follow from them. */
export function projectSettlement(event: ChainEvent, rows: RangeRows, book: SettlementBook): void {
  const { args } = event;
  switch (event.name) {
    case "MeterOpened":
      takeRegister(event, rows, book, { direction: "import", registerWh: args.importWh, kind: "opening" });
      takeRegister(event, rows, book, { direction: "export", registerWh: args.exportWh, kind: "opening" });
      return;
    case "BaselineSet": {
      const direction = args.isExport ? "export" : "import";
      takeRegister(event, rows, book, { direction, registerWh: args.registerWh, kind: "baseline" });
      return;
    }
    case "MeterCorrected":
      projectCorrection(event, rows, book);
      return;
    case "IntervalSettled":
      projectInterval(event, rows, book);
      return;
    case "ClaimPaid": {
      const { consumer, supplier } = book.agreement(args.agreement);
      rows.claimsPaid.push({ agreement: args.agreement, amount: args.amount });
      addMovements(event, rows, "claim", [
        [consumer, -args.amount],
        [supplier, args.amount],
      ]);
      return;
    }
    case "Deposited":
      addMovements(event, rows, "deposit", [[addressHex(args.account), args.amount]]);
      return;
    case "Withdrawn":
      addMovements(event, rows, "withdrawal", [[addressHex(args.account), -BigInt(args.amount)]]);
  }
}

/** A register that an event names. */
function takeRegister(
  event: ChainEvent,
  rows: RangeRows,
  book: SettlementBook,
  { direction, registerWh, kind }: { registerWh: bigint } & Pick<RegisterRow, "direction" | "kind">,
): void {
  const { meter, timestampS } = event.args;
  book.setRegister({ settlement: event.address, meter, direction }, registerWh);
  rows.registers.push({
    meter,
    direction,
    timestampS: Number(timestampS),
    registerWh: uint64Text(registerWh),
    flowWh: uint64Text(0n),
    kind,
    ...positionOf(event),
  });
}

function projectCorrection(event: ChainEvent, rows: RangeRows, book: SettlementBook): void {
  const { address: settlement, args } = event;
  const { correction } = args;
  const meter: Hex = args.meter;
  book.correctRegister({ settlement, meter, direction: "import" }, correction.importFromWh, correction.importToWh);
  book.correctRegister({ settlement, meter, direction: "export" }, correction.exportFromWh, correction.exportToWh);
  rows.meterCorrections.push({
    settlement,
    meter,
    number: Number(correction.number),
    signer: addressHex(args.signer),
    reason: Number(correction.reason),
    importFromWh: uint64Text(correction.importFromWh),
    importToWh: uint64Text(correction.importToWh),
    exportFromWh: uint64Text(correction.exportFromWh),
    exportToWh: uint64Text(correction.exportToWh),
    evidenceHash: correction.evidenceHash,
    atS: event.block.timestampS,
    ...positionOf(event),
  });
}
