import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { justifiedAmount, registerFor } from "../../../protocol/index.js";

describe("the register that justifies a promise", () => {
  it("is the first one", () => {
    expect(registerFor(1_200_000n, 5_000n, 1_200_000n)).to.equal(6_000n);
    const price = fc.bigInt(1n, 2n ** 96n - 1n);
    const amount = fc.bigInt(1n, 2n ** 128n - 1n);
    fc.assert(
      fc.property(price, fc.bigInt(0n, 2n ** 63n), amount, (pricePerKWh, baselineWh, promised) => {
        const registerWh = registerFor(pricePerKWh, baselineWh, promised);
        expect(justifiedAmount(pricePerKWh, baselineWh, registerWh) >= promised).to.equal(true);
        expect(justifiedAmount(pricePerKWh, baselineWh, registerWh - 1n) < promised).to.equal(true);
      }),
    );
  });
});
