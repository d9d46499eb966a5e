import { keccak_256 } from "@noble/hashes/sha3.js";
import { StructPacker } from "../eip712/words.js";
import { fromHex, type Hex } from "../hex.js";
import { DeviceKind, ENROLMENT_TYPE, type Enrolment } from "./enrolment.js";

/** EIP-712 struct hash of an enrolment, which enrolment key and device key both sign. Throws `IntegerOutOfRange` or `InvalidHex`. */
export function enrolmentHash(enrolment: Enrolment): Hex {
  const packer = new StructPacker(ENROLMENT_TYPE, 7);
  packer.bytes32(0, enrolment.device, "device");
  packer.choice(1, enrolment.kind, DeviceKind.Meter, DeviceKind.Sensor, "kind");
  packer.address(2, enrolment.organisation, "organisation");
  packer.address(3, enrolment.owner, "owner");
  packer.word(4, keccak_256(fromHex(enrolment.signer, undefined, "signer")));
  packer.address(5, enrolment.enrolmentKey, "enrolmentKey");
  packer.uint64(6, enrolment.expiresAtS, "expiresAtS");
  return packer.hashHex();
}
