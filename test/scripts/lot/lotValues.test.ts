import { expect } from "chai";
import { describe, it } from "mocha";
import { parseLot, parseLots, parseParts, parseUnit } from "../../../scripts/commands/lot/lotValues.js";

describe("values of lot commands", () => {
  it("take an id as a label has it, in either case, with or without 0x", () => {
    const lot = `0x${"ab".repeat(12)}`;
    for (const text of [lot, lot.slice(2), lot.slice(2).toUpperCase()]) expect(parseLot(text)).to.equal(lot);
    expect(parseLots("cd".repeat(12), parseLots(lot))).to.deep.equal([lot, `0x${"cd".repeat(12)}`]);
    for (const text of ["", "0x", "ab".repeat(11), "ab".repeat(13), `${"ab".repeat(11)}zz`, `0x0x${"ab".repeat(11)}`]) {
      expect(() => parseLot(text), text).to.throw("24 hex digits");
    }
  });

  it("take quantities of parts to the thousandth", () => {
    expect(parseParts("10,2.5, 0.001")).to.deep.equal([10_000n, 2_500n, 1n]);
    for (const text of ["", "1,,2", "1.0001,2", "0,1", "-1,2", "1;2"]) {
      expect(() => parseParts(text), text).to.throw("at most three decimals");
    }
  });

  it("take a unit of printable ASCII, padded with zeros", () => {
    expect(parseUnit("kg")).to.equal(`0x6b67${"0".repeat(60)}`);
    for (const text of ["", "k\u00fc", "k\n", "x".repeat(33)]) {
      expect(() => parseUnit(text), text).to.throw("printable ASCII");
    }
  });
});
