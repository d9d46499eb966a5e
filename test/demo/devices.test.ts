import { expect } from "chai";
import { describe, it } from "mocha";
import { createP256Key, createSecp256k1Key } from "../../demo/devices/keys.js";
import { createSimulatedDevice } from "../../demo/devices/simulatedDevice.js";
import {
  domainSeparator,
  type Hex,
  linkOf,
  structHashOf,
  TimeSource,
  verifySignature,
  ZERO_HASH,
} from "../../protocol/index.js";

const domain = domainSeparator({ chainId: 31_337n, directory: `0x${"11".repeat(20)}` });
const id: Hex = `0x${"22".repeat(32)}`;

for (const [kind, createKey] of [
  ["secp256k1", createSecp256k1Key],
  ["P-256", () => createP256Key(`0x${"33".repeat(20)}`)],
] as const) {
  describe(`a simulated device with a ${kind} key`, () => {
    it("numbers, links and signs its records", () => {
      const key = createKey();
      const device = createSimulatedDevice({ label: "meter", id, key, domain });
      let previous: Hex = ZERO_HASH;
      // Enough signatures that both halves of the range of s come up.
      for (let sequence = 1n; sequence <= 16n; sequence++) {
        const signed = device.sign(sequence * 3_600n, TimeSource.Synthetic, (header) => ({
          type: "MeterReading",
          header,
          importWh: sequence,
          exportWh: 0n,
        }));
        const structHash = structHashOf(signed.record);
        expect(signed.previous).to.equal(previous);
        expect(signed.record.header.sequence).to.equal(sequence);
        expect(signed.record.header.link).to.equal(linkOf(previous, signed.salt));
        expect(verifySignature({ signer: key.signer, domain, structHash, signature: signed.signature })).to.equal(true);
        previous = structHash;
      }
    });
  });
}
