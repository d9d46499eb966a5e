import { createPublicKey, verify } from "node:crypto";
import { findSecp256k1 } from "../../native/index.js";
import { nativeVerifier } from "../../protocol/signatures/nativeVerifier.js";

/**
 * Makes the check of one key's signatures, with Node's own P-256 and the machine's secp256k1. It accepts what the protocol's `verifySignature` accepts
 * and nothing else; a key is parsed once, since parsing costs three times as much as checking a signature.
 * Throws `InvalidSigner` for signer bytes that name no key.
 */
export const makeVerifier = nativeVerifier(
  {
    importSpki: (der) => createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" }),
    verifySha256: (key, data, signature) => verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, signature),
  },
  findSecp256k1().native,
);
