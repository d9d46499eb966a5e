import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type ArchivedLeaf,
  dischargeCycles,
  type EvidenceFigures,
  type MeasuredCycle,
  partOf,
  provenCycles,
  type ValueCycle,
} from "../../../protocol/index.js";
import { testDevice } from "../support/devices.js";
import { HistoryWriter } from "../support/history.js";
import { reportOf } from "../support/verdict.js";
import { makeWorld } from "../support/world.js";

const device = testDevice("p256", "battery");
const stranger = testDevice("secp256k1", "stranger");
const worldOf = (leaves: readonly ArchivedLeaf[]) => makeWorld({ device, leaves }, stranger);
const figuresOf = (leaves: readonly ArchivedLeaf[]) => reportOf(worldOf(leaves)).figures as EvidenceFigures;
const ampereHours = (cycles: readonly ValueCycle[]) =>
  cycles.map(({ cycle, dischargeCapacityAh }) => [cycle, dischargeCapacityAh]);

/** Four cycles, numbers 3 to 6 since birth: the first is corrected before the third came, and twice after it. */
function corrected(): ArchivedLeaf[] {
  const writer = new HistoryWriter(device);
  const first = writer.cycle({ dischargeMicroAh: 1_900_000n });
  const second = writer.cycle({ dischargeMicroAh: 1_890_000n });
  const early = writer.correct(first, { dischargeMicroAh: 1_850_000n, dischargeMicroWh: 7_000_000n });
  const third = writer.cycle({ dischargeMicroAh: 1_880_000n });
  const later = writer.correct(early, { dischargeMicroAh: 1_800_000n });
  const ofThird = writer.correct(third, { dischargeMicroAh: 1_700_000n });
  const fourth = writer.cycle({ dischargeMicroAh: 1_870_000n });
  return [first, second, early, third, later, ofThird, fourth, writer.correct(later, { dischargeMicroAh: 1_750_000n })];
}

describe("a proven history as the method takes it", () => {
  const figures = figuresOf(corrected());

  it("has each discharge under its number since birth, as its latest version tells it", () => {
    expect(ampereHours(provenCycles(figures))).to.deep.equal([
      [3, 1.75],
      [4, 1.89],
      [5, 1.7],
      [6, 1.87],
    ]);
    expect(provenCycles(figures)[0]?.dischargeEnergyWh).to.equal(7);
  });

  it("as of a cycle has each in the version that was known when that cycle was recorded", () => {
    expect(ampereHours(provenCycles(figures, 3))).to.deep.equal([[3, 1.9]]);
    expect(ampereHours(provenCycles(figures, 4))).to.deep.equal([
      [3, 1.9],
      [4, 1.89],
    ]);
    expect(ampereHours(provenCycles(figures, 5))).to.deep.equal([
      [3, 1.85],
      [4, 1.89],
      [5, 1.88],
    ]);
    expect(ampereHours(provenCycles(figures, 6))).to.deep.equal([
      [3, 1.8],
      [4, 1.89],
      [5, 1.7],
      [6, 1.87],
    ]);
    expect(provenCycles(figures, 2)).to.deep.equal([]);
  });

  it("as of a cycle is the same as if nothing had been recorded after it", () => {
    const leaves = corrected();
    for (const [number, records] of [
      [3, 1],
      [4, 2],
      [5, 4],
      [6, 7],
    ] as const) {
      const then = provenCycles(figuresOf(leaves.slice(0, records)));
      expect(provenCycles(figures, number), `cycle ${number}`).to.deep.equal(then);
    }
  });

  it("takes a version that was corrected although another correction came between", () => {
    const writer = new HistoryWriter(device);
    const first = writer.cycle({ dischargeMicroAh: 1_900_000n });
    const once = writer.correct(first, { dischargeMicroAh: 1_850_000n });
    const second = writer.cycle({ dischargeMicroAh: 1_880_000n });
    const again = writer.correct(first, { dischargeMicroAh: 1_700_000n });
    const branched = figuresOf([first, once, second, again]);
    expect(ampereHours(provenCycles(branched, 4))).to.deep.equal([
      [3, 1.85],
      [4, 1.88],
    ]);
  });

  it("leaves what a replaced device recorded as it was last corrected", () => {
    const [own, other] = [device.device, stranger.device];
    const version = (sequence: bigint, dischargeMicroAh: bigint) => ({
      sequence,
      timestampS: 1n,
      measured: { ...(figures.corrections[0]?.after.measured as MeasuredCycle), dischargeMicroAh },
    });
    const cycle = { timestampS: 1n, dischargeMicroWh: 1n, supersededSequences: [] };
    const [old, young] = [
      { ...cycle, device: own, sequence: 8n, dischargeCount: 1n, dischargeMicroAh: 5n, latestSequence: 9n },
      { ...cycle, device: other, sequence: 1n, dischargeCount: 2n, dischargeMicroAh: 6n, latestSequence: 1n },
    ];
    const replaced = {
      completeness: figures.completeness,
      cycles: [{ ...old, supersededSequences: [8n] }, young],
      corrections: [
        { device: own, reason: 1, supersedes: own, before: version(8n, 4n), after: version(9n, 5n) } as const,
      ],
    };
    expect(provenCycles(replaced, 2).map(({ dischargeCapacityAh }) => dischargeCapacityAh)).to.deep.equal([5e-6, 6e-6]);
  });

  it("is none for a part, from the factory gate on or not", () => {
    const { bundle, roots } = worldOf(corrected());
    for (const [from, to] of [
      [1n, 6n],
      [4n, 8n],
    ] as const) {
      const part = partOf(
        bundle,
        (entry) => "header" in entry && from <= entry.header.sequence && entry.header.sequence <= to,
      );
      const partFigures = reportOf({ bundle: part, roots }).figures as EvidenceFigures;
      for (const asOf of [undefined, 5]) {
        expect(() => provenCycles(partFigures, asOf))
          .to.throw()
          .with.property("code", "ValueHistoryIsPart");
      }
    }
  });
});

describe("the cycles of discharges", () => {
  const counted = (...counts: (bigint | string)[]) => counts.map((dischargeCount) => ({ dischargeCount }));

  it("pass over a record of a charge alone, which counts no discharge", () => {
    expect(dischargeCycles(counted(2n, 3n, 3n, 3n, 4n, 7n))).to.deep.equal(counted(2n, 3n, 4n, 7n));
    expect(dischargeCycles(counted("2", "2", "3"))).to.deep.equal(counted("2", "3"));
  });

  it("keep the record that came first", () => {
    const cycles = [
      { dischargeCount: 1n, name: "discharge" },
      { dischargeCount: 1n, name: "charge alone" },
    ];
    expect(dischargeCycles(cycles)).to.deep.equal([cycles[0]]);
    expect(dischargeCycles([])).to.deep.equal([]);
  });
});
