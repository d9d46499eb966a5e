import { expect } from "chai";
import { describe, it } from "mocha";
import { decodeWords, type SettledInterval, ZERO_HASH } from "../../protocol/index.js";
import { fresh } from "../support/chain/chain.js";
import { deployConsortium } from "../support/chain/consortium.js";
import { p256Key } from "../support/chain/deviceKeys.js";
import { enrolHome, type Home } from "../support/chain/market.js";
import { Recorder, type SignedMeterReading } from "../support/chain/recorder.js";
import { type HouseholdFile, readHousehold, utc } from "./support/householdFile.js";
import { compareStatements } from "./support/statements.js";
import { Twin } from "./support/twin.js";

const QUARTER_S = 900;
const HOUR_S = 3_600;
/** A connection of three phases with 25 A each. */
const RATED_W = 17_250;
/** Prices that divide badly. */
const PRICE = 1_234_567n;
const GRID_PRICE = 2_999_999n;
const FUNDS = 10n ** 9n;

async function deployStreet() {
  const consortium = await deployConsortium();
  const [one, other, third] = consortium.people;
  const home = await enrolHome(consortium, one!);
  const neighbour = await enrolHome(consortium, other!, { key: p256Key("neighbour", consortium.p256Verifier) });
  const consumer = await enrolHome(consortium, third!);
  return { consortium, home, neighbour, consumer, gridSupplier: consortium.people[3]! };
}

/** Three homes whose meters have signed nothing yet, and an account that supplies from the grid. */
async function street() {
  const { consortium, gridSupplier, ...homes } = await fresh(deployStreet);
  const anew = (home: Home): Home => ({ ...home, meter: new Recorder(home.enrolled, consortium.domain) });
  const { home, neighbour, consumer } = homes;
  const twin = await Twin.of(consortium);
  return { twin, gridSupplier, home: anew(home), neighbour: anew(neighbour), consumer: anew(consumer) };
}

/** A home's readings by the times at which its file has one. A meter signs each time once. */
function readingsOf(home: Home, file: HouseholdFile) {
  return (atS: number): SignedMeterReading[] => {
    const registers = file.get(atS);
    return registers === undefined ? [] : [home.meter.read(atS, registers.importWh, registers.exportWh)];
  };
}

/** Ends of the intervals between two times. */
function endsOf(fromS: number, toS: number, periodS: number): number[] {
  return Array.from({ length: (toS - fromS) / periodS }, (_, index) => fromS + (index + 1) * periodS);
}

const decoded = (settled: readonly SettledInterval[]) => settled.map(({ words }) => decodeWords(words));

describe("settlement: households with faults, by contract, reference and statement", function () {
  this.timeout(240_000);

  it("c01: 72 h 15 min without readings count as nothing, then whole in the interval that a register closes", async () => {
    const { twin, home, neighbour, gridSupplier } = await street();
    const [fromS, toS] = [utc("2024-01-25T12:00"), utc("2024-01-29T06:00")];
    const consumer = readingsOf(home, readHousehold("c01_gap_15min.csv", QUARTER_S));
    const supplier = readingsOf(neighbour, readHousehold("h07_gap_60min.csv", HOUR_S));
    await twin.open(home, fromS);
    await twin.open(neighbour, fromS);
    const terms = { startS: fromS, endS: toS, importRatedW: RATED_W, exportRatedW: RATED_W };
    await twin.agree(home, neighbour, { ...terms, pricePerKWh: PRICE });
    await twin.agree(home, gridSupplier, { ...terms, exportRatedW: 0, pricePerKWh: GRID_PRICE });
    await twin.fund(home.account, FUNDS);

    const settled = [];
    for (const endS of endsOf(fromS, toS, HOUR_S)) {
      settled.push(
        ...(await twin.settle([{ supplier: neighbour, endS, readings: [...supplier(endS), ...consumer(endS)] }])),
      );
    }
    const words = decoded(settled);
    const missing = words.filter(({ members }) => !members[0]!.isGiven);
    expect(missing).to.have.length(72);
    const afterGap = words[words.findIndex(({ members }) => !members[0]!.isGiven) + 72]!;
    expect(afterGap.members[0]).to.include({ isGiven: true, isExact: false });
    await twin.compare();
    await compareStatements(twin);
  });

  it("h07: a supplier without readings for 30 hours delivers nothing, and its grid customers are billed by the grid", async () => {
    const { twin, home, neighbour, gridSupplier } = await street();
    const [fromS, toS] = [utc("2024-03-16T06:00"), utc("2024-03-18T06:00")];
    const consumer = readingsOf(home, readHousehold("c01_beside_h07_15min.csv", QUARTER_S));
    const supplier = readingsOf(neighbour, readHousehold("h07_gap_60min.csv", HOUR_S));
    const atStart = readHousehold("h07_gap_60min.csv", HOUR_S).get(utc("2024-01-29T06:00"))!;
    await twin.open(home, fromS);
    await twin.open(neighbour, fromS, atStart.importWh, atStart.exportWh);
    const terms = { startS: fromS, endS: toS, importRatedW: RATED_W, exportRatedW: RATED_W };
    await twin.agree(home, neighbour, { ...terms, pricePerKWh: PRICE });
    await twin.agree(home, gridSupplier, { ...terms, exportRatedW: 0, pricePerKWh: GRID_PRICE });
    // Too little: both agreements run into a claim, and are suspended.
    await twin.fund(home.account, 3_000_000n);

    const intervals = endsOf(fromS, toS, HOUR_S).map((endS) => ({
      supplier: neighbour,
      endS,
      readings: [...supplier(endS), ...consumer(endS)],
    }));
    const first = await twin.settle(intervals.slice(0, 40));
    const silent = decoded(first).filter(({ supplier }) => !supplier.isGiven);
    expect(silent.length).to.be.greaterThanOrEqual(28);
    await twin.compare();
    await twin.fund(home.account, FUNDS);
    for (const number of [1, 2]) if (twin.reference.claimOf(number) > 0n) await twin.payClaim(number);
    await twin.settle(intervals.slice(40));
    await twin.compare();
    await compareStatements(twin);
  });

  const clockChanges = [
    {
      name: "c02 over 2024-10-27",
      from: "2024-10-26T20:00",
      to: "2024-10-27T08:00",
      periodS: HOUR_S,
      consumer: readHousehold("c02_clock_change_15min.csv", QUARTER_S),
      supplier: readHousehold("h07_gap_60min.csv", HOUR_S),
      suppliersStart: utc("2024-03-18T06:00"),
    },
    {
      name: "h01 over 2023-10-29",
      from: "2023-10-28T18:15",
      to: "2023-10-29T12:00",
      periodS: QUARTER_S,
      consumer: readHousehold("h01_clock_change_15min.csv", QUARTER_S),
      supplier: readHousehold("h03_beside_h01_5min.csv", 300),
      suppliersStart: utc("2023-10-28T18:15"),
    },
  ];
  for (const { name, from, to, periodS, consumer, supplier, suppliersStart } of clockChanges) {
    it(`${name}: the hour that clocks on the wall show twice is two hours of settlement`, async () => {
      const { twin, home, neighbour } = await street();
      const [fromS, toS] = [utc(from), utc(to)];
      const start = consumer.get(fromS) ?? { importWh: 0n, exportWh: 0n };
      const begin = supplier.get(suppliersStart)!;
      await twin.open(home, fromS, start.importWh, start.exportWh);
      await twin.open(neighbour, fromS, begin.importWh, begin.exportWh);
      const rated = { importRatedW: RATED_W, exportRatedW: RATED_W, settlementPeriodS: periodS };
      await twin.agree(home, neighbour, { startS: fromS, endS: toS, pricePerKWh: PRICE, ...rated });
      await twin.fund(home.account, FUNDS);
      const [bought, sold] = [readingsOf(home, consumer), readingsOf(neighbour, supplier)];
      const ends = endsOf(fromS, toS, periodS);
      const settled = await twin.settle(
        ends.map((endS) => ({ supplier: neighbour, endS, readings: [...sold(endS), ...bought(endS)] })),
      );
      const words = decoded(settled);
      expect(words).to.have.length(ends.length);
      expect(words.every(({ supplier, members }) => supplier.isExact && members[0]!.isExact)).to.equal(true);
      const flowWh = words.reduce((sum, { members }) => sum + members[0]!.flowWh, 0n);
      expect(flowWh).to.equal(consumer.get(toS)!.importWh - start.importWh);
      await twin.compare();
      await compareStatements(twin);
    });
  }

  it("h02: 3 kWh in a minute are more than its connection carries: left out, and counted with the next register", async () => {
    const { twin, home, neighbour } = await street();
    const [fromS, toS] = [utc("2024-02-23T10:15"), utc("2024-02-23T12:30")];
    const h02 = readHousehold("h02_roll_back_1min.csv", 60);
    const c01 = readHousehold("c01_beside_h02_15min.csv", QUARTER_S);
    const [start, begin] = [c01.get(fromS)!, h02.get(fromS)!];
    await twin.open(home, fromS, start.importWh, start.exportWh);
    await twin.open(neighbour, fromS, begin.importWh, begin.exportWh);
    // 6 kW carry 1.5 kWh in a quarter of an hour; the minute alone fed 2.062 kWh in.
    const rated = { importRatedW: RATED_W, exportRatedW: 6_000, settlementPeriodS: QUARTER_S };
    await twin.agree(home, neighbour, { startS: fromS, endS: toS, pricePerKWh: PRICE, ...rated });
    await twin.fund(home.account, FUNDS);
    const [bought, sold] = [readingsOf(home, c01), readingsOf(neighbour, h02)];
    const words = [];
    for (const endS of endsOf(fromS, toS, QUARTER_S)) {
      const [supplied, taken] = [sold(endS), bought(endS)];
      const isJump = endS === utc("2024-02-23T11:30");
      if (isJump) await twin.refused("Implausible", [{ supplier: neighbour, endS, readings: [...supplied, ...taken] }]);
      words.push(
        ...decoded(
          await twin.settle([{ supplier: neighbour, endS, readings: [...(isJump ? [] : supplied), ...taken] }]),
        ),
      );
    }
    const jump = words.findIndex(({ supplier }) => !supplier.isGiven);
    expect(words[jump]?.supplier.flowWh).to.equal(0n);
    expect(words[jump + 1]?.supplier).to.include({ isGiven: true, isExact: false });
    expect(words[jump + 1]!.supplier.flowWh > 2_000n).to.equal(true);
    await twin.compare();
    await compareStatements(twin);
  });

  it("h02: registers that fell back settle again after a correction, in both directions, and certify nothing", async () => {
    const { twin, home: h01, neighbour: h02, consumer } = await street();
    // Two minutes late, so that the two minutes of the jump fall on a boundary of a quarter of an hour.
    const late = new Map(
      [...readHousehold("h02_roll_back_1min.csv", 60)].map(([atS, registers]) => [atS - 120, registers] as const),
    );
    const c01 = readHousehold("c01_beside_h02_15min.csv", QUARTER_S);
    const [fromS, toS] = [utc("2024-02-24T21:15"), utc("2024-02-25T11:15")];
    const [begin, start] = [late.get(fromS)!, c01.get(fromS)!];
    await twin.open(h02, fromS, begin.importWh, begin.exportWh);
    await twin.open(consumer, fromS, start.importWh, start.exportWh);
    await twin.open(h01, fromS);
    const terms = {
      startS: fromS,
      endS: toS,
      settlementPeriodS: QUARTER_S,
      importRatedW: RATED_W,
      exportRatedW: RATED_W,
    };
    await twin.agree(consumer, h02, { ...terms, pricePerKWh: PRICE });
    await twin.agree(h02, h01, { ...terms, pricePerKWh: PRICE + 1n });
    for (const { account } of [consumer, h02]) await twin.fund(account, FUNDS);

    const [bought, both] = [readingsOf(consumer, c01), readingsOf(h02, late)];
    let produced = 0n;
    const after = [];
    for (const endS of endsOf(fromS, toS, QUARTER_S)) {
      const [ofH02, taken] = [both(endS), bought(endS)];
      produced += 500n;
      const intervals = [
        { supplier: h02, endS, readings: [...ofH02, ...taken] },
        { supplier: h01, endS, readings: [...ofH02, h01.meter.read(endS, 0n, produced)] },
      ];
      if (endS === utc("2024-02-24T22:30")) {
        for (const interval of intervals) await twin.refused("RegisterBackwards", [interval]);
        const last = twin.reference.registersOf(h02.meter.device);
        await twin.correct({
          ...{ importAtS: last?.import.atS ?? 0n, exportAtS: last?.export.atS ?? 0n },
          ...{ meter: h02.meter.device, number: 1, reason: 2, evidenceHash: ZERO_HASH },
          ...{ importFromWh: 21_535_744n, importToWh: 21_535_632n, exportFromWh: 13_862_274n, exportToWh: 13_861_974n },
        });
      }
      const words = decoded(await twin.settle(intervals));
      if (endS >= utc("2024-02-24T22:30")) after.push(words);
      await twin.compare();
    }
    const [corrected, next] = after;
    expect(corrected?.[0]?.supplier).to.include({ isGiven: true, isExact: false, flowWh: 126n });
    expect(corrected?.[1]?.members[0]).to.include({ isGiven: true, isExact: false, flowWh: 1n });
    expect(next?.[0]?.supplier.isExact).to.equal(true);
    await compareStatements(twin);
  });

  it("a register of a million kWh is never settled, whatever came before it", async () => {
    const { twin, home, neighbour } = await street();
    const fromS = utc("2024-02-23T10:00");
    await twin.open(home, fromS);
    await twin.open(neighbour, fromS);
    await twin.agree(home, neighbour, {
      startS: fromS,
      endS: fromS + 30 * 86_400,
      importRatedW: RATED_W,
      exportRatedW: RATED_W,
    });
    await twin.fund(home.account, FUNDS);
    for (const [count, importWh, exportWh] of [
      [1, 1_000_000_000n, 0n],
      [2, 0n, 1_000_000_000n],
    ] as const) {
      const endS = fromS + count * HOUR_S;
      const wild = [neighbour.meter.read(endS, 0n, exportWh), home.meter.read(endS, importWh, 0n)];
      await twin.refused("Implausible", [{ supplier: neighbour, endS, readings: wild }]);
      await twin.settle([
        { supplier: neighbour, endS, readings: wild.filter(({ record }) => record.importWh + record.exportWh === 0n) },
      ]);
    }
    const endS = fromS + 3 * HOUR_S;
    const sane = [neighbour.meter.read(endS, 0n, 900n), home.meter.read(endS, 700n, 0n)];
    const [words] = decoded(await twin.settle([{ supplier: neighbour, endS, readings: sane }]));
    expect(words?.members[0]).to.include({ flowWh: 700n, deliveredWh: 700n });
    await twin.compare();
    await compareStatements(twin);
  });
});
