import { createHash } from "node:crypto";

/** SHA-256 of a text's UTF-8 bytes, by Node's own hashing. */
export function sha256Of(text: string): `0x${string}` {
  return `0x${createHash("sha256").update(text).digest("hex")}`;
}
