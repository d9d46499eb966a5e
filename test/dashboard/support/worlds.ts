import { testDevice } from "../../protocol/support/devices.js";
import { eventfulHistory, HistoryWriter } from "../../protocol/support/history.js";
import { makeWorld, type World } from "../../protocol/support/world.js";

const device = testDevice("p256", "battery");
const stranger = testDevice("secp256k1", "stranger");

/** A short history with a correction, a deep discharge, a sample and a gap. */
export function worldOfEvents(): World {
  return makeWorld({ device, leaves: eventfulHistory(device) }, stranger);
}

/** A battery that fades over `cycles` full discharges, with one corrected cycle and one gap: enough to be valued. */
export function fadingWorld(cycles: number): World {
  const writer = new HistoryWriter(device);
  const charged = { chargeMicroAh: 1_900_000n, chargeMicroWh: 7_600_000n };
  const leaves = [];
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const health = 0.95 - 0.2 * (cycle / cycles) ** 1.6;
    const dischargeMicroAh = BigInt(Math.round(2_000_000 * health));
    const written = writer.cycle({ dischargeMicroAh, dischargeMicroWh: (dischargeMicroAh * 36n) / 10n, ...charged });
    leaves.push(written);
    if (cycle === Math.round(cycles / 3))
      leaves.push(writer.correct(written, { dischargeMicroAh: dischargeMicroAh - 40_000n }));
    if (cycle === Math.round(cycles / 2)) leaves.push(writer.lose(3));
  }
  return makeWorld({ device, leaves, batchSize: 64 }, stranger);
}
