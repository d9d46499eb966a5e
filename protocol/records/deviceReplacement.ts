import { StructPacker } from "../eip712/words.js";
import type { Hex } from "../hex.js";

/** A word of two devices that one continues the count which the other brought to `lastSequence`. */
export interface DeviceReplacement {
  /** Token id of the battery's passport, `passportIdOf(identifier)`. */
  readonly passport: bigint;
  /** The device that measures the battery now. */
  readonly oldDevice: Hex;
  /** Sequence of its checkpoint, or its binding's `firstSequence` − 1 if it has none: its last record that counts. */
  readonly lastSequence: bigint;
  readonly newDevice: Hex;
  /** The first of the new device's records that belongs to this battery. */
  readonly firstSequence: bigint;
}

export const DEVICE_REPLACEMENT_TYPE =
  "DeviceReplacement(uint256 passport,bytes32 oldDevice,uint64 lastSequence,bytes32 newDevice,uint64 firstSequence)";

/**
 * EIP-712 struct hash of a replacement, which the new device signs, and the old one unless its organisation attests.
 * Throws `IntegerOutOfRange` or `InvalidHex`.
 */
export function deviceReplacementHash(replacement: DeviceReplacement): Hex {
  const packer = new StructPacker(DEVICE_REPLACEMENT_TYPE, 5);
  packer.uint256(0, replacement.passport, "passport");
  packer.bytes32(1, replacement.oldDevice, "oldDevice");
  packer.uint64(2, replacement.lastSequence, "lastSequence");
  packer.bytes32(3, replacement.newDevice, "newDevice");
  packer.uint64(4, replacement.firstSequence, "firstSequence");
  return packer.hashHex();
}
