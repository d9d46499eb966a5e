import { keccakDigest, signingPreimage } from "../eip712/digest.js";
import { fromHex, isHex } from "../hex.js";
import type { NativeSecp256k1 } from "./nativeSecp256k1.js";
import { parseSigner } from "./signer.js";
import { type MakeVerifier, recoverAddress } from "./verify.js";

/** P-256 as the machine itself computes it, some ten times faster than any script. */
export interface NativeP256<Key> {
  /** Takes in a public key in the SPKI form of RFC 5480. */
  readonly importSpki: (der: Uint8Array) => Key;
  /** True if the key signed SHA-256 of `data`. @param signature `r ‖ s`, 64 bytes. */
  readonly verifySha256: (key: Key, data: Uint8Array, signature: Uint8Array) => boolean;
}

/** Before the uncompressed point in the SPKI form of a P-256 key. */
const SPKI_PREFIX = fromHex("0x3059301306072a8648ce3d020106082a8648ce3d03010703420004");

/** Half of P-256's order, rounded down: the highest s that counts as low (FIPS 186-4, D.1.2.3). */
const HIGHEST_LOW_S = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

const SIGNATURE_BYTES = 64;

/**
 * `signatureVerifier` with the machine's own P-256 and, where it has one, its own secp256k1: accepts and refuses exactly
 * the same.
 * @param native The machine's secp256k1; computed in JavaScript without it.
 */
export function nativeVerifier<Key>(
  { importSpki, verifySha256 }: NativeP256<Key>,
  native?: Pick<NativeSecp256k1, "recover">,
): MakeVerifier {
  return (signer, domain) => {
    const parsed = parseSigner(signer);
    if (parsed.kind === "secp256k1") {
      return (structHash, signature) =>
        recoverAddress(keccakDigest(signingPreimage(domain, structHash)), signature, native?.recover) ===
        parsed.address;
    }
    const point = fromHex(parsed.publicKey);
    const spki = new Uint8Array(SPKI_PREFIX.length + point.length);
    spki.set(SPKI_PREFIX);
    spki.set(point, SPKI_PREFIX.length);
    const key = importSpki(spki);
    return (structHash, signature) =>
      isHex(signature, SIGNATURE_BYTES) &&
      BigInt(`0x${signature.slice(66)}`) <= HIGHEST_LOW_S &&
      verifySha256(key, signingPreimage(domain, structHash), fromHex(signature));
  };
}
