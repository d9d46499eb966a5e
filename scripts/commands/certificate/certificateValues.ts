import { InvalidArgumentError } from "commander";
import { type Hex, isHex } from "../../../protocol/index.js";

const LONGEST_TEXT_BYTES = 256;

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
