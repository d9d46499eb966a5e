import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Hex, toHex } from "../../protocol/index.js";
import { FileUnreadable } from "./errors.js";
import { readChunks, requireFile } from "./files.js";

/** SHA-256 of a file of any size, as `sha256sum` prints it. Throws `FileUnreadable`. */
export async function hashFile(path: string): Promise<Hex> {
  requireFile(path);
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw new FileUnreadable(path, "cannot be read to its end", cause);
  }
  return toHex(hash.digest());
}

/** keccak-256 of a file of any size. Throws `FileUnreadable`. */
export function keccakFile(path: string): Hex {
  const hash = keccak_256.create();
  for (const chunk of readChunks(path)) hash.update(chunk);
  return toHex(hash.digest());
}
