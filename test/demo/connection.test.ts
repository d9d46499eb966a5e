import { expect } from "chai";
import { describe, it } from "mocha";
import { ratedW } from "../../demo/community/connection.js";

describe("ratedW", () => {
  it("is a usual home's, what the data show beyond that, and no more than an agreement can name", () => {
    expect(ratedW(0n)).to.equal(20_000n);
    expect(ratedW(20_001n)).to.equal(20_001n);
    expect(ratedW(10n ** 12n)).to.equal(2n ** 32n - 1n);
  });
});
