import { scrypt as nodeScrypt } from "node:crypto";
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { getBytes, hexlify, scrypt } from "ethers";

/** How dear a guess of the password is. */
export interface ScryptCost {
  /** Iterations, a power of two. */
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** What wallets use for accounts: 128 MiB and about half a second per guess. */
export const DEFAULT_COST: ScryptCost = { N: 2 ** 17, r: 8, p: 1 };

/** A file may ask for no more memory than this, bytes: geth's own cost takes a quarter of it. */
export const MOST_MEMORY_BYTES = 1024 ** 3;

/** Memory that scrypt takes, bytes (RFC 7914, section 5). */
export function memoryOf({ N, r, p }: ScryptCost): number {
  return 128 * r * (N + p);
}

let registered = false;

/** Has ethers derive keys by Node's own scrypt, which is several times as fast as the one in JavaScript. */
export function preferNativeScrypt(): void {
  if (registered) return;
  registered = true;
  scrypt.register(async (password, salt, N, r, p, dkLen) => {
    const [secret, grain] = [getBytes(password), getBytes(salt)];
    // RFC 7914 bounds N by r, and OpenSSL obeys; the Web3 definition's own example does not.
    if (Math.log2(N) >= 16 * r) return hexlify(await scryptAsync(secret, grain, { N, r, p, dkLen }));
    const options = { N, r, p, maxmem: 2 * memoryOf({ N, r, p }) };
    return new Promise<string>((resolve, reject) => {
      nodeScrypt(secret, grain, dkLen, options, (error, key) => (error ? reject(error) : resolve(hexlify(key))));
    });
  });
}
