import { correctionDomain, type Hex, type MeterCorrection, MeterCorrectionReason } from "../../../protocol/index.js";
import { parseDocument } from "../../../protocol/json/document.js";
import { choice, hex, integer, literal, object, signature, uint, uint64 } from "../../../protocol/json/readers.js";
import type { SignedFor } from "../../chain/signedFor.js";
import { SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { CorrectionUnreadable } from "./errors.js";

/** A correction that `signer` answers for, and for which contract. */
export interface SignedCorrection extends SignedFor {
  readonly signer: Hex;
  readonly correction: MeterCorrection;
  readonly signature: Hex;
}

const SCHEMA = "wattproof-correction/1";

const readFile = object<SignedCorrection & { schema: typeof SCHEMA }>({
  schema: literal(SCHEMA),
  chainId: uint64(1n),
  contract: hex(20),
  signer: hex(20),
  correction: object<MeterCorrection>({
    meter: hex(32),
    number: integer(1),
    reason: choice(MeterCorrectionReason),
    importAtS: uint(48),
    exportAtS: uint(48),
    importFromWh: uint64(),
    importToWh: uint64(),
    exportFromWh: uint64(),
    exportToWh: uint64(),
    evidenceHash: hex(32),
  }),
  signature,
});

/**
 * Reads a signed correction of unknown origin. Whether the signature fits, the contract tells.
 * @throws CorrectionUnreadable, SchemaUnsupported
 */
export function parseSignedCorrection(text: string): SignedCorrection {
  const unreadable = (reason: string) => new CorrectionUnreadable(reason);
  const format = { schema: SCHEMA, read: readFile, unreadable };
  const { schema: _, ...signed } = parseDocument(text, format, { longest: SMALL_FILE_BYTES });
  return signed;
}

/** The file as plain values for JSON. */
export const signedCorrectionJson = (signed: SignedCorrection) => ({ schema: SCHEMA, ...signed });

/** The domain that corrections are signed in. */
export function domainOf({ chainId, contract }: SignedFor) {
  return { ...correctionDomain({ chainId, settlement: contract }) };
}
