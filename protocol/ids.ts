import { keccak_256 } from "@noble/hashes/sha3.js";
import { keccakOfText, WORD } from "./eip712/words.js";
import { type Hex, toHex, writeHex } from "./hex.js";

const ADDRESS_BYTES = 20;

/** Id of a device in `DeviceRegistry`: `keccak256(abi.encode(directory, organisation, commitment))`. Throws `InvalidHex`. */
export function deviceIdOf(of: { directory: Hex; organisation: Hex; commitment: Hex }): Hex {
  const encoded = new Uint8Array(3 * WORD);
  writeHex(encoded, WORD - ADDRESS_BYTES, of.directory, ADDRESS_BYTES, "directory");
  writeHex(encoded, 2 * WORD - ADDRESS_BYTES, of.organisation, ADDRESS_BYTES, "organisation");
  writeHex(encoded, 2 * WORD, of.commitment, WORD, "commitment");
  return toHex(keccak_256(encoded));
}

/** What names a device without telling the chain which one it is: `keccak256(serial ‖ salt)`, the serial in UTF-8. Throws `InvalidHex`. */
export function commitmentOf(serial: string, salt: Hex): Hex {
  const text = new TextEncoder().encode(serial);
  const encoded = new Uint8Array(text.length + WORD);
  encoded.set(text);
  writeHex(encoded, text.length, salt, WORD, "salt");
  return toHex(keccak_256(encoded));
}

/** Token id of a battery's passport: `uint256(keccak256(identifier))`, the identifier in UTF-8. */
export function passportIdOf(batteryPassportIdentifier: string): bigint {
  return BigInt(toHex(keccakOfText(batteryPassportIdentifier)));
}

/** Id of a publisher's stream in `RecordAnchor`: `keccak256(abi.encode(publisher, salt))`. Throws `InvalidHex`. */
export function streamIdOf(publisher: Hex, salt: Hex): Hex {
  const encoded = new Uint8Array(2 * WORD);
  writeHex(encoded, WORD - ADDRESS_BYTES, publisher, ADDRESS_BYTES, "publisher");
  writeHex(encoded, WORD, salt, WORD, "salt");
  return toHex(keccak_256(encoded));
}
