import { InvalidArgumentError } from "commander";
import { type Hex, isHex, toHex } from "../../../protocol/index.js";

const LONGEST_TEXT_BYTES = 256;
const SITE_BYTES = 32;
/** A code leaves at least one byte of its word empty. */
const SITE_CODE = /^[\x21-\x7e](?:[\x20-\x7e]{0,29}[\x21-\x7e])?$/;

/** A certificate's id. */
export function parseCertificate(text: string): bigint {
  const id = text.toLowerCase();
  if (!isHex(id, 32)) throw new InvalidArgumentError("It is a certificate's id: 0x followed by 64 hex digits.");
  return BigInt(id);
}

/** A certificate's id as commands print and take it. */
export function formatCertificate(id: bigint): Hex {
  return `0x${id.toString(16).padStart(64, "0")}`;
}

/** Beneficiary or purpose of a claim. */
export function parseClaimText(text: string): string {
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes === 0 || sizeBytes > LONGEST_TEXT_BYTES) throw new InvalidArgumentError("It has 1 to 256 bytes.");
  return text;
}

/** Where a device is: a hash as it is, or a short code as text at the left of its 32 bytes. */
export function parseSite(text: string): Hex {
  const hash = text.toLowerCase();
  if (isHex(hash, SITE_BYTES)) return hash;
  if (hash.startsWith("0x") || !SITE_CODE.test(text)) {
    throw new InvalidArgumentError(
      "It is a hash (0x and 64 hex digits) or a code of 1 to 31 letters, digits and signs.",
    );
  }
  return toHex(Buffer.alloc(SITE_BYTES).fill(text, 0, text.length));
}

/** A site as people read it: the code, if it is one, or the hash. */
export function formatSite(site: Hex): string {
  const code = Buffer.from(site.slice(2), "hex").toString("latin1").replace(/\0+$/, "");
  return SITE_CODE.test(code) ? code : site;
}
