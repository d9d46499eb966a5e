import { InvalidArgumentError } from "commander";
import { KEY_TYPES, type KeyType } from "../../../identity/index.js";
import { DeviceKind } from "../../../protocol/index.js";

const KINDS = Object.fromEntries(Object.entries(DeviceKind).map(([name, kind]) => [name.toLowerCase(), kind]));

/** A kind of device in a word. */
export function parseKind(text: string): DeviceKind {
  const kind = KINDS[text.toLowerCase()];
  if (kind === undefined) throw new InvalidArgumentError(`It is one of ${Object.keys(KINDS).join(", ")}.`);
  return kind;
}

/** A type of key. */
export function parseKeyType(text: string): KeyType {
  const keyType = KEY_TYPES.find((each) => each === text);
  if (keyType === undefined) throw new InvalidArgumentError(`It is one of ${KEY_TYPES.join(", ")}.`);
  return keyType;
}

const UINT64_MAX = 2n ** 64n - 1n;

/** A version of firmware: a whole number of at least 1. */
export function parseVersion(text: string): bigint {
  const version = /^[1-9][0-9]{0,19}$/.test(text) ? BigInt(text) : 0n;
  if (version === 0n || version > UINT64_MAX) throw new InvalidArgumentError("It is a whole number of at least 1.");
  return version;
}
