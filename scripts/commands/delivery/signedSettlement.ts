import type { DeliverySettlement, Hex } from "../../../protocol/index.js";
import { parseDocument } from "../../../protocol/json/document.js";
import { hex, instant, integer, literal, object, signature, uint, uint64 } from "../../../protocol/json/readers.js";
import type { SignedFor } from "../../chain/signedFor.js";
import { DeliveryFileUnreadable } from "./errors.js";

/** How a party would end a delivery, with its signature. */
export interface SignedSettlement extends SignedFor {
  readonly settlement: DeliverySettlement;
  readonly signer: Hex;
  readonly signature: Hex;
}

const SCHEMA = "wattproof-delivery-settlement/1";
/** Longest file with a settlement, bytes. */
export const LONGEST_SETTLEMENT_BYTES = 32 * 1024;

const readFile = object<SignedSettlement & { schema: typeof SCHEMA }>({
  schema: literal(SCHEMA),
  chainId: uint64(1n),
  contract: hex(20),
  settlement: object<DeliverySettlement>({
    delivery: hex(32),
    toSeller: uint(128),
    violations: integer(),
    deadlineS: instant,
  }),
  signer: hex(20),
  signature,
});

/** Reads a settlement of unknown origin that a party signed. Throws `DeliveryFileUnreadable`, `SchemaUnsupported`. */
export function parseSignedSettlement(text: string): SignedSettlement {
  const unreadable = (reason: string) => new DeliveryFileUnreadable(reason);
  const format = { schema: SCHEMA, read: readFile, unreadable };
  const { schema: _, ...signed } = parseDocument(text, format, { longest: LONGEST_SETTLEMENT_BYTES });
  return signed;
}

/** The file as plain values for JSON. */
export const signedSettlementJson = (signed: SignedSettlement) => ({ schema: SCHEMA, ...signed });
