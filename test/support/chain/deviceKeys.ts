import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Hex, keccakDigest, sha256Digest, signingPreimage, toHex } from "../../../protocol/index.js";

/** A device's or ticket's private key, as far as tests need it. */
export interface DeviceKey {
  /** ERC-7913 signer bytes. */
  readonly signer: Hex;
  /** Signature over a struct in a domain, in the one form that contracts accept. */
  sign(domain: Hex, structHash: Hex): Hex;
  /** The same signature with the other s: valid for the curve, refused by the contracts. */
  signWithHighS(domain: Hex, structHash: Hex): Hex;
}

const ADDRESS_START = 12;
const LOWEST_V = 27;

/** secp256k1 key of a test's choice; equal names make equal keys. */
export function secp256k1Key(name: string): DeviceKey {
  const secret = keccak_256(new TextEncoder().encode(`secp256k1 ${name}`));
  const publicKey = secp256k1.getPublicKey(secret, false);
  const signature = (domain: Hex, structHash: Hex, high: boolean) => {
    const digest = keccakDigest(signingPreimage(domain, structHash));
    const [recovery = 0, ...rs] = secp256k1.sign(digest, secret, { prehash: false, format: "recovered" });
    const flipped = high ? withHighS(rs, secp256k1.Point.Fn.ORDER) : Uint8Array.from(rs);
    return toHex(Uint8Array.from([...flipped, LOWEST_V + (high ? 1 - recovery : recovery)]));
  };
  return {
    signer: toHex(keccak_256(publicKey.subarray(1)).subarray(ADDRESS_START)),
    sign: (domain, structHash) => signature(domain, structHash, false),
    signWithHighS: (domain, structHash) => signature(domain, structHash, true),
  };
}

/** P-256 key under the deployment's `verifier`; equal names make equal keys. */
export function p256Key(name: string, verifier: Hex): DeviceKey {
  const secret = keccak_256(new TextEncoder().encode(`p256 ${name}`));
  const signature = (domain: Hex, structHash: Hex) =>
    p256.sign(sha256Digest(signingPreimage(domain, structHash)), secret, { prehash: false, lowS: true });
  return {
    signer: `${verifier}${toHex(p256.getPublicKey(secret, false).subarray(1)).slice(2)}`,
    sign: (domain, structHash) => toHex(signature(domain, structHash)),
    signWithHighS: (domain, structHash) => toHex(withHighS([...signature(domain, structHash)], p256.Point.Fn.ORDER)),
  };
}

/** `r ‖ (n − s)`. */
function withHighS(rs: readonly number[], order: bigint): Uint8Array {
  const s = BigInt(toHex(Uint8Array.from(rs.slice(32))));
  const high = (order - s).toString(16).padStart(64, "0");
  return Uint8Array.from([...rs.slice(0, 32), ...Buffer.from(high, "hex")]);
}
