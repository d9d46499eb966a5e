import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type Delivery, fillSilences, type GivenReading, type Silence } from "../../../deals/index.js";
import type { Hex } from "../../../protocol/index.js";

const HEARTBEAT_S = 10;
const SENSOR: Hex = `0x${"5e".repeat(32)}`;

const reading = (atS: number, field = "temperature", device = SENSOR) =>
  ({ row: atS, reading: { header: { device, timestampS: BigInt(atS) }, field } }) as unknown as GivenReading;

const deliveryWith = (...silences: Silence[]) =>
  ({
    plan: { heartbeatS: HEARTBEAT_S },
    watches: [{ sensor: SENSOR, condition: { field: "temperature" }, silences }],
  }) as unknown as Delivery;

const chosen = (silences: Silence[], atS: readonly number[]) =>
  fillSilences(
    deliveryWith(...silences),
    atS.map((each) => reading(each)),
  ).map(({ silence, given }) => [silence, given.row]);

describe("the choice of readings that fill silences", () => {
  it("takes as few as leave no gap longer than the heartbeat, in their order", () => {
    expect(chosen([{ silence: 3, fromS: 0, toS: 30 }], [1, 5, 10, 12, 19, 20, 25])).to.deep.equal([
      [3, 10],
      [3, 20],
    ]);
  });

  it("leaves a silence alone that they cannot fill wholly, and fills the others", () => {
    const silences = [
      { silence: 0, fromS: 0, toS: 40 },
      { silence: 1, fromS: 100, toS: 115 },
    ];
    expect(chosen(silences, [10, 20, 31, 105])).to.deep.equal([[1, 105]]);
  });

  it("takes no reading of another sensor or field, nor of a silence's ends", () => {
    const delivery = deliveryWith({ silence: 0, fromS: 0, toS: 15 });
    const other: Hex = `0x${"07".repeat(32)}`;
    const readings = [reading(0), reading(8, "humidity"), reading(9, "temperature", other), reading(15)];
    expect(fillSilences(delivery, readings)).to.deep.equal([]);
  });

  it("leaves no gap wherever it fills, and fills wherever it can", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 99 })), (times) => {
        const sorted = [...times].sort((a, b) => a - b);
        const filled = chosen([{ silence: 0, fromS: 0, toS: 100 }], sorted).map(([, row]) => row as number);
        const isBridged = (points: readonly number[]) =>
          [...points, 100].every((point, at) => point - (points[at - 1] ?? 0) <= HEARTBEAT_S);
        expect(filled.length > 0).to.equal(isBridged(sorted));
        if (filled.length > 0) expect(isBridged(filled)).to.equal(true);
      }),
    );
  });
});
