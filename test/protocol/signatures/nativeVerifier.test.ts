import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { domainSeparator, type Hex, InvalidSigner, signatureVerifier, toHex } from "../../../protocol/index.js";
import { nodeVerifier } from "../../../scripts/evidence/nodeVerifier.js";
import { hash } from "../support/arbitraries.js";
import { hashOf, type KeyKind, testDevice } from "../support/devices.js";
import { TEST_CHAIN } from "../support/history.js";
import { flipDigit } from "../support/jsonEdits.js";
import { nativeDevice } from "../support/nativeDevice.js";

const domain = domainSeparator(TEST_CHAIN);
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const word = (value: bigint) => value.toString(16).padStart(64, "0");

describe("the machine's own check of signatures", () => {
  for (const kind of ["p256", "secp256k1"] satisfies KeyKind[]) {
    const device = testDevice(kind, "one");
    const [native, script] = [nodeVerifier(device.signer, domain), signatureVerifier(device.signer, domain)];

    it(`accepts and refuses what the protocol's does (${kind})`, () => {
      fc.assert(
        fc.property(hash, hash, fc.nat(129), (structHash, other, digit) => {
          const signature = device.sign(domain, structHash);
          const changed = flipDigit(signature, 2 + digit) as Hex;
          const cases: [Hex, Hex][] = [
            [structHash, signature],
            [other, signature],
            [structHash, changed],
          ];
          for (const [signed, by] of cases) expect(native(signed, by)).to.equal(script(signed, by));
          expect(native(structHash, signature)).to.equal(true);
          expect(native(structHash, changed)).to.equal(false);
        }),
        { numRuns: 20 },
      );
    });
  }

  it("refuses high s, other lengths, r and s out of range, and what is no hex", () => {
    const device = testDevice("p256", "one");
    const verify = nodeVerifier(device.signer, domain);
    const structHash = hashOf("a record");
    const signature = device.sign(domain, structHash);
    const s = BigInt(`0x${signature.slice(66)}`);
    const highS = `${signature.slice(0, 66)}${word(ORDER - s)}`;
    const bounds = [0n, ORDER, (1n << 256n) - 1n].map((r) => `0x${word(r)}${signature.slice(66)}`);
    for (const bad of [highS, ...bounds, `${signature}1b`, signature.slice(0, -2), signature.toUpperCase(), "0x", ""]) {
      expect(verify(structHash, bad as Hex), bad).to.equal(false);
    }
    expect(() => nodeVerifier(toHex(new Uint8Array(84)), domain)).to.throw(InvalidSigner);
  });

  it("is what a device with a native key signs for", () => {
    const device = nativeDevice("native");
    for (const name of ["a", "b", "c", "d", "e"]) {
      const signature = device.sign(domain, hashOf(name));
      expect(signatureVerifier(device.signer, domain)(hashOf(name), signature)).to.equal(true);
    }
  });
});
