import { expect } from "chai";
import { id } from "ethers";
import { describe, it } from "mocha";
import { parseReference } from "../../../scripts/commands/token/tokenValues.js";

describe("values of wattproof token", () => {
  it("takes 32 bytes as they are, and any other reference by its hash", () => {
    expect(parseReference("2026/1")).to.equal(id("2026/1"));
    expect(parseReference(`0x${"AB".repeat(32)}`)).to.equal(`0x${"ab".repeat(32)}`);
    for (const text of ["", "  ", "x".repeat(141)]) expect(() => parseReference(text), text).to.throw("It is");
  });
});
