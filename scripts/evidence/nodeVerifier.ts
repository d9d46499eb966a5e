import { createPublicKey, verify } from "node:crypto";
import { findSecp256k1 } from "../../native/index.js";
import { nativeVerifier } from "../../protocol/index.js";

/** Checks signatures with Node's own P-256 and the machine's secp256k1: a long history is checked in seconds, not minutes. */
export const nodeVerifier = nativeVerifier(
  {
    importSpki: (der) => createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" }),
    verifySha256: (key, data, signature) => verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, signature),
  },
  findSecp256k1().native,
);
