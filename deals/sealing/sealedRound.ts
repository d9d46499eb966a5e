import { fromHex, type Hex, type Opening, toHex } from "../../protocol/index.js";
import { SealedDamaged, SealedForOthers, SealedTooLong, SealingKeyUnusable } from "../errors.js";
import { contentBytes, type RoundContent, readContentBytes, type SealedRound } from "./roundContent.js";
import { exactly, KEY_BYTES, type SealingKey, SUITE } from "./sealingKey.js";

/** Whom a round is sealed for, and where it belongs. */
export interface RoundPlace {
  readonly negotiation: Hex;
  readonly round: number;
}

/** Longest ciphertext, bytes: `MAX_CIPHERTEXT_BYTES` of the contract. */
const LONGEST_CIPHERTEXT_BYTES = 16_384;
const VERSION = 1;
const INFO = new TextEncoder().encode("wattproof-sealed-round/1");

/**
 * Seals a round for its two parties: a version byte, then for each party its public key, the encapsulated key and the
 * ciphertext of HPKE. Negotiation and round are bound to it, so that it opens nowhere else.
 * @param publicKeys Of buyer and seller.
 * @throws SealingKeyUnusable, SealedTooLong
 */
export async function sealRound(
  place: RoundPlace,
  content: RoundContent,
  publicKeys: readonly [Hex, Hex],
): Promise<Hex> {
  const plaintext = contentBytes(content);
  const boxes: Uint8Array[] = [];
  for (const publicKey of publicKeys) boxes.push(await seal(publicKey, plaintext, aadOf(place)));
  const ciphertext = Uint8Array.of(VERSION, ...boxes.flatMap((box) => [...box]));
  if (ciphertext.length > LONGEST_CIPHERTEXT_BYTES)
    throw new SealedTooLong(ciphertext.length, LONGEST_CIPHERTEXT_BYTES);
  return toHex(ciphertext);
}

async function seal(publicKey: Hex, plaintext: Uint8Array, aad: Uint8Array): Promise<Uint8Array> {
  const key = fromHex(publicKey, KEY_BYTES, "sealing key");
  try {
    const recipientPublicKey = await SUITE.kem.importKey("raw", exactly(key), true);
    const { enc, ct } = await SUITE.seal({ recipientPublicKey, info: exactly(INFO) }, exactly(plaintext), exactly(aad));
    return Uint8Array.of(...key, ...new Uint8Array(enc), ...new Uint8Array(ct));
  } catch (cause) {
    // Such as a point of low order, with which everybody would share the secret.
    throw new SealingKeyUnusable(publicKey, cause);
  }
}

/**
 * Opens a round and holds what is in it against the chain.
 * @param parties Of the negotiation, as the chain has them.
 * @throws SealedForOthers, SealedDamaged, SealedContentInvalid, SealedMismatch
 */
export async function openRound(
  round: SealedRound,
  key: SealingKey,
  parties: Pick<Opening, "buyer" | "seller">,
): Promise<RoundContent> {
  const box = boxesOf(round).find(({ publicKey }) => publicKey === key.publicKey);
  if (box === undefined) throw new SealedForOthers(round, key.publicKey);
  return readContentBytes(await unseal(round, box, key), round, parties);
}

interface Box {
  readonly publicKey: Hex;
  readonly enc: Uint8Array;
  readonly ciphertext: Uint8Array;
}

function boxesOf(round: SealedRound): [Box, Box] {
  const bytes = fromHex(round.ciphertext, undefined, "ciphertext");
  const length = (bytes.length - 1) / 2;
  if (bytes[0] !== VERSION || !Number.isInteger(length) || length <= 2 * KEY_BYTES) throw new SealedDamaged(round);
  const boxAt = (start: number): Box => ({
    publicKey: toHex(bytes.subarray(start, start + KEY_BYTES)),
    enc: bytes.subarray(start + KEY_BYTES, start + 2 * KEY_BYTES),
    ciphertext: bytes.subarray(start + 2 * KEY_BYTES, start + length),
  });
  return [boxAt(1), boxAt(1 + length)];
}

async function unseal(round: SealedRound, { enc, ciphertext }: Box, key: SealingKey): Promise<Uint8Array> {
  try {
    return await key.open({ enc, ciphertext, info: INFO, aad: aadOf(round) });
  } catch (cause) {
    throw new SealedDamaged(round, cause);
  }
}

/** `negotiation ‖ round`, 36 bytes. */
function aadOf({ negotiation, round }: RoundPlace): Uint8Array {
  const aad = new Uint8Array(KEY_BYTES + 4);
  aad.set(fromHex(negotiation, KEY_BYTES, "negotiation"));
  new DataView(aad.buffer).setUint32(KEY_BYTES, round);
  return aad;
}
