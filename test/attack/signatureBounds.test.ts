import { expect } from "chai";
import { describe, it } from "mocha";
import { makeVerifier } from "../../oracle/verification/signatureVerifier.js";
import { type Hex, verifySignature } from "../../protocol/index.js";
import { testDevice } from "../protocol/support/devices.js";

const WORD = 64;
const padded = (value: bigint) => value.toString(16).padStart(WORD, "0");
const ORDERS = {
  p256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  secp256k1: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
};
const domain: Hex = `0x${"22".repeat(32)}`;
const structHash: Hex = `0x${"33".repeat(32)}`;

/** An error here would stop an oracle for good: what is no signature is simply not one. */
describe("signatures at the bounds of their fields", () => {
  for (const kind of ["p256", "secp256k1"] as const) {
    const order = ORDERS[kind];
    const bounds = [0n, 1n, order / 2n, order - 1n, order, order + 1n, (1n << 256n) - 1n];
    const tails = kind === "p256" ? [""] : ["1a", "1b", "1c", "1d", "00", "ff"];
    it(`are refused without an error for ${kind}`, () => {
      const { signer } = testDevice(kind, "bounds");
      const verify = makeVerifier(signer, domain);
      for (const r of bounds) {
        for (const s of bounds) {
          for (const tail of tails) {
            const signature: Hex = `0x${padded(r)}${padded(s)}${tail}`;
            expect(verify(structHash, signature), signature).to.equal(false);
            expect(verifySignature({ signer, domain, structHash, signature }), signature).to.equal(false);
          }
        }
      }
    });
  }
});
