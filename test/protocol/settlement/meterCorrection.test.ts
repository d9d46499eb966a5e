import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  correctedRegisterWh,
  correctionDomain,
  METER_CORRECTION_TYPES,
  meterCorrectionDigest,
  registerFlowWh,
} from "../../../protocol/index.js";
import { hash, uint64 } from "../support/arbitraries.js";

const DOMAIN = correctionDomain({ chainId: 31_337n, settlement: "0x00000000219ab540356cbb839cbe05303d7705fa" });

describe("meterCorrectionDigest", () => {
  it("is what wallets sign", () => {
    const corrections = fc.record({
      meter: hash,
      number: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      reason: fc.constantFrom(0 as const, 1 as const, 2 as const),
      importAtS: fc.bigInt({ min: 0n, max: 2n ** 48n - 1n }),
      exportAtS: fc.bigInt({ min: 0n, max: 2n ** 48n - 1n }),
      importFromWh: uint64,
      importToWh: uint64,
      exportFromWh: uint64,
      exportToWh: uint64,
      evidenceHash: hash,
    });
    fc.assert(
      fc.property(corrections, (correction) => {
        expect(meterCorrectionDigest(correction, DOMAIN)).to.equal(
          TypedDataEncoder.hash(DOMAIN, METER_CORRECTION_TYPES, correction),
        );
      }),
    );
  });
});

describe("corrected registers", () => {
  it("count the same flow before and after a correction, wherever the new count begins", () => {
    fc.assert(
      fc.property(
        uint64,
        uint64,
        fc.bigInt({ min: 0n, max: 2n ** 40n }),
        fc.bigInt({ min: 0n, max: 2n ** 40n }),
        (from, to, before, after) => {
          const settledWh = BigInt.asUintN(64, from - before);
          const registerWh = BigInt.asUintN(64, to + after);
          expect(registerFlowWh(correctedRegisterWh(settledWh, from, to), registerWh)).to.equal(before + after);
        },
      ),
    );
  });

  it("tell a register that fell from one that rose", () => {
    expect(registerFlowWh(5n, 3n)).to.equal(-2n);
    expect(registerFlowWh(2n ** 64n - 1n, 1n)).to.equal(2n);
  });
});
