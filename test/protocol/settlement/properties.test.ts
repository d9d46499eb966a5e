import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  decodeWords,
  type MeterReading,
  type ReferenceSettlement,
  SettlementRefused,
} from "../../../protocol/index.js";
import { ADA, BOB, endOf, GRID, METER, ROSTER, readingAt, SUPPLIER, village } from "./support/village.js";

const ESCROW = 20_000n;
const CALL = { nowS: endOf(1_000), mayLeaveOut: true };
const ACCOUNTS = [ADA, BOB, SUPPLIER, GRID];

const energy = fc.bigInt({ min: 0n, max: 9_000n });
const step = fc.record({
  produced: energy,
  adas: energy,
  bobs: energy,
  reads: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  deposit: fc.bigInt({ min: 0n, max: 9_000n }),
  paysClaims: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const steps = fc.array(step, { minLength: 1, maxLength: 8 });

/** The intervals of some steps, with running registers; a register that does not come is counted by the next that does. */
function intervalsOf(taken: readonly Step[]) {
  let [exported, adas, bobs] = [0n, 0n, 0n];
  return taken.map((each, index) => {
    exported += each.produced;
    adas += each.adas;
    bobs += each.bobs;
    const endS = endOf(index + 1);
    const all: MeterReading[] = [
      readingAt(METER.supplier, endS, 0n, exported),
      readingAt(METER.ada, endS, adas, 0n),
      readingAt(METER.bob, endS, bobs, 0n),
    ];
    return { exportMeter: METER.supplier, endS, roster: ROSTER, readings: all.filter((_, at) => each.reads[at]) };
  });
}

const balances = (reference: ReferenceSettlement) => ACCOUNTS.map((account) => reference.escrowOf(account));
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
const everything = (reference: ReferenceSettlement) => [
  ...balances(reference),
  ...[1, 2, 3].flatMap((number) => [reference.claimOf(number), reference.deliveredWhOf(number)]),
  reference.headOf(METER.supplier),
  reference.settledUntil(METER.supplier),
];

describe("ReferenceSettlement: what always holds", () => {
  it("conserves money, and pays what the words say: never more than there is", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const reference = village({ grid: {}, escrow: ESCROW, ada: { capWh: 20_000n } });
        let deposited = 2n * ESCROW;
        for (const [index, interval] of intervalsOf(taken).entries()) {
          const { deposit, paysClaims } = taken[index]!;
          reference.deposit(ADA, deposit);
          deposited += deposit;
          for (const number of [1, 2, 3]) if (paysClaims && reference.claimOf(number) > 0n) reference.payClaim(number);
          const before = balances(reference);
          const [settled] = reference.settle([interval], CALL);
          const prices = [1_999n, 3_000n];
          const paid = decodeWords(settled!.words).members.map(
            ({ deliveredWh, owed }, at) => (deliveredWh * prices[at]!) / 1_000n - owed,
          );
          expect(reference.escrowOf(SUPPLIER) - before[2]!).to.equal(sum(paid));
          expect(sum(balances(reference))).to.equal(deposited);
          expect(balances(reference).every((amount) => amount >= 0n)).to.equal(true);
        }
      }),
    );
  });

  it("conserves energy: flows are the registers' differences, deliveries never above production, demand or cap", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const whole = [...taken, { ...taken[0]!, reads: [true, true, true] as [boolean, boolean, boolean] }];
        const reference = village({ grid: {}, ada: { capWh: 20_000n } });
        const words = reference.settle(intervalsOf(whole), CALL).map(({ words }) => decodeWords(words));
        expect(sum(words.map(({ supplier }) => supplier.flowWh))).to.equal(sum(whole.map(({ produced }) => produced)));
        expect(sum(words.map(({ members }) => members[0]!.flowWh))).to.equal(sum(whole.map(({ adas }) => adas)));
        for (const { supplier, members } of words) {
          expect(sum(members.map(({ deliveredWh }) => deliveredWh))).to.equal(supplier.deliveredWh);
          expect(supplier.deliveredWh <= supplier.flowWh).to.equal(true);
          for (const { deliveredWh, flowWh, grid } of members) {
            expect(deliveredWh + (grid?.deliveredWh ?? 0n) <= flowWh).to.equal(true);
          }
        }
        expect(reference.deliveredWhOf(1) <= 20_000n).to.equal(true);
      }),
    );
  });

  it("settles nothing twice", () => {
    fc.assert(
      fc.property(steps, fc.nat(), (taken, pick) => {
        const reference = village({ grid: {}, escrow: ESCROW });
        const intervals = intervalsOf(taken);
        reference.settle(intervals, CALL);
        const before = everything(reference);
        const again = intervals[pick % intervals.length]!;
        expect(() => reference.settle([again], CALL)).to.throw(SettlementRefused, "IntervalSettled");
        expect(everything(reference)).to.deep.equal(before);
      }),
    );
  });

  it("does not depend on the order of an interval's readings", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const [one, other] = [village({ grid: {}, escrow: ESCROW }), village({ grid: {}, escrow: ESCROW })];
        one.settle(intervalsOf(taken), CALL);
        other.settle(
          intervalsOf(taken).map((interval) => ({ ...interval, readings: interval.readings.toReversed() })),
          CALL,
        );
        expect(everything(other)).to.deep.equal(everything(one));
      }),
    );
  });

  it("comes to the same in one call as in many while nobody spends what it was paid", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const [one, other] = [village({ grid: {}, escrow: ESCROW }), village({ grid: {}, escrow: ESCROW })];
        one.settle(intervalsOf(taken), CALL);
        for (const interval of intervalsOf(taken)) other.settle([interval], CALL);
        expect(everything(other)).to.deep.equal(everything(one));
      }),
    );
  });

  it("closes intervals in no other order", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        fc.pre(taken.length > 1);
        const reference = village();
        expect(() => reference.settle(intervalsOf(taken).toReversed(), CALL)).to.throw(SettlementRefused, "OutOfOrder");
      }),
    );
  });
});
