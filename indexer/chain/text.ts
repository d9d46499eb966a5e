import { AbiCoder, getBytes, toUtf8String, Utf8ErrorFuncs } from "ethers";
import type { Hex } from "../../protocol/hex.js";

const coder = AbiCoder.defaultAbiCoder();

/**
 * Values of ABI-encoded `data` in which text may be anything: members of type `string` are decoded as bytes and what is
 * no UTF-8 in them becomes U+FFFD, so that nobody stops the indexer with a broken name.
 * @param types ABI types, `string` at the top level or inside one tuple.
 */
export function decodeLoosely(types: readonly string[], data: Hex): unknown[] {
  const loose = types.map((type) => type.replaceAll("string", "bytes"));
  return [...coder.decode(loose, data)];
}

/** Text of bytes that should be UTF-8. */
export function looseText(bytes: unknown): string {
  return toUtf8String(getBytes(String(bytes)), Utf8ErrorFuncs.replace);
}
