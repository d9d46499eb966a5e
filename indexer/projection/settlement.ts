import type { Hex } from "../../protocol/hex.js";
import type { ChainEvent } from "../chain/events.js";
import { addressHex } from "../chain/hexOf.js";
import type { EscrowMovementRow } from "../database/schema.js";
import { uint64Text } from "../database/uint64.js";
import { positionOf, type RangeRows } from "./rows.js";

/** Who pays and who is paid under an agreement. */
export interface Parties {
  readonly consumer: Hex;
  readonly supplier: Hex;
}

/** Registers, deliveries and the escrow movements that follow from them. */
export function projectSettlement(event: ChainEvent, rows: RangeRows, partiesOf: (agreement: Hex) => Parties): void {
  const { args } = event;
  switch (event.name) {
    case "MeterOpened":
      addRegister(event, rows, { direction: "import", registerWh: args.importWh, kind: "opening" });
      addRegister(event, rows, { direction: "export", registerWh: args.exportWh, kind: "opening" });
      return;
    case "BaselineSet":
      addRegister(event, rows, {
        direction: directionOf(args.direction),
        registerWh: args.registerWh,
        kind: "baseline",
      });
      return;
    case "RegisterSettled":
      addRegister(event, rows, {
        direction: directionOf(args.direction),
        registerWh: args.registerWh,
        flowWh: args.flowWh,
        kind: "settled",
      });
      return;
    case "IntervalSettled":
      rows.intervals.push({
        exportMeter: args.exportMeter,
        endS: Number(args.endS),
        productionWh: uint64Text(args.productionWh),
        deliveredWh: uint64Text(args.deliveredWh),
        settledAtS: event.block.timestampS,
        ...positionOf(event),
      });
      return;
    case "Delivered":
      rows.deliveries.push({
        agreement: args.agreement,
        endS: Number(args.endS),
        importWh: uint64Text(args.importWh),
        deliveredWh: uint64Text(args.deliveredWh),
        paid: args.paid.toString(),
        owed: args.owed.toString(),
        settledAtS: event.block.timestampS,
        transactionHash: event.transactionHash,
        ...positionOf(event),
      });
      addPayment(event, rows, "delivery", partiesOf(args.agreement), args.paid);
      return;
    case "ClaimPaid":
      rows.claimsPaid.push({ agreement: args.agreement, amount: args.amount });
      addPayment(event, rows, "claim", partiesOf(args.agreement), args.amount);
      return;
    case "Deposited":
      addMovement(event, rows, "deposit", addressHex(args.account), args.amount);
      return;
    case "Withdrawn":
      addMovement(event, rows, "withdrawal", addressHex(args.account), -BigInt(args.amount));
  }
}

function directionOf(direction: bigint): "import" | "export" {
  return direction === 0n ? "import" : "export";
}

function addRegister(
  event: ChainEvent,
  rows: RangeRows,
  register: {
    direction: "import" | "export";
    registerWh: bigint;
    flowWh?: bigint;
    kind: "opening" | "baseline" | "settled";
  },
): void {
  rows.registers.push({
    meter: event.args.meter,
    direction: register.direction,
    timestampS: Number(event.args.timestampS),
    registerWh: uint64Text(register.registerWh),
    flowWh: uint64Text(register.flowWh ?? 0n),
    kind: register.kind,
    ...positionOf(event),
  });
}

/** A payment inside the ledger. One to oneself moves nothing. */
function addPayment(
  event: ChainEvent,
  rows: RangeRows,
  kind: EscrowMovementRow["kind"],
  { consumer, supplier }: Parties,
  amount: bigint,
): void {
  if (amount === 0n || consumer === supplier) return;
  addMovement(event, rows, kind, consumer, -amount);
  addMovement(event, rows, kind, supplier, amount);
}

function addMovement(
  event: ChainEvent,
  rows: RangeRows,
  kind: EscrowMovementRow["kind"],
  account: Hex,
  amount: bigint,
): void {
  const atS = event.block.timestampS;
  rows.escrowMovements.push({ account, kind, amount: amount.toString(), atS, ...positionOf(event) });
}
