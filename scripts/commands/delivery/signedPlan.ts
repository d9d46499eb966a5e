import {
  type DeliveryPlan,
  deliveryIdOf,
  type Hex,
  type Milestone,
  MOST_PLAN_ITEMS,
  SENSOR_FIELDS,
  type Watch,
} from "../../../protocol/index.js";
import { parseDocument } from "../../../protocol/json/document.js";
import {
  array,
  boolean,
  hex,
  instant,
  integer,
  literal,
  nullable,
  object,
  signature,
  uint64,
  word,
} from "../../../protocol/json/readers.js";
import type { SignedFor } from "../../chain/signedFor.js";
import { SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { DeliveryFileUnreadable } from "./errors.js";

export type Party = "buyer" | "seller";

/** A plan with the signatures that it has so far. */
export interface SignedPlan extends SignedFor {
  /** EIP-712 digest: the delivery's id. */
  readonly delivery: Hex;
  readonly plan: DeliveryPlan;
  readonly signatures: Readonly<Record<Party, Hex | null>>;
}

export const PLAN_SCHEMA = "wattproof-delivery-plan/1";

const readPlan = object<DeliveryPlan>({
  negotiation: hex(32),
  startS: instant,
  endS: instant,
  custodian: hex(20),
  arbiter: hex(20),
  heartbeatS: integer(),
  confirmWithinS: integer(),
  paysInTokens: boolean,
  watches: array<Watch>(
    object<Watch>({ field: word(Object.keys(SENSOR_FIELDS)), sensor: hex(32), warnMarginMilli: uint64() }),
    MOST_PLAN_ITEMS,
  ),
  milestones: array<Milestone>(object<Milestone>({ name: hex(32), plannedAtS: instant }), MOST_PLAN_ITEMS),
  lots: array(hex(12), MOST_PLAN_ITEMS),
  salt: hex(32),
});

const readFile = object<SignedPlan & { schema: typeof PLAN_SCHEMA }>({
  schema: literal(PLAN_SCHEMA),
  chainId: uint64(1n),
  contract: hex(20),
  delivery: hex(32),
  plan: readPlan,
  signatures: object<SignedPlan["signatures"]>({ buyer: nullable(signature), seller: nullable(signature) }),
});

/**
 * Reads a plan of unknown origin that somebody signed. Whether the signatures fit, the contract tells.
 * @throws DeliveryFileUnreadable, SchemaUnsupported
 */
export function parseSignedPlan(text: string): SignedPlan {
  const unreadable = (reason: string) => new DeliveryFileUnreadable(reason);
  const format = { schema: PLAN_SCHEMA, read: readFile, unreadable };
  const { schema: _, ...signed } = parseDocument(text, format, { longest: SMALL_FILE_BYTES });
  const { chainId, contract: monitor, plan } = signed;
  if (deliveryIdOf({ chainId, monitor }, plan) !== signed.delivery) {
    throw new DeliveryFileUnreadable("its id is not that of its plan");
  }
  return signed;
}

/** The file as plain values for JSON. */
export const signedPlanJson = (signed: SignedPlan) => ({ schema: PLAN_SCHEMA, ...signed });
