import { TypedDataEncoder } from "ethers";
import {
  AGREEMENT_TYPES,
  type AgreementDomain,
  agreementDomain,
  type Hex,
  type SupplyAgreement,
} from "../../../protocol/index.js";
import { readSupplyAgreement } from "../../../protocol/json/agreement.js";
import { parseDocument } from "../../../protocol/json/document.js";
import { hex, instant, literal, nullable, object, signature, uint64, word } from "../../../protocol/json/readers.js";
import type { SignedFor } from "../../chain/signedFor.js";
import { SMALL_FILE_BYTES } from "../../commandLine/files.js";
import type { PartyName } from "./agreementValues.js";
import { AgreementFileUnreadable } from "./errors.js";

/** Terms with the signatures that they have so far. */
export interface SignedTerms extends SignedFor {
  /** EIP-712 digest: the agreement's id. */
  readonly id: Hex;
  readonly agreement: SupplyAgreement;
  readonly signatures: Readonly<Record<PartyName, Hex | null>>;
}

/** A party's signed word that an agreement ends. */
export interface SignedEnd extends SignedFor {
  readonly agreement: Hex;
  readonly endS: number;
  readonly party: PartyName;
  readonly signature: Hex;
}

export const TERMS_SCHEMA = "wattproof-agreement/1";
const END_SCHEMA = "wattproof-agreement-end/1";

const signedFor = { chainId: uint64(1n), contract: hex(20) };

const readTermsFile = object<SignedTerms & { schema: typeof TERMS_SCHEMA }>({
  schema: literal(TERMS_SCHEMA),
  ...signedFor,
  id: hex(32),
  agreement: readSupplyAgreement,
  signatures: object<SignedTerms["signatures"]>({ consumer: nullable(signature), supplier: nullable(signature) }),
});

const readEndFile = object<SignedEnd & { schema: typeof END_SCHEMA }>({
  schema: literal(END_SCHEMA),
  ...signedFor,
  agreement: hex(32),
  endS: instant,
  party: word<PartyName>(["consumer", "supplier"]),
  signature,
});

const unreadable = (reason: string) => new AgreementFileUnreadable(reason);

/**
 * Reads terms of unknown origin that somebody signed. Whether the signatures fit, the contract tells.
 * @throws AgreementFileUnreadable, SchemaUnsupported
 */
export function parseSignedTerms(text: string): SignedTerms {
  const format = { schema: TERMS_SCHEMA, read: readTermsFile, unreadable };
  const { schema: _, ...signed } = parseDocument(text, format, { longest: SMALL_FILE_BYTES });
  if (idOf(signed) !== signed.id) throw new AgreementFileUnreadable("its id is not that of its terms");
  return signed;
}

/** Reads a signed end of unknown origin. Throws `AgreementFileUnreadable`, `SchemaUnsupported`. */
export function parseSignedEnd(text: string): SignedEnd {
  const format = { schema: END_SCHEMA, read: readEndFile, unreadable };
  const { schema: _, ...signed } = parseDocument(text, format, { longest: SMALL_FILE_BYTES });
  return signed;
}

/** Both files as plain values for JSON. */
export const signedTermsJson = (signed: SignedTerms) => ({ schema: TERMS_SCHEMA, ...signed });
export const signedEndJson = (signed: SignedEnd) => ({ schema: END_SCHEMA, ...signed });

/** The domain that a file was signed in. */
export function domainOf({ chainId, contract }: SignedFor): AgreementDomain {
  return agreementDomain({ chainId, agreements: contract });
}

/** EIP-712 digest of terms: the agreement's id. */
export function idOf({ agreement: terms, ...at }: SignedFor & { agreement: SupplyAgreement }): Hex {
  return TypedDataEncoder.hash(domainOf(at), AGREEMENT_TYPES, terms) as Hex;
}
