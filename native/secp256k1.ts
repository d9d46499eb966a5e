import { createRequire } from "node:module";
import type { NativeSecp256k1 } from "../protocol/signatures/nativeSecp256k1.js";

/** What the package `secp256k1` offers of itself, as far as it is used here. */
interface Bindings {
  ecdsaSign(digest: Uint8Array, secret: Uint8Array): { signature: Uint8Array; recid: number };
  ecdsaVerify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array): boolean;
  ecdsaRecover(signature: Uint8Array, recovery: number, digest: Uint8Array, compressed: false): Uint8Array;
}

export type FoundSecp256k1 =
  | { readonly native: NativeSecp256k1 }
  | { readonly native: undefined; readonly reason: string };

let found: FoundSecp256k1 | undefined;

/**
 * secp256k1 in C (libsecp256k1), some twenty times as fast as in JavaScript; or why this machine does without it. Only the
 * package's compiled form is loaded, never the substitute in JavaScript that it brings along.
 */
export function findSecp256k1(): FoundSecp256k1 {
  found ??= load();
  return found;
}

function load(): FoundSecp256k1 {
  try {
    return { native: dress(createRequire(import.meta.url)("secp256k1/bindings.js") as Bindings) };
  } catch (error) {
    // No compiled form for this machine: everything runs without it, only slower.
    return { native: undefined, reason: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
  }
}

function dress({ ecdsaSign, ecdsaVerify, ecdsaRecover }: Bindings): NativeSecp256k1 {
  return {
    sign: (digest, secret) => {
      const { signature, recid } = ecdsaSign(digest, secret);
      return { compact: signature, recovery: recid };
    },
    verify: (digest, compact, publicKey) => orFailed(() => ecdsaVerify(compact, digest, publicKey)) ?? false,
    recover: (digest, compact, recovery) => orFailed(() => ecdsaRecover(compact, recovery, digest, false)),
  };
}

/** The library throws where r or s is out of range, or r no point's x: no key made such a signature. */
function orFailed<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch {
    return undefined;
  }
}
