import type { Hex } from "../../protocol/hex.js";
import { decodeWords, type MeterWord } from "../../protocol/settlement/words.js";
import type { ChainEvent } from "../chain/events.js";
import { addressHex } from "../chain/hexOf.js";
import { uint64Text } from "../database/uint64.js";
import { IntervalUnreadable } from "../errors.js";
import { addMovements } from "./escrowMovements.js";
import { positionOf, type RangeRows } from "./rows.js";
import type { SettledAgreement, SettlementBook } from "./settlementBook.js";

const WH_PER_KWH = 1_000n;

/**
 * A closed interval: the registers that closed it, what each agreement delivered, and what was paid for it.
 * Throws `IntervalUnreadable`, `AgreementNotFollowed` or `SettledWordsInvalid`.
 */
export function projectInterval(event: ChainEvent, rows: RangeRows, book: SettlementBook): void {
  const { args, address: settlement } = event;
  const exportMeter: Hex = args.exportMeter;
  const endS = Number(args.endS);
  const roster = addressHex(args.roster);
  const words: bigint[] = [...args.words];
  const { supplier, members } = decodeWords(words);
  const numbers = book.numbersOf(roster, { exportMeter, endS });
  if (members.length !== numbers.length) {
    const reason = `it tells of ${members.length} members, its roster has ${numbers.length}`;
    throw new IntervalUnreadable({ exportMeter, endS, reason });
  }
  book.moveHead(settlement, exportMeter, { roster, endS: args.endS, words });
  rows.intervals.push({
    exportMeter,
    endS,
    productionWh: uint64Text(supplier.flowWh),
    deliveredWh: uint64Text(supplier.deliveredWh),
    settledAtS: event.block.timestampS,
    ...positionOf(event),
  });
  const take = (meter: Hex, direction: "import" | "export", { isGiven, flowWh }: MeterWord): void => {
    if (!isGiven) return;
    const registerWh = uint64Text(book.addFlow({ settlement, meter, direction }, flowWh));
    const register = { meter, direction, registerWh, flowWh: uint64Text(flowWh), kind: "settled" } as const;
    rows.registers.push({ ...register, timestampS: endS, ...positionOf(event) });
  };
  const movements: [Hex, bigint][] = [];
  const deliver = (agreement: SettledAgreement, importWh: bigint, deliveredWh: bigint, owed: bigint): void => {
    const paid = (deliveredWh * BigInt(agreement.pricePerKWh)) / WH_PER_KWH - owed;
    if (paid < 0n) {
      throw new IntervalUnreadable({ exportMeter, endS, reason: `${agreement.id} owes more than was delivered` });
    }
    rows.deliveries.push({
      agreement: agreement.id,
      endS,
      importWh: uint64Text(importWh),
      deliveredWh: uint64Text(deliveredWh),
      paid: paid.toString(),
      owed: owed.toString(),
      settledAtS: event.block.timestampS,
      transactionHash: event.transactionHash,
      ...positionOf(event),
    });
    movements.push([agreement.consumer, -paid], [agreement.supplier, paid]);
  };
  take(exportMeter, "export", supplier);
  for (const [index, member] of members.entries()) {
    if (!member.isGiven) continue;
    const agreement = book.agreementByNumber(settlement, numbers[index] as number);
    take(agreement.importMeter, "import", member);
    deliver(agreement, member.flowWh, member.deliveredWh, member.owed);
    const { grid } = member;
    if (grid === null) continue;
    deliver(book.agreementByNumber(settlement, grid.number), member.flowWh, grid.deliveredWh, grid.owed);
  }
  addMovements(event, rows, "delivery", movements);
}
