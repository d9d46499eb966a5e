import type { GrantTerms, Hex } from "../../../protocol/index.js";
import { parseDocument } from "../../../protocol/json/document.js";
import { hex, instant, integer, literal, object, signature, uint64 } from "../../../protocol/json/readers.js";
import { requireSignedFor, type SignedFor } from "../../chain/signedFor.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { GrantUnreadable } from "./errors.js";

/** A grant that a subject's owner signed. */
export interface SignedGrant extends SignedFor {
  readonly terms: GrantTerms;
  /** Last second at which it may be relayed. */
  readonly deadlineS: number;
  readonly signature: Hex;
}

/** A revocation that `account` signed. */
export interface SignedRevocation extends SignedFor {
  readonly number: bigint;
  readonly account: Hex;
  readonly deadlineS: number;
  readonly signature: Hex;
}

const GRANT = "wattproof-grant/1";
const REVOCATION = "wattproof-revocation/1";

const FOR = { chainId: uint64(1n), contract: hex(20) };

const readGrant = object<SignedGrant & { schema: typeof GRANT }>({
  schema: literal(GRANT),
  ...FOR,
  terms: object<GrantTerms>({
    subject: object({ kind: integer(0, 1), id: hex(32) }),
    reader: hex(20),
    purpose: hex(32),
    fromS: instant,
    toS: instant,
    untilS: instant,
  }),
  deadlineS: instant,
  signature,
});

const readRevocation = object<SignedRevocation & { schema: typeof REVOCATION }>({
  schema: literal(REVOCATION),
  ...FOR,
  number: uint64(1n),
  account: hex(20),
  deadlineS: instant,
  signature,
});

const unreadable = (reason: string) => new GrantUnreadable(reason);

/**
 * Reads what `access give --sign-only` printed. Whether the signature fits, the contract tells.
 * @throws FileUnreadable, FileTooLarge, GrantUnreadable, SchemaUnsupported, GrantForeign
 */
export function readGrantFile(path: string, here: SignedFor): SignedGrant {
  const format = { schema: GRANT, read: readGrant, unreadable };
  const { schema: _, ...signed } = parseDocument(readText(path, SMALL_FILE_BYTES), format);
  requireSignedFor("GrantForeign", here, signed);
  return signed;
}

/** As `readGrantFile`, of what `access revoke --sign-only` printed. */
export function readRevocationFile(path: string, here: SignedFor): SignedRevocation {
  const format = { schema: REVOCATION, read: readRevocation, unreadable };
  const { schema: _, ...signed } = parseDocument(readText(path, SMALL_FILE_BYTES), format);
  requireSignedFor("GrantForeign", here, signed);
  return signed;
}

/** The files as plain values for JSON. */
export const signedGrantJson = (signed: SignedGrant) => ({ schema: GRANT, ...signed });
export const signedRevocationJson = (signed: SignedRevocation) => ({ schema: REVOCATION, ...signed });
