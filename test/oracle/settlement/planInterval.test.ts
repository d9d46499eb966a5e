import { expect } from "chai";
import type { Provider } from "ethers";
import { describe, it } from "mocha";
import { AgreementBook } from "../../../oracle/settlement/agreementBook.js";
import type { SettledAt } from "../../../oracle/settlement/ledgerView.js";
import { lacksOf, planInterval, type Situation } from "../../../oracle/settlement/planInterval.js";
import { chooseRepair, without } from "../../../oracle/settlement/repair.js";
import type { Interval } from "../../../oracle/settlement/types.js";
import type { Hex, SignedRecord } from "../../../protocol/index.js";

const meter = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;
const [SUPPLIER, FIRST, SECOND] = [meter(1), meter(2), meter(3)];
const HOUR = 3_600;

function bookOf(...windows: readonly (readonly [importMeter: Hex, exportMeter: Hex, from: number, to: number])[]) {
  const book = new AgreementBook(undefined as unknown as Provider, "0x");
  for (const [index, [importMeter, exportMeter, from, to]] of windows.entries()) {
    const number = index + 1;
    book.add({
      id: meter(1_000 + number),
      number,
      importMeter,
      exportMeter,
      startS: from * HOUR,
      endS: to * HOUR,
      periodS: HOUR,
    });
  }
  return book;
}

/** Readings by meter and hour; the situation at a time long after. */
function situation(
  book: AgreementBook,
  hours: Readonly<Record<Hex, readonly number[]>>,
  given: Partial<Situation> = {},
) {
  const at = (of: Hex, timeS: number) =>
    hours[of]?.includes(timeS / HOUR) ? ({ meter: of, timeS } as unknown as SignedRecord) : undefined;
  return {
    book,
    readingAt: at,
    latestS: (of: Hex) => (hours[of]?.length ? Math.max(...hours[of]) * HOUR : undefined),
    registersOf: (): SettledAt => ({ importS: 10 * HOUR, exportS: 10 * HOUR }),
    isOpen: () => true,
    progressOf: () => "done" as const,
    dropped: new Set<Hex>(),
    waitIsOver: false,
    closingDelayS: 24 * HOUR,
    nowS: 1_000 * HOUR,
    ...given,
  };
}

const placeOf = ({ exportMeter, stretch }: Interval, of: Hex) =>
  [exportMeter, ...stretch.members.map(({ importMeter }) => importMeter)].indexOf(of);

const shape = (interval: ReturnType<typeof planInterval>) =>
  interval && {
    leftOut: interval.leftOut,
    readings: interval.readings.map(({ meter: of, position, isBaseline }) => {
      expect(position).to.equal(placeOf(interval, of));
      return isBaseline ? `${Number(of)} baseline` : Number(of);
    }),
  };

describe("oracle/settlement/planInterval", () => {
  const book = bookOf([FIRST, SUPPLIER, 10, 20], [SECOND, SUPPLIER, 12, 20]);

  it("plans a complete interval with its roster of the time", () => {
    const all = { [SUPPLIER]: [11, 13], [FIRST]: [11, 13], [SECOND]: [11, 13] };
    expect(shape(planInterval(SUPPLIER, 11 * HOUR, situation(book, all)))).to.deep.equal({
      leftOut: 0,
      readings: [1, 2],
    });
    const later = situation(book, all, { registersOf: () => ({ importS: 12 * HOUR, exportS: 12 * HOUR }) });
    expect(shape(planInterval(SUPPLIER, 13 * HOUR, later))).to.deep.equal({ leftOut: 0, readings: [1, 2, 3] });
  });

  it("waits for a silent meter until a later reading, the end of input or too long a wait tells that none will come", () => {
    const silent = { [SUPPLIER]: [11], [FIRST]: [] };
    expect(planInterval(SUPPLIER, 11 * HOUR, situation(book, silent))).to.equal(undefined);
    const over = situation(book, silent, { waitIsOver: true });
    expect(shape(planInterval(SUPPLIER, 11 * HOUR, over))).to.deep.equal({ leftOut: 1, readings: [1] });
    const resumed = situation(book, { [SUPPLIER]: [11], [FIRST]: [12] });
    expect(shape(planInterval(SUPPLIER, 11 * HOUR, resumed))).to.deep.equal({ leftOut: 1, readings: [1] });
  });

  it("closes nothing of the future, and nothing incomplete before the chain does", () => {
    const all = { [SUPPLIER]: [11], [FIRST]: [11] };
    expect(planInterval(SUPPLIER, 11 * HOUR, situation(book, all, { nowS: 11 * HOUR - 1 }))).to.equal(undefined);
    const incomplete = { [SUPPLIER]: [11], [FIRST]: [12] };
    expect(planInterval(SUPPLIER, 11 * HOUR, situation(book, incomplete, { nowS: 35 * HOUR - 1 }))).to.equal(undefined);
    expect(planInterval(SUPPLIER, 11 * HOUR, situation(book, incomplete, { nowS: 35 * HOUR }))).to.not.equal(undefined);
  });

  it("adds a baseline where the last settled register is older than the agreement, or leaves the meter out", () => {
    const old = { registersOf: () => ({ importS: 5 * HOUR, exportS: 10 * HOUR }) };
    const with10 = situation(book, { [SUPPLIER]: [11], [FIRST]: [10, 11] }, old);
    expect(shape(planInterval(SUPPLIER, 11 * HOUR, with10))).to.deep.equal({
      leftOut: 0,
      readings: [1, "2 baseline", 2],
    });
    const without10 = situation(book, { [SUPPLIER]: [11], [FIRST]: [11] }, old);
    expect(shape(planInterval(SUPPLIER, 11 * HOUR, without10))).to.deep.equal({ leftOut: 1, readings: [1] });
  });

  it("lets a consumer's earlier supplier settle first, unless it cannot", () => {
    const other = meter(9);
    const handed = bookOf([FIRST, other, 2, 9], [FIRST, SUPPLIER, 10, 20]);
    const hours = { [SUPPLIER]: [11], [FIRST]: [10, 11] };
    const old = { registersOf: () => ({ importS: 5 * HOUR, exportS: 10 * HOUR }) };
    const plan = (progress: "done" | "open" | "stuck") =>
      shape(planInterval(SUPPLIER, 11 * HOUR, situation(handed, hours, { ...old, progressOf: () => progress })));
    expect(plan("open")).to.equal(undefined);
    expect(plan("done")).to.deep.equal({ leftOut: 0, readings: [1, "2 baseline", 2] });
    expect(plan("stuck")).to.deep.equal({ leftOut: 1, readings: [1] });
  });

  it("leaves out a meter that is not open, settled already or refused by the chain", () => {
    const all = { [SUPPLIER]: [11], [FIRST]: [11] };
    for (const given of [
      { isOpen: (of: Hex) => of !== FIRST },
      { dropped: new Set([FIRST]) },
      { registersOf: (of: Hex) => ({ importS: (of === FIRST ? 11 : 10) * HOUR, exportS: 10 * HOUR }) },
    ]) {
      const interval = planInterval(SUPPLIER, 11 * HOUR, situation(book, all, given));
      expect(shape(interval)).to.deep.equal({ leftOut: 1, readings: [1] });
    }
  });
});

describe("oracle/settlement/planInterval: lacksOf", () => {
  const book = bookOf([FIRST, SUPPLIER, 10, 20]);
  const all = { [SUPPLIER]: [10, 11], [FIRST]: [10, 11] };
  const lacks = (hours: Readonly<Record<Hex, readonly number[]>>, given: Partial<Situation> = {}) =>
    lacksOf(SUPPLIER, 11 * HOUR, situation(book, hours, given));
  const of = (meter: Hex, needs: string, atH = 11) => ({ meter, needs, atS: atH * HOUR });

  it("names what an interval lacks, meter by meter", () => {
    expect(lacks(all)).to.deep.equal([]);
    expect(lacks({ [SUPPLIER]: [11] })).to.deep.equal([of(FIRST, "reading")]);
    expect(lacks({ [FIRST]: [12] })).to.deep.equal([of(SUPPLIER, "reading"), of(FIRST, "reading")]);
    expect(lacks(all, { isOpen: (meter) => meter !== FIRST })).to.deep.equal([of(FIRST, "opening")]);
    expect(lacks({ [SUPPLIER]: [11] }, { isOpen: (meter) => meter !== FIRST })).to.deep.equal([of(FIRST, "opening")]);
    expect(lacks(all, { dropped: new Set([FIRST]) })).to.deep.equal([of(FIRST, "refused")]);
    const ahead = { registersOf: () => ({ importS: 12 * HOUR, exportS: 10 * HOUR }) };
    expect(lacks(all, ahead)).to.deep.equal([of(FIRST, "settled")]);
  });

  it("names a baseline that is missing, and earlier suppliers that are to be settled first", () => {
    const old = { registersOf: () => ({ importS: 5 * HOUR, exportS: 10 * HOUR }) };
    expect(lacks({ [SUPPLIER]: [11], [FIRST]: [11] }, old)).to.deep.equal([of(FIRST, "baseline", 10)]);
    const moved = bookOf([FIRST, SECOND, 6, 10], [FIRST, SUPPLIER, 10, 20]);
    const waiting = situation(moved, all, { ...old, progressOf: () => "open" as const });
    expect(lacksOf(SUPPLIER, 11 * HOUR, waiting)).to.deep.equal([of(FIRST, "earlier", 10)]);
  });
});

describe("oracle/settlement/agreementBook", () => {
  it("finds the next interval that serves anybody, and since when somebody was served", () => {
    const book = bookOf([FIRST, SUPPLIER, 2, 4], [SECOND, SUPPLIER, 4, 6], [FIRST, SUPPLIER, 8, 9]);
    const ends = [];
    for (let at = book.nextEndS(SUPPLIER, 0); at !== undefined; at = book.nextEndS(SUPPLIER, at)) ends.push(at / HOUR);
    expect(ends).to.deep.equal([3, 4, 5, 6, 9]);
    const from = (hour: number) => book.coveredFromS(SUPPLIER, hour * HOUR) / HOUR;
    expect([2, 3, 4, 5, 8].map(from)).to.deep.equal([2, 2, 2, 2, 8]);
    expect(book.metersOf(SUPPLIER, 4 * HOUR, 8 * HOUR)).to.deep.equal([SUPPLIER, SECOND]);
    expect(book.nextEndS(meter(9), 0)).to.equal(undefined);
  });

  it("finds the stretch over which a supplier serves the same agreements, its members by number", () => {
    const book = bookOf([SECOND, SUPPLIER, 2, 6], [FIRST, SUPPLIER, 4, 8], [SECOND, SUPPLIER, 6, 8]);
    const stretch = (hour: number) => {
      const { fromS, untilS, members } = book.stretchAt(SUPPLIER, hour * HOUR);
      return [fromS / HOUR, untilS / HOUR, members.map(({ number }) => number)];
    };
    expect([2, 3, 4, 5, 6, 7].map(stretch)).to.deep.equal([
      [2, 4, [1]],
      [2, 4, [1]],
      [4, 6, [1, 2]],
      [4, 6, [1, 2]],
      [6, 8, [2, 3]],
      [6, 8, [2, 3]],
    ]);
  });

  it("follows the period that a supplier's agreements have at the time", () => {
    const book = bookOf([FIRST, SUPPLIER, 2, 4]);
    const later = { importMeter: FIRST, exportMeter: SUPPLIER, startS: 4 * HOUR, endS: 5 * HOUR, periodS: HOUR / 4 };
    book.add({ ...later, id: meter(2_000), number: 2 });
    expect([4, 4.25, 5].map((hour) => book.periodAt(SUPPLIER, hour * HOUR))).to.deep.equal([HOUR, HOUR / 4, HOUR / 4]);
    expect(book.periodAt(SUPPLIER, 6 * HOUR)).to.equal(0);
    expect(book.nextEndS(SUPPLIER, 4 * HOUR)).to.equal(4.25 * HOUR);
  });

  it("ends an agreement early, and forgets one that ends before it starts", () => {
    const book = bookOf([FIRST, SUPPLIER, 2, 8], [SECOND, SUPPLIER, 4, 8]);
    expect(book.end(meter(1_001), 3 * HOUR)).to.equal(SUPPLIER);
    const ends = [];
    for (let at = book.nextEndS(SUPPLIER, 0); at !== undefined; at = book.nextEndS(SUPPLIER, at)) ends.push(at / HOUR);
    expect(ends).to.deep.equal([3, 5, 6, 7, 8]);
    expect(book.end(meter(1_002), 4 * HOUR)).to.equal(SUPPLIER);
    expect(book.nextEndS(SUPPLIER, 3 * HOUR)).to.equal(undefined);
    expect(book.meters()).to.deep.equal([SUPPLIER, FIRST]);
    expect(book.end(meter(9_999), 0)).to.equal(undefined);
  });
});

describe("oracle/settlement/repair", () => {
  const signed = {} as SignedRecord;
  const interval: Interval = {
    exportMeter: SUPPLIER,
    stretch: bookOf([FIRST, SUPPLIER, 10, 20]).stretchAt(SUPPLIER, 10 * HOUR),
    startS: 10 * HOUR,
    endS: 11 * HOUR,
    leftOut: 0,
    readings: [
      { meter: SUPPLIER, position: 0, isBaseline: false, signed },
      { meter: FIRST, position: 1, isBaseline: true, signed },
      { meter: FIRST, position: 1, isBaseline: false, signed },
    ],
  };
  const [supplier, , end] = interval.readings;
  const kindOf = (name: string, ...args: unknown[]) => chooseRepair(interval, { name, args }).kind;
  const rest = (name: string, ...args: unknown[]) => {
    const repair = chooseRepair(interval, { name, args });
    if (repair.kind !== "without") throw new Error(`${name} is not repaired`);
    const { readings, leftOut } = without(interval, repair.readings);
    return { readings, leftOut };
  };

  it("drops the readings of the meter that the chain names, and nothing else", () => {
    for (const name of [
      "DeviceRegistryUnexpectedStatus",
      "DeviceRegistryInvalidDeviceSignature",
      "EnergySettlementImplausible",
      "EnergySettlementRegisterBackwards",
      "EnergySettlementNotOpen",
    ]) {
      const named = FIRST.toUpperCase().replace("0X", "0x");
      expect(rest(name, named), name).to.deep.equal({ readings: [supplier], leftOut: 1 });
    }
    expect(kindOf("EnergySettlementImplausible", meter(9))).to.equal("hold");
  });

  it("drops a baseline alone where only the baseline is wrong", () => {
    const withoutBaseline = { readings: [supplier, end], leftOut: 0 };
    expect(rest("EnergySettlementUnexpectedReading", SUPPLIER, 1n)).to.deep.equal(withoutBaseline);
    expect(rest("EnergySettlementBaselineNotNeeded", FIRST, BigInt(10 * HOUR))).to.deep.equal(withoutBaseline);
    const settled = (givenS: number) => rest("EnergySettlementRegisterSettled", FIRST, 0n, BigInt(givenS));
    expect(settled(10 * HOUR)).to.deep.equal(withoutBaseline);
    expect(settled(11 * HOUR)).to.deep.equal({ readings: [supplier], leftOut: 1 });
    expect(rest("EnergySettlementUnexpectedReading", SUPPLIER, 2n)).to.deep.equal({ readings: [supplier], leftOut: 1 });
    expect(kindOf("EnergySettlementUnexpectedReading", SUPPLIER, 3n)).to.equal("hold");
  });

  it("knows what helps, what needs time and what does not help", () => {
    expect(kindOf("EnergySettlementNoBaseline", SUPPLIER)).to.equal("baseline");
    expect(kindOf("EnergySettlementNoBaseline", FIRST)).to.equal("without");
    expect(kindOf("EnergySettlementNoRoster", SUPPLIER)).to.equal("compile");
    expect(kindOf("EnergySettlementIntervalSettled", SUPPLIER)).to.equal("closed");
    expect(kindOf("EnergySettlementTooEarly", SUPPLIER)).to.equal("later");
    expect(kindOf("SupplyAgreementsInvalidRoster", SUPPLIER)).to.equal("later");
    expect(kindOf("AccessManagedUnauthorized", SUPPLIER)).to.equal("hold");
    expect(kindOf("Unknown")).to.equal("hold");
    expect(kindOf("SomethingNew")).to.equal("hold");
    expect(kindOf("OutOfGas")).to.equal("hold");
    expect(chooseRepair({ ...interval, readings: [] }, { name: "SomethingNew", args: [] }).kind).to.equal("hold");
  });
});
