import { parseArray } from "../parseArray.js";
import { NodeKeysInvalid } from "./errors.js";
import { parseSecpKey, type SecpKey } from "./nodeKey.js";

/**
 * Reads a list of node keys.
 * @param text The file's text. @param count How many there have to be.
 * @throws NodeKeysInvalid, which never quotes a key.
 */
export function parseNodeKeys(text: string, count: number): readonly SecpKey[] {
  const value = parseArray(text);
  if (value === undefined) throw new NodeKeysInvalid("The list of node keys is no JSON array");
  if (value.length !== count) throw new NodeKeysInvalid(`There are ${value.length} node keys for ${count} nodes`);
  const firstAt = new Map<string, number>();
  return value.map((each, at) => {
    const key = parseSecpKey(each);
    if (!key) throw new NodeKeysInvalid(`Node key ${at + 1} is no private key of secp256k1`);
    const first = firstAt.get(key.id);
    if (first !== undefined) throw new NodeKeysInvalid(`Node keys ${first + 1} and ${at + 1} are the same`);
    firstAt.set(key.id, at);
    return key;
  });
}
