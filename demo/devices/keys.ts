import { generateKeyPairSync, sign as signWithNode } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Hex, keccakDigest, signingPreimage, toHex } from "../../protocol/index.js";

/** A device's private key, kept in memory only. It can sign structs of the records' domain and nothing else. */
export interface DeviceKey {
  /** ERC-7913 signer bytes of the public half. */
  readonly signer: Hex;
  sign(domain: Hex, structHash: Hex): Hex;
}

/** A new secp256k1 key, as wallets have. */
export function createSecp256k1Key(): DeviceKey {
  const secret = secp256k1.utils.randomSecretKey();
  const address = keccak_256(secp256k1.getPublicKey(secret, false).subarray(1)).subarray(12);
  return {
    signer: toHex(address),
    sign(domain, structHash) {
      const digest = keccakDigest(signingPreimage(domain, structHash));
      const recovered = secp256k1.sign(digest, secret, { prehash: false, format: "recovered" });
      const signature = new Uint8Array(65);
      signature.set(recovered.subarray(1));
      signature[64] = 27 + (recovered[0] as number);
      return toHex(signature);
    },
  };
}

const HALF_ORDER = p256.Point.Fn.ORDER / 2n;

/**
 * A new P-256 key, as secure elements and TPMs have.
 * @param verifier The deployment's ERC-7913 P-256 verifier.
 */
export function createP256Key(verifier: Hex): DeviceKey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  // An SPKI ends with the uncompressed point: x ‖ y.
  const point = publicKey.export({ type: "spki", format: "der" }).subarray(-64);
  return {
    signer: `${verifier}${point.toString("hex")}`,
    sign(domain, structHash) {
      const preimage = signingPreimage(domain, structHash);
      const signature = signWithNode("sha256", preimage, { key: privateKey, dsaEncoding: "ieee-p1363" });
      return withLowS(signature.toString("hex"));
    },
  };
}

/** OpenZeppelin accepts the lower of the two valid s only. */
function withLowS(signature: string): Hex {
  const s = BigInt(`0x${signature.slice(64)}`);
  if (s <= HALF_ORDER) return `0x${signature}`;
  return `0x${signature.slice(0, 64)}${(p256.Point.Fn.ORDER - s).toString(16).padStart(64, "0")}`;
}
