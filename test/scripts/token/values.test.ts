import { expect } from "chai";
import { id } from "ethers";
import { describe, it } from "mocha";
import {
  formatMoney,
  formatTime,
  parseAmount,
  parseMoney,
  parseReference,
  parseTime,
} from "../../../scripts/commands/token/tokenValues.js";

describe("values of wattproof token", () => {
  it("takes money to the unit, and shows it with two decimals or more", () => {
    const cases = [
      ["12.50", 12_500_000n, "12.50"],
      ["0.000001", 1n, "0.000001"],
      ["7", 7_000_000n, "7.00"],
      ["999999999999999999.999999", 999_999_999_999_999_999_999_999n, "999999999999999999.999999"],
    ] as const;
    for (const [text, units, shown] of cases) {
      expect(parseAmount(text)).to.equal(units);
      expect(formatMoney(units)).to.equal(shown);
    }
    expect(parseMoney("0")).to.equal(0n);
  });

  it("refuses what is no exact amount", () => {
    for (const text of ["12.5000001", "0", "0.0", "-1", "1e3", "1,5", "0x10", ".5", "5.", "01", "", " 1"]) {
      expect(() => parseAmount(text), text).to.throw("It is");
    }
  });

  it("takes 32 bytes as they are, and any other reference by its hash", () => {
    expect(parseReference("2026/1")).to.equal(id("2026/1"));
    expect(parseReference(`0x${"AB".repeat(32)}`)).to.equal(`0x${"ab".repeat(32)}`);
    for (const text of ["", "  ", "x".repeat(141)]) expect(() => parseReference(text), text).to.throw("It is");
  });

  it("reads and shows times of UTC", () => {
    expect(parseTime("2026-01-31T12:00:00Z")).to.equal(1_769_860_800n);
    expect(formatTime(1_769_860_800n)).to.equal("2026-01-31T12:00:00Z");
    expect(formatTime(2n ** 48n - 1n)).to.equal("second 281474976710655");
    for (const text of ["yesterday", "2026-01-31", "2026-13-01T00:00:00Z", "2026-01-31T12:00:00+01:00"]) {
      expect(() => parseTime(text), text).to.throw("It is a time");
    }
  });
});
