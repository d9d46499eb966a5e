import { expect } from "chai";
import { describe, it } from "mocha";
import { ChainUnreadable, wordOf } from "../../evidence/index.js";

describe("wordOf", () => {
  const STATES = ["none", "open", "over"] as const;

  it("tells a contract's number as the word that stands at its place", () => {
    expect([0n, 1n, 2n].map((told) => wordOf(STATES, told, "the state"))).to.deep.equal(STATES);
  });

  it("refuses a number that has no word, and says which", () => {
    expect(() => wordOf(STATES, 3n, "the state of advert 7")).to.throw(
      ChainUnreadable,
      "The chain did not give the state of advert 7: it says 3, which stands for nothing that is known here.",
    );
  });
});
