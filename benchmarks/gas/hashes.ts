import type { Hex } from "../../protocol/index.js";
import { bytes32Of } from "../../test/support/chain/devices.js";

/** Struct hashes of records that differ between calls with another `name`. */
export function structHashes(name: string, count: number): Hex[] {
  return Array.from({ length: count }, (_, index) => bytes32Of(`${name} ${index}`));
}
