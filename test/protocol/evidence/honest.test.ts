import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  type ArchivedLeaf,
  type Gap,
  isSignedRecord,
  partOf,
  type SignedRecord,
  verifyEvidence,
} from "../../../protocol/index.js";
import { nodeVerifier } from "../../../scripts/evidence/nodeVerifier.js";
import { testDevice } from "../support/devices.js";
import { type CycleChanges, HistoryWriter } from "../support/history.js";
import { nativeDevice } from "../support/nativeDevice.js";
import { makeWorld } from "../support/world.js";

const device = nativeDevice("honest");
const stranger = testDevice("secp256k1", "stranger");

/** Something that a device does; numbers choose among what there is. */
type Deed =
  | { readonly kind: "cycle" | "deep"; readonly microAh: bigint }
  | { readonly kind: "correct"; readonly which: number; readonly microAh: bigint }
  | { readonly kind: "sensor" };
type Told = { readonly deed: Deed; readonly isLost: boolean };

const microAh = fc.bigInt({ min: 0n, max: 2_500_000n });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("cycle" as const, "deep" as const), microAh }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("correct" as const), which: fc.nat(20), microAh }) },
  fc.constant({ kind: "sensor" as const }),
);
const history = fc.array(fc.record({ deed, isLost: fc.boolean() }), {
  minLength: 1,
  maxLength: 14,
});
const mostlyKept = history.map((told) => told.map((each, at) => ({ ...each, isLost: each.isLost && at % 3 === 1 })));

/** What an honest device writes, with anchored gaps where records never came. */
function write(told: readonly Told[]): ArchivedLeaf[] {
  const writer = new HistoryWriter(device);
  const cycles: SignedRecord[] = [];
  let deepDischargeCount = 0n;
  const leaves: ArchivedLeaf[] = [];
  for (const { deed, isLost } of told) {
    const record = (() => {
      if (deed.kind === "sensor") return writer.sensor();
      const changes: CycleChanges = { dischargeMicroAh: deed.microAh };
      const corrected = deed.kind === "correct" ? cycles[deed.which % Math.max(cycles.length, 1)] : undefined;
      if (corrected !== undefined) return writer.correct(corrected, changes);
      if (deed.kind !== "deep") return writer.cycle(changes);
      deepDischargeCount += 1n;
      writer.raise({ deepDischargeCount });
      return writer.cycle({ ...changes, voltageMinMicroV: 2_000_000n });
    })();
    if (record.record.type === "ChargeCycle") cycles.push(record);
    leaves.push(isLost ? gapOf(record.record.header.sequence) : record);
  }
  return leaves;
}

function gapOf(sequence: bigint): Gap {
  return { type: "Gap", device: device.device, fromSequence: sequence, toSequence: sequence, reason: 1 };
}

describe("an honest device", function () {
  this.timeout(120_000);

  it("is believed, whatever it measured, corrected and lost, as a whole and in every part", () => {
    fc.assert(
      fc.property(mostlyKept, fc.nat(13), fc.nat(13), (told, one, other) => {
        const leaves = write(told);
        const { bundle, roots } = makeWorld({ device, leaves, batchSize: 4 }, stranger);
        const whole = verifyEvidence({ bundle, roots, verifierOf: nodeVerifier });
        expect(whole.faults).to.deep.equal([]);
        const cycles = leaves.filter((leaf) => isSignedRecord(leaf) && leaf.record.type === "ChargeCycle");
        const { corrections = [], cycles: effective = [] } = whole.figures ?? {};
        expect(corrections.length + effective.length).to.equal(cycles.length);

        const [from, to] = [Math.min(one, other) % leaves.length, Math.max(one, other) % leaves.length];
        const isWanted = (_: unknown, at: number) => at >= from && at <= to;
        const run = leaves.filter(isWanted);
        if (!run.some(isSignedRecord) || run.length === leaves.length) return;
        const part = partOf(bundle, (entry) => isWanted(entry, bundle.records.indexOf(entry)));
        const { faults } = verifyEvidence({ bundle: part, roots, verifierOf: nodeVerifier });
        // A run that reaches the checkpoint from the start is complete: only its name is wrong.
        expect(faults.filter(({ code }) => code !== "ScopeMismatch")).to.deep.equal([]);
      }),
      { numRuns: 150 },
    );
  });

  it("that hides one deep discharge, adds one cycle or takes one microampere-hour away is not", () => {
    fc.assert(
      fc.property(mostlyKept, fc.nat(2), (told, lie) => {
        const kept = told.map((each) => ({ ...each, isLost: false }));
        const leaves = write([...kept, { deed: { kind: "cycle", microAh: 1_000_000n }, isLost: false }]);
        const last = leaves.at(-1) as SignedRecord;
        if (last.record.type !== "ChargeCycle") throw new TypeError("the last is a cycle");
        const { counters } = last.record;
        const changes: CycleChanges = [
          { voltageMinMicroV: 2_000_000n },
          { chargeCount: counters.chargeCount + 1n, dischargeCount: counters.dischargeCount + 1n },
          { capacityThroughputMicroAh: counters.capacityThroughputMicroAh - 1n },
        ][lie] as CycleChanges;
        const liar = new HistoryWriter(device, {
          ...counters,
          chargeCount: counters.chargeCount - 1n,
          dischargeCount: counters.dischargeCount - 1n,
          energyThroughputMicroWh: counters.energyThroughputMicroWh - last.record.measurements.dischargeMicroWh,
          capacityThroughputMicroAh: counters.capacityThroughputMicroAh - 1_000_000n,
        });
        for (let skipped = 1n; skipped < last.record.header.sequence; skipped++) liar.sensor();
        const { dischargeMicroWh } = last.record.measurements;
        const lied = liar.cycle({ dischargeMicroAh: 1_000_000n, dischargeMicroWh, ...changes });
        const { bundle, roots } = makeWorld({ device, leaves: [...leaves.slice(0, -1), lied] }, stranger);
        const codes = verifyEvidence({ bundle, roots, verifierOf: nodeVerifier }).faults.map(({ code }) => code);
        expect(codes).to.include(lie === 0 ? "HarmfulEventUndeclared" : "CounterMismatch");
      }),
      { numRuns: 40 },
    );
  });
});
