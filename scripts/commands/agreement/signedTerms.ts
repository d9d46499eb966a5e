import { TypedDataEncoder } from "ethers";
import {
  AGREEMENT_TYPES,
  type AgreementDomain,
  agreementDomain,
  type Hex,
  type SupplyAgreement,
  UnexpectedValue,
} from "../../../protocol/index.js";
import { parseDocument } from "../../../protocol/json/document.js";
import { hex, integer, literal, nullable, object, type Read, uint64, word } from "../../../protocol/json/readers.js";
import type { PartyName } from "./agreementValues.js";
import { AgreementFileUnreadable, AgreementForeign } from "./errors.js";

/** For which contract somebody signed. */
export interface SignedFor {
  readonly chainId: bigint;
  /** Address of `SupplyAgreements`. */
  readonly contract: Hex;
}

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
/** A contract wallet's signature may be long; few are. */
const LONGEST_SIGNATURE = 16 * 1024;
const LONGEST_FILE = 64 * 1024;
const LATEST_S = 2 ** 48 - 1;
const UINT128_MAX = 2n ** 128n - 1n;

const signature: Read<Hex> = (value) => {
  const fits = typeof value === "string" && value.length <= LONGEST_SIGNATURE && /^0x(?:[0-9a-f]{2})+$/.test(value);
  if (!fits) throw new UnexpectedValue("lower-case 0x hex of a signature");
  return value as Hex;
};

const uint128: Read<bigint> = (value) => {
  const fits = typeof value === "string" && /^(?:0|[1-9][0-9]{0,38})$/.test(value) && BigInt(value) <= UINT128_MAX;
  if (!fits) throw new UnexpectedValue(`a decimal string of a whole number from 0 to ${UINT128_MAX}`);
  return BigInt(value as string);
};

const boolean: Read<boolean> = (value) => {
  if (typeof value !== "boolean") throw new UnexpectedValue("true or false");
  return value;
};

const signedFor = { chainId: uint64(1n), contract: hex(20) };

const agreement = object<SupplyAgreement>({
  importMeter: hex(32),
  exportMeter: hex(32),
  consumer: hex(20),
  startS: integer(0, LATEST_S),
  endS: integer(0, LATEST_S),
  supplier: hex(20),
  settlementPeriodS: integer(),
  noticeS: integer(),
  importRatedW: integer(),
  token: hex(20),
  exportRatedW: integer(),
  withCertificates: boolean,
  pricePerKWh: uint64(),
  capWh: uint64(),
  escrow: uint128,
  salt: hex(32),
});

const readTermsFile = object<SignedTerms & { schema: typeof TERMS_SCHEMA }>({
  schema: literal(TERMS_SCHEMA),
  ...signedFor,
  id: hex(32),
  agreement,
  signatures: object<SignedTerms["signatures"]>({ consumer: nullable(signature), supplier: nullable(signature) }),
});

const readEndFile = object<SignedEnd & { schema: typeof END_SCHEMA }>({
  schema: literal(END_SCHEMA),
  ...signedFor,
  agreement: hex(32),
  endS: integer(0, LATEST_S),
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
  const { schema: _, ...signed } = parseDocument(text, format, { longest: LONGEST_FILE });
  if (idOf(signed) !== signed.id) throw new AgreementFileUnreadable("its id is not that of its terms");
  return signed;
}

/** Reads a signed end of unknown origin. Throws `AgreementFileUnreadable`, `SchemaUnsupported`. */
export function parseSignedEnd(text: string): SignedEnd {
  const format = { schema: END_SCHEMA, read: readEndFile, unreadable };
  const { schema: _, ...signed } = parseDocument(text, format, { longest: LONGEST_FILE });
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

/** Makes sure that something was signed for the deployment that is open. Throws `AgreementForeign`. */
export function requireHere({ chainId, contract }: SignedFor, given: SignedFor): void {
  if (given.chainId === chainId && given.contract === contract) return;
  throw new AgreementForeign({ chainId, contract, givenChainId: given.chainId, givenContract: given.contract });
}
