import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { randomBytes } from "@noble/hashes/utils.js";

/** Where an organisation's secrets come from: 48 bytes for each label, of which curves make keys without bias. */
export type Secrets = (label: string) => Uint8Array;

/** What `randomSecretKey` of P-256 and secp256k1 asks for: 16 bytes more than a key has (FIPS 186-5, A.2.1). */
const SEED_BYTES = 48;

const SALT = new TextEncoder().encode("wattproof network keys/1");

/** New secrets from the platform's secure random source, another one at each call. */
export const randomSecrets: Secrets = () => randomBytes(SEED_BYTES);

/**
 * Secrets that follow from keys that there are: HKDF-SHA256 (RFC 5869) over all of them, one output per label. Who holds
 * the keys can make everything else anew, and whoever learns a derived secret learns nothing about them.
 * @param keys 32 bytes each, of one organisation alone.
 */
export function derivedSecrets(keys: readonly Uint8Array[]): Secrets {
  const material = new Uint8Array(keys.reduce((length, key) => length + key.length, 0));
  let offset = 0;
  for (const key of keys) {
    material.set(key, offset);
    offset += key.length;
  }
  return (label) => hkdf(sha256, material, SALT, new TextEncoder().encode(label), SEED_BYTES);
}
