import { StructPacker } from "../eip712/words.js";
import type { Hex } from "../hex.js";

/** A device's word that it runs a firmware. */
export interface FirmwareConfirmation {
  readonly device: Hex;
  readonly version: bigint;
  /** Hash of the image as its maker released it. */
  readonly firmwareHash: Hex;
}

export const FIRMWARE_CONFIRMATION_TYPE = "FirmwareConfirmation(bytes32 device,uint64 version,bytes32 firmwareHash)";

/** EIP-712 struct hash of a confirmation. Throws `IntegerOutOfRange` or `InvalidHex`. */
export function firmwareConfirmationHash(confirmation: FirmwareConfirmation): Hex {
  const packer = new StructPacker(FIRMWARE_CONFIRMATION_TYPE, 3);
  packer.bytes32(0, confirmation.device, "device");
  packer.uint64(1, confirmation.version, "version");
  packer.bytes32(2, confirmation.firmwareHash, "firmwareHash");
  return packer.hashHex();
}
