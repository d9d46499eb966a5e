import { x25519 } from "@noble/curves/ed25519.js";
import { computeAddress } from "ethers";
import { fromHex, type Hex, toHex, UnexpectedValue } from "../../protocol/index.js";
import { hex, literal, object } from "../../protocol/json/readers.js";
import { KeystoreInvalid, KeystoreTampered } from "../errors.js";
import type { SealOptions } from "./accountKeystore.js";
import { open, parseContainer, seal } from "./container.js";
import { randomSecret } from "./deviceKey.js";
import { DEFAULT_COST } from "./scrypt.js";

const SCHEMA = "wattproof-sealing-key/1";

/** What a sealing key's keystore says beside the encrypted secret. */
interface Metadata {
  readonly schema: typeof SCHEMA;
  /** X25519, 32 bytes. */
  readonly publicKey: Hex;
}

const readMetadata = object<Metadata>({ schema: literal(SCHEMA), publicKey: hex(32) });

/** A new X25519 key, with which sealed offers are opened, as keystore text. */
export async function createSealingKeystore({ password, cost = DEFAULT_COST }: SealOptions) {
  // Any 32 bytes are an X25519 key; those of a secp256k1 key are what the container's other readers expect.
  const secret = randomSecret("secp256k1");
  const { address: _, ...container } = await seal(toHex(secret), computeAddress(toHex(secret)), password, cost);
  const publicKey = toHex(x25519.getPublicKey(secret));
  return {
    publicKey,
    text: `${JSON.stringify({ ...container, wattproof: { schema: SCHEMA, publicKey } }, null, 2)}\n`,
  };
}

/** The public key that a sealing key's keystore states, before it is opened. Throws `KeystoreInvalid`. */
export function statedSealingKey(path: string, text: string): Hex {
  return metadataOf(path, parseContainer(path, text)).publicKey;
}

/**
 * Opens a sealing key's keystore.
 * @param path For errors alone.
 * @returns The 32 secret bytes; for what opens sealed rounds, and nobody else.
 * @throws KeystoreInvalid, PasswordWrong, KeystoreTampered
 */
export async function openSealingKeystore(path: string, text: string, password: string): Promise<Uint8Array> {
  const container = parseContainer(path, text);
  const { publicKey } = metadataOf(path, container);
  const secret = fromHex((await open(path, container, password)).secret);
  if (toHex(x25519.getPublicKey(secret)) !== publicKey) {
    throw new KeystoreTampered(path, "names another public key than its own");
  }
  return secret;
}

function metadataOf(path: string, container: Record<string, unknown>): Metadata {
  if (!("wattproof" in container)) throw new KeystoreInvalid(path, "is an account's, not a sealing key's");
  try {
    return readMetadata(container.wattproof);
  } catch (error) {
    if (!(error instanceof UnexpectedValue)) throw error;
    throw new KeystoreInvalid(path, "is no sealing key's: make one with wattproof sealing create");
  }
}
