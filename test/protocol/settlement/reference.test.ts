import { expect } from "chai";
import { describe, it } from "mocha";
import {
  decodeWords,
  type MeterReading,
  ReferenceSettlement,
  SettlementRefused,
  type SupplyTerms,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { ADA, BOB, endOf, GRID, METER, ROSTER, readingAt, SUPPLIER, terms, village } from "./support/village.js";

/** Registers of the supplier's export and Ada's and Bob's import at the end of interval `count`. */
function hour(count: number, [produced, adas, bobs]: readonly (bigint | null)[], roster = ROSTER) {
  const endS = endOf(count);
  const read = (meter: keyof typeof METER, importWh: bigint, exportWh: bigint) =>
    readingAt(METER[meter], endS, importWh, exportWh);
  const readings: MeterReading[] = [
    ...(produced == null ? [] : [read("supplier", 0n, produced)]),
    ...(adas == null ? [] : [read("ada", adas, 0n)]),
    ...(bobs == null ? [] : [read("bob", bobs, 0n)]),
  ];
  return { exportMeter: METER.supplier, endS, roster, readings };
}

const LATE = { nowS: endOf(1_000), mayLeaveOut: true };
const ANYONE = { nowS: endOf(1_000), mayLeaveOut: false };

function refusal(asking: () => unknown): string {
  try {
    asking();
  } catch (error) {
    if (error instanceof SettlementRefused) return error.reason;
    throw error;
  }
  return "nothing refused";
}

/** Flow, delivered and owed of each member. */
function told(words: readonly bigint[]) {
  return decodeWords(words).members.map(({ flowWh, deliveredWh, owed }) => [flowWh, deliveredWh, owed]);
}

describe("ReferenceSettlement: shares and payments", () => {
  it("gives every consumer its demand where production covers all, and pays for it rounded down", () => {
    const reference = village();
    const [settled] = reference.settle([hour(1, [3_000n, 1_001n, 500n])], ANYONE);
    expect(told(settled!.words)).to.deep.equal([
      [1_001n, 1_001n, 0n],
      [500n, 500n, 0n],
    ]);
    expect(reference.escrowOf(SUPPLIER)).to.equal((1_001n * 1_999n) / 1_000n + (500n * 3_000n) / 1_000n);
  });

  it("splits a short production in proportion to the demands, rounded down", () => {
    const reference = village();
    const [settled] = reference.settle([hour(1, [100n, 200n, 100n])], ANYONE);
    expect(told(settled!.words)).to.deep.equal([
      [200n, 66n, 0n],
      [100n, 33n, 0n],
    ]);
    expect(decodeWords(settled!.words).supplier).to.include({ flowWh: 100n, deliveredWh: 99n, owed: 0n });
  });

  it("delivers no more than the cap leaves", () => {
    const reference = village({ ada: { capWh: 300n } });
    const settled = reference.settle([hour(1, [9_000n, 200n, 0n]), hour(2, [9_000n, 500n, 0n])], ANYONE);
    expect(settled.map(({ words }) => told(words)[0]?.[1])).to.deep.equal([200n, 0n]);
    const [third] = reference.settle([hour(3, [18_000n, 900n, 0n])], ANYONE);
    expect(told(third!.words)[0]).to.deep.equal([400n, 100n, 0n]);
  });

  it("records what the escrow lacks as a claim, which suspends the agreement from the next interval on", () => {
    const reference = village({ escrow: 100n });
    const settled = reference.settle([hour(1, [9_000n, 1_000n, 0n]), hour(2, [18_000n, 2_000n, 0n])], ANYONE);
    expect(settled.map(({ words }) => told(words)[0])).to.deep.equal([
      [1_000n, 1_000n, 1_899n],
      [1_000n, 0n, 0n],
    ]);
    expect(reference.claimOf(1)).to.equal(1_899n);
    reference.deposit(ADA, 1_000n);
    expect(reference.payClaim(1)).to.equal(1_000n);
    expect(reference.claimOf(1)).to.equal(899n);
    reference.deposit(ADA, 10_000n);
    expect(reference.payClaim(1)).to.equal(899n);
    const [third] = reference.settle([hour(3, [27_000n, 3_000n, 0n])], ANYONE);
    expect(told(third!.words)[0]).to.deep.equal([1_000n, 1_000n, 0n]);
    expect(refusal(() => reference.payClaim(1))).to.equal("NoClaim");
  });

  it("lets nobody spend in a call what it is paid in it", () => {
    const reference = village({ bob: { supplier: ADA } });
    reference.withdraw(ADA, reference.escrowOf(ADA));
    const [settled] = reference.settle([hour(1, [9_000n, 100n, 1_000n])], ANYONE);
    expect(told(settled!.words)[0]?.[2]).to.equal(199n);
    expect(reference.escrowOf(ADA)).to.equal(3_000n);
  });
});

describe("ReferenceSettlement: the grid supplier", () => {
  it("delivers what the neighbour did not, and is paid after it", () => {
    const reference = village({ grid: {} });
    const [settled] = reference.settle([hour(1, [500n, 800n, 0n])], ANYONE);
    expect(decodeWords(settled!.words).members[0]).to.deep.include({
      deliveredWh: 500n,
      grid: { number: 3, deliveredWh: 300n, owed: 0n },
    });
    expect(reference.escrowOf(GRID)).to.equal((300n * 5_000n) / 1_000n);
  });

  it("delivers all while the neighbour's claim is open, and nothing while its own is", () => {
    const reference = village({ grid: {}, escrow: 100n });
    const settled = reference.settle(
      [hour(1, [9_000n, 1_000n, 0n]), hour(2, [18_000n, 2_000n, 0n]), hour(3, [27_000n, 3_000n, 0n])],
      ANYONE,
    );
    expect(settled.map(({ words }) => decodeWords(words).members[0]?.grid)).to.deep.equal([
      null,
      { number: 3, deliveredWh: 1_000n, owed: 5_000n },
      null,
    ]);
  });

  it("needs an agreement over the whole interval", () => {
    const reference = village({ grid: { startS: endOf(1) } });
    const settled = reference.settle([hour(1, [0n, 800n, 0n]), hour(2, [0n, 900n, 0n])], ANYONE);
    expect(settled.map(({ words }) => decodeWords(words).members[0]?.grid?.deliveredWh)).to.deep.equal([
      undefined,
      100n,
    ]);
  });
});

describe("ReferenceSettlement: registers", () => {
  it("counts a register over several intervals whole in the one that it closes, and says that it does", () => {
    const reference = village();
    const settled = reference.settle([hour(1, [null, null, 10n]), hour(2, [900n, 800n, 30n])], LATE);
    const [first, second] = settled.map(({ words }) => decodeWords(words));
    expect(first?.supplier).to.deep.equal({ isGiven: false, isExact: false, flowWh: 0n, deliveredWh: 0n, owed: 0n });
    expect(first?.members[0]?.isGiven).to.equal(false);
    expect(second?.supplier).to.include({ isExact: false, flowWh: 900n });
    expect(second?.members[0]).to.include({ isExact: false, flowWh: 800n });
    expect(second?.members[1]).to.include({ isExact: true, flowWh: 20n });
  });

  it("goes on from a correction in both directions, and marks the next flow", () => {
    const reference = village();
    reference.settle([hour(1, [1_000n, 500n, 0n])], ANYONE);
    const jump = { importFromWh: 700n, importToWh: 100n, exportFromWh: 0n, exportToWh: 0n };
    const correction = { meter: METER.ada, number: 1, reason: 2 as const, evidenceHash: ZERO_HASH, ...jump };
    const atS = reference.registersOf(METER.ada)?.import.atS as bigint;
    expect(refusal(() => reference.correct({ ...correction, importAtS: atS - 1n, exportAtS: 0n }))).to.equal(
      "CorrectionNotDue",
    );
    reference.correct({ ...correction, importAtS: atS, exportAtS: 0n });
    const settled = reference.settle([hour(2, [2_000n, 150n, 0n]), hour(3, [3_000n, 160n, 0n])], ANYONE);
    const adas = settled.map(({ words }) => decodeWords(words).members[0]);
    expect(adas[0]).to.include({ flowWh: 250n, isExact: false });
    expect(adas[1]).to.include({ flowWh: 10n, isExact: true });
  });

  it("takes corrections in their order, and none that changes nothing", () => {
    const reference = village();
    const correction = { meter: METER.ada, reason: 0 as const, evidenceHash: ZERO_HASH, importAtS: 0n, exportAtS: 0n };
    const jump = { importFromWh: 5n, importToWh: 0n, exportFromWh: 0n, exportToWh: 0n };
    expect(refusal(() => reference.correct({ ...correction, ...jump, number: 2 }))).to.equal("InvalidCorrection");
    expect(refusal(() => reference.correct({ ...correction, ...jump, importFromWh: 0n, number: 1 }))).to.equal(
      "InvalidCorrection",
    );
    expect(refusal(() => reference.correct({ ...correction, ...jump, meter: METER.eve, number: 1 }))).to.equal(
      "NotOpen",
    );
  });

  it("needs a baseline where the last register is older than the agreement", () => {
    const reference = village({ ada: { startS: endOf(1) }, bob: { startS: endOf(1) } });
    const interval = hour(2, [900n, 800n, 0n]);
    expect(refusal(() => reference.settle([interval], ANYONE))).to.equal("NoBaseline");
    const baselines = [
      readingAt(METER.supplier, endOf(1), 0n, 400n),
      readingAt(METER.ada, endOf(1), 500n, 0n),
      readingAt(METER.bob, endOf(1), 0n, 0n),
    ];
    const [settled] = reference.settle([{ ...interval, readings: [...baselines, ...interval.readings] }], ANYONE);
    expect(decodeWords(settled!.words).supplier).to.include({ flowWh: 500n, isExact: true });
    expect(told(settled!.words)[0]?.[0]).to.equal(300n);
  });
});

describe("ReferenceSettlement: what it refuses", () => {
  const cases: Record<string, [string, (reference: ReferenceSettlement) => unknown]> = {
    "a flow beyond what the connection carries": [
      "Implausible",
      (reference) => reference.settle([hour(1, [0n, 1_000_000_000n, 0n])], ANYONE),
    ],
    "a register that falls": [
      "RegisterBackwards",
      (reference) => reference.settle([hour(1, [9n, 9n, 9n]), hour(2, [9n, 8n, 9n])], ANYONE),
    ],
    "an interval that is closed": [
      "IntervalSettled",
      (reference) => reference.settle([hour(1, [0n, 0n, 0n]), hour(1, [0n, 0n, 0n])], ANYONE),
    ],
    "an interval after one that is open": [
      "OutOfOrder",
      (reference) => reference.settle([hour(2, [0n, 0n, 0n])], ANYONE),
    ],
    "an interval of the future": [
      "InvalidInterval",
      (reference) => reference.settle([hour(1, [0n, 0n, 0n])], { ...ANYONE, nowS: endOf(0) }),
    ],
    "an interval off the boundaries": [
      "InvalidInterval",
      (reference) => reference.settle([{ ...hour(1, [0n, 0n, 0n]), endS: endOf(1) - 1n }], ANYONE),
    ],
    "an interval that serves nobody": [
      "InvalidInterval",
      (reference) => reference.settle([{ ...hour(1, []), exportMeter: METER.eve }], ANYONE),
    ],
    "missing registers before the deadline": [
      "TooEarly",
      (reference) => reference.settle([hour(1, [0n, 0n, null])], { nowS: endOf(1), mayLeaveOut: true }),
    ],
    "missing registers by anyone": ["Unauthorized", (reference) => reference.settle([hour(1, [null, 0n, 0n])], ANYONE)],
    "a meter outside of the roster": [
      "UnexpectedReading",
      (reference) =>
        reference.settle([{ ...hour(1, [0n, 0n, 0n]), readings: [readingAt(METER.eve, endOf(1), 0n, 0n)] }], ANYONE),
    ],
    "a meter that reads twice": [
      "UnexpectedReading",
      (reference) => {
        const interval = hour(1, [0n, 0n, 0n]);
        return reference.settle([{ ...interval, readings: [...interval.readings, ...interval.readings] }], ANYONE);
      },
    ],
    "a baseline that is not needed": [
      "BaselineNotNeeded",
      (reference) => {
        const interval = hour(1, [0n, 0n, 0n]);
        const baseline = readingAt(METER.ada, endOf(0), 0n, 0n);
        return reference.settle([{ ...interval, readings: [baseline, ...interval.readings] }], ANYONE);
      },
    ],
    "a second opening": ["AlreadyOpen", (reference) => reference.open(readingAt(METER.ada, endOf(0), 0n, 0n))],
  };
  for (const [what, [reason, asking]] of Object.entries(cases)) {
    it(`${what}, and nothing moves`, () => {
      const reference = village();
      expect(refusal(() => asking(reference))).to.equal(reason);
      expect(reference.headOf(METER.supplier)).to.equal(ZERO_HASH);
      expect(reference.settledUntil(METER.supplier)).to.equal(0n);
      expect([ADA, BOB, SUPPLIER].map((account) => reference.escrowOf(account))).to.deep.equal([
        10n ** 9n,
        10n ** 9n,
        0n,
      ]);
    });
  }

  it("a meter that was never opened", () => {
    const reference = new ReferenceSettlement({ closingDelayS: 0n });
    reference.register(terms(1, METER.ada, ADA));
    expect(refusal(() => reference.settle([hour(1, [0n, 0n])], ANYONE))).to.equal("NotOpen");
  });

  it("a baseline that jumps over what an earlier agreement has still to settle", () => {
    const reference = village();
    reference.open(readingAt(METER.eve, endOf(0), 0n, 0n));
    const other: SupplyTerms = {
      ...terms(9, METER.ada, ADA),
      exportMeter: METER.eve,
      startS: endOf(240),
      endS: endOf(480),
    };
    reference.register(other);
    const readings = [240, 241].flatMap((count) => [
      readingAt(METER.ada, endOf(count), 0n, 0n),
      readingAt(METER.eve, endOf(count), 0n, 0n),
    ]);
    const interval = { exportMeter: METER.eve, endS: endOf(241), roster: ROSTER, readings };
    expect(refusal(() => reference.settle([interval], ANYONE))).to.equal("EarlierAgreementOpen");
    reference.end(1, endOf(0));
    expect(refusal(() => reference.settle([interval], ANYONE))).to.equal("nothing refused");
  });

  it("nothing of an agreement that ended early, from then on", () => {
    const reference = village();
    reference.end(1, endOf(1));
    const [first, second] = reference.settle([hour(1, [9n, 5n, 5n]), hour(2, [9n, null, 5n])], ANYONE);
    expect([first?.numbers, second?.numbers]).to.deep.equal([[1, 2], [2]]);
  });
});
