import { keccak_256 } from "@noble/hashes/sha3.js";
import { keccakOfText, WORD, WordPacker } from "./eip712/words.js";
import { type Hex, toHex, writeHex } from "./hex.js";

/** Directory, organisation, commitment. */
const deviceWords = new WordPacker(3);
/** Publisher, salt. */
const streamWords = new WordPacker(2);

/** Id of a device in `DeviceRegistry`: `keccak256(abi.encode(directory, organisation, commitment))`. Throws `InvalidHex`. */
export function deviceIdOf(of: { directory: Hex; organisation: Hex; commitment: Hex }): Hex {
  deviceWords.address(0, of.directory, "directory");
  deviceWords.address(1, of.organisation, "organisation");
  deviceWords.bytes32(2, of.commitment, "commitment");
  return deviceWords.hashHex();
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
  streamWords.address(0, publisher, "publisher");
  streamWords.bytes32(1, salt, "salt");
  return streamWords.hashHex();
}
