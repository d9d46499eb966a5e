import { isAddress } from "ethers";
import type { Hex } from "../../protocol/index.js";

/** What an address is; continues "It is". */
export const ADDRESS_FORM = "0x and 40 hex digits";
/** What a wrong checksum means; no full stop. */
export const MISTYPED = "a letter or digit is mistyped (its capitals do not fit the rest, EIP-55); copy it again";

/**
 * An address in lower case; `mistyped` if its capitals, which are a checksum in an address of both cases, deny its digits;
 * undefined for any other text. One case alone has no checksum.
 */
export function addressOf(text: string): Hex | "mistyped" | undefined {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return undefined;
  return isAddress(text) ? (text.toLowerCase() as Hex) : "mistyped";
}
