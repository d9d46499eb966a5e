import { fromHex, type Hex, LONGEST_CIPHERTEXT_BYTES, type Opening, toHex } from "../../protocol/index.js";
import { SealedDamaged, SealedForOthers, SealedTooLong } from "../errors.js";
import { type Box, type BoxContext, boxOf, openBox, sealBox } from "./box.js";
import { contentBytes, type RoundContent, readContentBytes, type SealedRound } from "./roundContent.js";
import { KEY_BYTES, type SealingKey } from "./sealingKey.js";

/** Whom a round is sealed for, and where it belongs. */
export interface RoundPlace {
  readonly negotiation: Hex;
  readonly round: number;
}

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
  for (const publicKey of publicKeys) boxes.push(await sealBox(publicKey, plaintext, contextOf(place)));
  const ciphertext = Uint8Array.of(VERSION, ...boxes.flatMap((box) => [...box]));
  if (ciphertext.length > LONGEST_CIPHERTEXT_BYTES)
    throw new SealedTooLong(ciphertext.length, LONGEST_CIPHERTEXT_BYTES);
  return toHex(ciphertext);
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

function boxesOf(round: SealedRound): [Box, Box] {
  const bytes = fromHex(round.ciphertext, undefined, "ciphertext");
  const length = (bytes.length - 1) / 2;
  const boxes = [bytes.subarray(1, 1 + length), bytes.subarray(1 + length)].map(boxOf);
  const [first, second] = boxes;
  if (bytes[0] !== VERSION || !Number.isInteger(length) || !first || !second) throw new SealedDamaged(round);
  return [first, second];
}

async function unseal(round: SealedRound, box: Box, key: SealingKey): Promise<Uint8Array> {
  try {
    return await openBox(box, key, contextOf(round));
  } catch (cause) {
    throw new SealedDamaged(round, cause);
  }
}

/** Bound to it: `negotiation ‖ round`, 36 bytes. */
function contextOf({ negotiation, round }: RoundPlace): BoxContext {
  const aad = new Uint8Array(KEY_BYTES + 4);
  aad.set(fromHex(negotiation, KEY_BYTES, "negotiation"));
  new DataView(aad.buffer).setUint32(KEY_BYTES, round);
  return { info: INFO, aad };
}
