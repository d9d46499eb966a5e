import { expect } from "chai";
import { describe, it } from "mocha";
import { bench } from "./support/open.js";
import { HOUR_S } from "./support/scenario.js";

describe("meterSeries", () => {
  const the = bench();
  const hour = (count: number) => BigInt(the.scene.startS + count * HOUR_S);

  it("shows each interval's flow, its registers and whether they settled", async () => {
    const { queries } = await the.synced();
    const series = await queries.meterSeries({ device: the.scene.devices.b01, limit: 10 });
    expect(series?.points.map(({ endS, exportWh, state }) => [endS, exportWh, state])).to.deep.equal([
      [hour(1), 900n, "settled"],
      [hour(2), 1_100n, "anchored"],
      [hour(3), 0n, "anchored"],
      [hour(4), 700n, "anchored"],
    ]);
    expect(series?.points.map(({ exportRegisterWh }) => exportRegisterWh)).to.deep.equal([
      900n,
      2_000n,
      2_000n,
      2_700n,
    ]);
    expect(series).to.deep.include({ periodS: HOUR_S, gaps: [], nextFromS: null });
  });

  it("says why a reading is missing", async () => {
    const { queries } = await the.synced();
    const [second, third] = await Promise.all(
      [the.scene.devices.b02, the.scene.devices.b03].map((device) => queries.meterSeries({ device, limit: 10 })),
    );
    expect(second?.gaps).to.deep.equal([{ fromS: hour(2), toS: hour(3), reason: "noReading" }]);
    expect(third?.gaps).to.deep.equal([{ fromS: hour(1), toS: hour(2), reason: "neverArrived" }]);
    expect(third?.points[1]).to.include({ startS: hour(1), endS: hour(3), importWh: 1_199n });
  });

  it("calls a reading that lies in a batch of somebody else's not held", async () => {
    const { archive, devices, stream } = the.scene;
    const { queries } = await the.synced({
      readBatch: async (id, sequence) => {
        const batch = await archive.read(id, sequence);
        return id === stream.id && sequence === 3n ? undefined : batch;
      },
    });
    const whole = await queries.meterSeries({ device: devices.b03, limit: 10 });
    expect(whole?.points).to.have.length(1);
    const { recorders } = the.scene;
    const next = recorders.b03.read(Number(hour(5)), 3_000n, 5n);
    await archive.anchor(stream, [next]);
    const later = await the.synced({
      database: the.file("later"),
      readBatch: async (id, sequence) => (sequence === 3n ? undefined : archive.read(id, sequence)),
    });
    const series = await later.queries.meterSeries({ device: devices.b03, limit: 10 });
    expect(series?.gaps).to.deep.equal([{ fromS: hour(1), toS: hour(4), reason: "notHeld" }]);
  });

  it("keeps to a window and tells where the rest begins", async () => {
    const { queries } = await the.synced();
    const device = the.scene.devices.b01;
    const middle = await queries.meterSeries({ device, fromS: hour(2), toS: hour(3), limit: 10 });
    expect(middle?.points.map(({ startS, endS }) => [startS, endS])).to.deep.equal([
      [hour(1), hour(2)],
      [hour(2), hour(3)],
    ]);
    const page = await queries.meterSeries({ device, limit: 3 });
    expect(page?.points).to.have.length(3);
    expect(page?.nextFromS).to.equal(hour(4));
    const rest = await queries.meterSeries({ device, fromS: hour(4), limit: 3 });
    expect(rest?.points.map(({ exportWh }) => exportWh)).to.deep.equal([700n]);
    expect(rest?.nextFromS).to.equal(null);
    const none = await queries.meterSeries({ device, fromS: hour(5), limit: 3 });
    expect(none).to.deep.include({ points: [], gaps: [], periodS: 0, nextFromS: null });
  });

  it("is of registered meters alone", async () => {
    const { queries } = await the.synced();
    expect(await queries.meterSeries({ device: the.scene.devices.battery, limit: 1 })).to.equal(undefined);
    expect(await queries.meterSeries({ device: `0x${"00".repeat(32)}`, limit: 1 })).to.equal(undefined);
  });
});
