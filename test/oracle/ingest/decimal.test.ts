import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { parseDecimal, parseQuantity, subtract, toWholeUnits } from "../../../oracle/ingest/decimal.js";
import type { RowFault } from "../../../oracle/ingest/errors.js";

function codeOf(read: () => unknown): string {
  try {
    read();
    return "no error";
  } catch (error) {
    return (error as RowFault).code;
  }
}

describe("oracle/ingest/decimal", () => {
  it("reads plain and exponent notation exactly", () => {
    for (const [text, wh] of [
      ["2.2758", 2276n],
      ["0", 0n],
      [".5", 500n],
      ["5.", 5000n],
      ["+1.0005", 1001n],
      ["1.00049999999999999999", 1000n],
      ["2.5e-4", 0n],
      ["5E-4", 1n],
      ["1e3", 1_000_000n],
      ["-0.0", 0n],
      [" 0.25\t", 250n],
    ] as const) {
      expect(toWholeUnits(parseQuantity(text), 3), text).to.equal(wh);
    }
  });

  it("refuses what is no number, naming why", () => {
    for (const text of ["", "   "])
      expect(
        codeOf(() => parseDecimal(text)),
        text,
      ).to.equal("CsvCellBlank");
    for (const text of ["NaN", "inf", "1,5", "1_000", "0x10", ".", "1e", "e3", "--1", "1.2.3", "٣"]) {
      expect(
        codeOf(() => parseDecimal(text)),
        text,
      ).to.equal("CsvCellNotANumber");
    }
    for (const text of ["1e999", "1e-999", "1".repeat(101)]) {
      expect(
        codeOf(() => parseDecimal(text)),
        text,
      ).to.equal("CsvCellOutOfRange");
    }
    expect(codeOf(() => parseQuantity("-0.001"))).to.equal("CsvCellNegative");
  });

  it("rounds a half towards plus infinity, below zero too", () => {
    for (const [text, rounded] of [
      ["0.5", 1n],
      ["1.5", 2n],
      ["-0.5", 0n],
      ["-0.51", -1n],
      ["-1.5", -1n],
      ["-2", -2n],
    ] as const) {
      expect(toWholeUnits(parseDecimal(text), 0), text).to.equal(rounded);
    }
  });

  it("agrees with whole numbers for any two decimals", () => {
    const number = fc.record({ digits: fc.bigInt(0n, 10n ** 20n), scale: fc.integer({ min: 0, max: 15 }) });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const text = ({ digits, scale }: { digits: bigint; scale: number }) => `${digits}e-${scale}`;
        const net = subtract(parseDecimal(text(a)), parseDecimal(text(b)));
        const exact = a.digits * 10n ** BigInt(15 - a.scale) - b.digits * 10n ** BigInt(15 - b.scale);
        expect(net.digits * 10n ** BigInt(15 - net.scale)).to.equal(exact);
        const rounded = toWholeUnits(net, 3);
        const twiceError = 2n * (rounded * 10n ** 12n - exact);
        expect(twiceError > -(10n ** 12n) && twiceError <= 10n ** 12n).to.equal(true);
      }),
    );
  });
});
