import { z } from "zod";
import { CHOSEN_KINDS, type ChosenKind, type Hex, isHex, isNodeId, SHARES } from "../../protocol/index.js";
import { isReachable } from "./hosts.js";
import { isOrganisationName } from "./names.js";

export const CONSORTIUM_SCHEMA = "wattproof-consortium/1";
export const FOUNDING_SCHEMA = "wattproof-founding/1";

const HIGHEST_PORT = 65_535;
/** Ten years: nobody waits longer for a vote, and `uint32` holds it. */
const LONGEST_PERIOD_S = 315_360_000;
/** As `NodeRegistry` has it. */
const MOST_BLOCKS_BETWEEN_CHANGES = 86_400;
/** A certificate of ours has some 900 characters. */
const LONGEST_CERTIFICATE = 4096;

const hex = (bytes: number) =>
  z.custom<Hex>((value) => isHex(value, bytes), { error: `it is no ${bytes} bytes of lower-case 0x hex` });

const THRESHOLD = z.enum(SHARES);

const GOVERNANCE = z.strictObject({
  votingPeriodS: z.int().positive().max(LONGEST_PERIOD_S),
  executionDelayS: z.int().nonnegative().max(LONGEST_PERIOD_S),
  executionWindowS: z.int().positive().max(LONGEST_PERIOD_S),
  blocksBetweenChanges: z.int().nonnegative().max(MOST_BLOCKS_BETWEEN_CHANGES),
  thresholds: z.strictObject(
    Object.fromEntries(CHOSEN_KINDS.map((kind) => [kind, THRESHOLD])) as Record<ChosenKind, typeof THRESHOLD>,
  ),
});

/** What founders may agree on under `governance`, in words. */
export const GOVERNANCE_VALUES = `votingPeriodS and executionWindowS are 1 to ${LONGEST_PERIOD_S} s, executionDelayS is 0 to ${LONGEST_PERIOD_S} s, blocksBetweenChanges is 0 to ${MOST_BLOCKS_BETWEEN_CHANGES}, all of them whole numbers; each of thresholds is one of ${SHARES.join(", ")}`;

/** Genesis files have it as a JSON number, so it is one that all readers take alike. */
export const CHAIN_ID = z
  .string()
  .refine((text) => /^[1-9][0-9]{0,15}$/.test(text) && Number.isSafeInteger(Number(text)), {
    error: "it is no chain id from 1 to 9007199254740991 in decimal digits",
  });

const ORGANISATION_NAME = z.string().refine(isOrganisationName, { error: "it is no organisation's name" });

export const ORGANISATION = z.strictObject({
  name: ORGANISATION_NAME,
  /** The account that votes. */
  account: hex(20),
  /** PEM. */
  agencyCertificate: z.string().max(LONGEST_CERTIFICATE),
});

export const NODE = z.strictObject({
  name: z.string().max(64),
  organisation: ORGANISATION_NAME,
  id: z.custom<Hex>(isNodeId, { error: "it is no public key of secp256k1, 64 bytes of lower-case 0x hex" }),
  address: hex(20),
  host: z.string().refine(isReachable, { error: "it is no IPv4 address of a machine" }),
  port: z.int().min(1).max(HIGHEST_PORT),
  validator: z.boolean(),
  /** PEM. */
  certificate: z.string().max(LONGEST_CERTIFICATE),
  certificateHash: hex(32),
  proof: hex(65),
});

export const CONSENSUS = z.enum(["qbft", "ibft2"]);
export const VALIDATORS = z.enum(["header", "contract"]);

export const CONSORTIUM = z.strictObject({
  schema: z.literal(CONSORTIUM_SCHEMA),
  chainId: CHAIN_ID,
  consensus: CONSENSUS,
  validators: VALIDATORS,
  governance: GOVERNANCE,
  organisations: z.array(ORGANISATION).min(1),
  nodes: z.array(NODE).min(1),
  /** Of the token, ISO 4217; NOK by default. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: "it is no currency code of three capital letters" })
    .optional(),
  roles: z.strictObject({ oracle: z.array(hex(20)).optional(), treasurer: z.array(hex(20)).optional() }).optional(),
});

export const FOUNDING = z.strictObject({
  schema: z.literal(FOUNDING_SCHEMA),
  chainId: CHAIN_ID,
  organisation: ORGANISATION,
  nodes: z.array(NODE).min(1),
});

/** `consortium.json`: who founded a chain, with which accounts and nodes, and how they decide. */
export type Consortium = z.infer<typeof CONSORTIUM>;
/** `NAME.founding.json`: one organisation's public part of a founding. */
export type Founding = z.infer<typeof FOUNDING>;
export type Organisation = z.infer<typeof ORGANISATION>;
export type ConsortiumNode = z.infer<typeof NODE>;
export type Governance = z.infer<typeof GOVERNANCE>;
export type Consensus = z.infer<typeof CONSENSUS>;
export type ValidatorSource = z.infer<typeof VALIDATORS>;
