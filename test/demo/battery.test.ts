import { expect } from "chai";
import { describe, it } from "mocha";
import { createBattery } from "../../demo/batteries/battery.js";
import { LIMITS } from "../../demo/batteries/facts.js";
import { countHarmfulEvents } from "../../demo/batteries/harmfulEvents.js";
import { createP256Key } from "../../demo/devices/keys.js";
import { createSimulatedDevice } from "../../demo/devices/simulatedDevice.js";
import type { MeasuredCycle } from "../../oracle/ingest/index.js";
import {
  type ChargeCycle,
  CorrectionReason,
  countersSaltOf,
  domainSeparator,
  type Hex,
  type SignedRecord,
  structHashOf,
} from "../../protocol/index.js";

const domain = domainSeparator({ chainId: 31_337n, directory: `0x${"11".repeat(20)}` });
const id: Hex = `0x${"22".repeat(32)}`;

const cycle = (number: number, change: Partial<MeasuredCycle> = {}): MeasuredCycle => ({
  row: number + 1,
  cell: "A",
  cycle: number,
  chargeMicroAh: 1_900_000n,
  dischargeMicroAh: 1_800_000n,
  chargeMicroWh: 7_000_000n,
  dischargeMicroWh: 6_500_000n,
  chargeDurationMs: 3_600_000n,
  dischargeDurationMs: 3_000_000n,
  voltageMaxMicroV: 4_210_000n,
  voltageMinMicroV: 2_600_000n,
  chargeTemperatureMaxMilliC: 28_000n,
  dischargeTemperatureMaxMilliC: 38_000n,
  ...change,
});

function recordsOf(history: readonly MeasuredCycle[], correction?: Parameters<typeof createBattery>[0]["correction"]) {
  const device = createSimulatedDevice({ label: "A", id, key: createP256Key(`0x${"33".repeat(20)}`), domain });
  const battery = createBattery({ identifier: "A", device, history, ...(correction && { correction }) });
  return history.flatMap((measured) => battery.cycle(measured)) as (SignedRecord & { readonly record: ChargeCycle })[];
}

describe("demo/batteries", () => {
  it("records what the table has, and null for what it has not", () => {
    const [signed] = recordsOf([cycle(1)]);
    const { measurements, counters } = signed?.record ?? {};
    expect(measurements).to.include({ dischargeMicroAh: 1_800_000n, correctionReason: CorrectionReason.None });
    expect(measurements).to.include({ chargeCurrentMaxMicroA: null, chargeTemperatureMinMilliC: null });
    expect(measurements?.salt).to.equal(signed?.salt);
    expect(counters?.salt).to.equal(countersSaltOf(signed?.salt as Hex));
    expect(counters).to.include({ chargeCount: 1n, deepDischargeCount: 0n, timeExtremeLowTempMs: null });
  });

  it("counts discharges and charges beyond the voltage limits, the limits themselves not", () => {
    const count = countHarmfulEvents(LIMITS, []);
    expect(count(cycle(1, { voltageMinMicroV: LIMITS.voltageMinMicroV })).deepDischargeCount).to.equal(0n);
    expect(count(cycle(2, { voltageMinMicroV: LIMITS.voltageMinMicroV - 1n })).deepDischargeCount).to.equal(1n);
    const events = count(cycle(3, { voltageMaxMicroV: LIMITS.voltageMaxMicroV + 1n }));
    expect([events.deepDischargeCount, events.overChargeCount]).to.deep.equal([1n, 1n]);
  });

  it("says nothing of a time that the table cannot tell, in no record of the battery", () => {
    const hot = cycle(2, { chargeTemperatureMaxMilliC: LIMITS.chargingTemperatureMaxMilliC + 1n });
    const totals = recordsOf([cycle(1), hot]).map(({ record }) => record.counters);
    expect(totals.map((of) => of.timeExtremeHighTempChargingMs)).to.deep.equal([null, null]);
    expect(totals.map((of) => of.timeExtremeHighTempMs)).to.deep.equal([0n, 0n]);
  });

  it("corrects a cycle later: no new charge, and only what was missing is added", () => {
    const correction = { cell: "A", cycle: 2, firstDischargeMicroAh: 1_750_000n, afterCycle: 3 };
    const records = recordsOf([cycle(1), cycle(2), cycle(3), cycle(4)], correction);
    expect(records.map(({ record }) => record.measurements.dischargeMicroAh)).to.deep.equal([
      1_800_000n,
      1_750_000n,
      1_800_000n,
      1_800_000n,
      1_800_000n,
    ]);
    const [, wrong, , right, last] = records;
    expect(right?.record.measurements).to.include({
      supersedes: structHashOf(wrong?.record as ChargeCycle),
      correctionReason: CorrectionReason.Calibration,
    });
    expect(right?.record.counters).to.include({ chargeCount: 3n, capacityThroughputMicroAh: 5_400_000n });
    expect(last?.record.counters).to.include({ chargeCount: 4n, capacityThroughputMicroAh: 7_200_000n });
  });

  it("records nothing wrongly that it would not come to correct", () => {
    const correction = { cell: "A", cycle: 2, firstDischargeMicroAh: 1n, afterCycle: 3 };
    const records = recordsOf([cycle(1), cycle(2)], correction);
    expect(records.map(({ record }) => record.measurements.dischargeMicroAh)).to.deep.equal([1_800_000n, 1_800_000n]);
  });
});
