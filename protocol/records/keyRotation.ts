import { keccak_256 } from "@noble/hashes/sha3.js";
import { StructPacker } from "../eip712/words.js";
import { fromHex, type Hex } from "../hex.js";

/** A device's word that another key speaks for it: the old and the new key both sign it. */
export interface KeyRotation {
  readonly device: Hex;
  /** How many keys the device has had so far (`signerCount`): no rotation counts twice. */
  readonly index: bigint;
  /** ERC-7913 bytes of the new key. */
  readonly signer: Hex;
  /** Last second at which the registry accepts it, Unix seconds. */
  readonly expiresAtS: bigint;
}

export const KEY_ROTATION_TYPE = "KeyRotation(bytes32 device,uint16 index,bytes signer,uint64 expiresAtS)";

/** EIP-712 struct hash of a rotation. Throws `IntegerOutOfRange` or `InvalidHex`. */
export function keyRotationHash(rotation: KeyRotation): Hex {
  const packer = new StructPacker(KEY_ROTATION_TYPE, 4);
  packer.bytes32(0, rotation.device, "device");
  // The registry counts in 16 bits; a larger index encodes, and matches nothing.
  packer.uint64(1, rotation.index, "index");
  packer.word(2, keccak_256(fromHex(rotation.signer, undefined, "signer")));
  packer.uint64(3, rotation.expiresAtS, "expiresAtS");
  return packer.hashHex();
}
