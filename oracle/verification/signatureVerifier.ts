import { createPublicKey, verify as verifyWithNode } from "node:crypto";
import { keccakDigest, signingPreimage } from "../../protocol/eip712/digest.js";
import { fromHex, type Hex, isHex } from "../../protocol/hex.js";
import { parseSigner } from "../../protocol/signatures/signer.js";
import { recoverAddress } from "../../protocol/signatures/verify.js";

/** True if the device's key signed the struct. */
export type Verify = (structHash: Hex, signature: Hex) => boolean;

/** Before the uncompressed point in the SPKI form of a P-256 key (RFC 5480). */
const P256_SPKI_PREFIX = fromHex("0x3059301306072a8648ce3d020106082a8648ce3d03010703420004");

/** Half of P-256's order, rounded down: the highest s that counts as low (FIPS 186-4, D.1.2.3). */
const P256_HIGHEST_LOW_S = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

const P256_SIGNATURE_BYTES = 64;

/**
 * Makes the check of one key's signatures. It accepts what the protocol's `verifySignature` accepts and nothing else; a
 * P-256 key is parsed once, since parsing costs three times as much as checking a signature.
 * Throws `InvalidSigner` for signer bytes that name no key.
 */
export function makeVerifier(signer: Hex, domain: Hex): Verify {
  const parsed = parseSigner(signer);
  if (parsed.kind === "secp256k1") {
    return (structHash, signature) =>
      recoverAddress(keccakDigest(signingPreimage(domain, structHash)), signature) === parsed.address;
  }
  const spki = Buffer.concat([P256_SPKI_PREFIX, fromHex(parsed.publicKey)]);
  const key = createPublicKey({ key: spki, format: "der", type: "spki" });
  return (structHash, signature) =>
    isHex(signature, P256_SIGNATURE_BYTES) &&
    BigInt(`0x${signature.slice(66)}`) <= P256_HIGHEST_LOW_S &&
    verifyWithNode(
      "sha256",
      signingPreimage(domain, structHash),
      { key, dsaEncoding: "ieee-p1363" },
      fromHex(signature),
    );
}
