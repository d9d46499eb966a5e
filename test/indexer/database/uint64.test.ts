import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { uint64Text, uintOf } from "../../../indexer/database/uint64.js";

const uint64 = () => fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });

describe("uint64Text", () => {
  it("sorts as the integers do and leads back to them", () => {
    fc.assert(
      fc.property(uint64(), uint64(), (a, b) => {
        expect(uintOf(uint64Text(a))).to.equal(a);
        expect(uint64Text(a) < uint64Text(b)).to.equal(a < b);
      }),
    );
  });
});
