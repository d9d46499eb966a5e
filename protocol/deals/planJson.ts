import { WattproofError } from "../errors.js";
import { type Hex, isHex } from "../hex.js";
import { address } from "../json/address.js";
import { parseObject } from "../json/document.js";
import { array, boolean, hex, object, objectWithOptional, type Read, UnexpectedValue } from "../json/readers.js";
import { durationText, instantText } from "../json/times.js";
import { asciiWordOf } from "./asciiWord.js";
import { decimal } from "./decimals.js";
import { MOST_PLAN_ITEMS } from "./limits.js";
import { LOT_ID_BYTES } from "./lots.js";
import { readFieldName } from "./offerReaders.js";
import type { DeliveryPlan, Milestone, Watch } from "./plan.js";
import { MILLI_DECIMALS } from "./terms.js";

/** A plan as people write it: what may be left out is null. */
export interface WrittenPlan extends Omit<DeliveryPlan, "custodian" | "arbiter" | "salt"> {
  /** Null for the seller. */
  readonly custodian: Hex | null;
  /** Null for nobody. */
  readonly arbiter: Hex | null;
  /** Null for one that is drawn. */
  readonly salt: Hex | null;
}

/** Longest plan, UTF-16 units. */
const LONGEST_PLAN = 64 * 1024;
const UINT64_MAX = 2n ** 64n - 1n;
const ADDRESS_ZERO: Hex = `0x${"00".repeat(20)}`;

const margin = decimal(MILLI_DECIMALS, 0n, UINT64_MAX);

/** A name that a contract keeps in a word. */
const readName: Read<Hex> = (value) => {
  const word = typeof value === "string" ? asciiWordOf(value) : undefined;
  if (word === undefined) throw new UnexpectedValue("1 to 32 printable ASCII characters");
  return word;
};

/** A lot's id, as labels have it too: without 0x, and in capitals. */
const readLot: Read<Hex> = (value) => {
  const id = typeof value === "string" ? `0x${value.toLowerCase().replace(/^0x/, "")}` : "";
  if (!isHex(id, LOT_ID_BYTES)) throw new UnexpectedValue(`a lot's id of ${2 * LOT_ID_BYTES} hex digits`);
  return id;
};

const readWatch: Read<Watch> = (value) => {
  const {
    field,
    sensor,
    warnMargin = 0n,
  } = objectWithOptional<Omit<Watch, "warnMarginMilli">, { warnMargin: bigint }>(
    { field: readFieldName, sensor: hex(32) },
    { warnMargin: margin },
  )(value);
  return { field, sensor, warnMarginMilli: warnMargin };
};

const readMilestone: Read<Milestone> = (value) => {
  const { name, plannedAt } = object<{ name: Hex; plannedAt: number }>({ name: readName, plannedAt: instantText })(
    value,
  );
  return { name, plannedAtS: plannedAt };
};

interface Required {
  readonly negotiation: Hex;
  readonly start: number;
  readonly end: number;
  readonly confirmWithin: number;
  readonly watches: readonly Watch[];
  readonly paysInTokens: boolean;
}

interface Optional {
  readonly custodian: Hex;
  readonly arbiter: Hex;
  readonly heartbeat: number;
  readonly milestones: readonly Milestone[];
  readonly lots: readonly Hex[];
  readonly salt: Hex;
}

const readPlanFile = objectWithOptional<Required, Optional>(
  {
    negotiation: hex(32),
    start: instantText,
    end: instantText,
    confirmWithin: durationText,
    watches: array(readWatch, MOST_PLAN_ITEMS),
    paysInTokens: boolean,
  },
  {
    custodian: address,
    arbiter: address,
    heartbeat: durationText,
    milestones: array(readMilestone, MOST_PLAN_ITEMS),
    lots: array(readLot, MOST_PLAN_ITEMS),
    salt: hex(32),
  },
);

/**
 * Reads a plan that a person wrote. Instants are in UTC, margins in the unit of the watch's field.
 * @throws DeliveryPlanUnreadable, TermsFault for a field that no sensor has
 */
export function parsePlan(text: string): WrittenPlan {
  const unreadable = (reason: string) => new DeliveryPlanUnreadable(reason);
  const given = parseObject(text, { read: readPlanFile, unreadable }, { longest: LONGEST_PLAN });
  return {
    negotiation: given.negotiation,
    startS: given.start,
    endS: given.end,
    custodian: given.custodian ?? null,
    arbiter: given.arbiter ?? null,
    heartbeatS: given.heartbeat ?? 0,
    confirmWithinS: given.confirmWithin,
    paysInTokens: given.paysInTokens,
    watches: given.watches,
    milestones: given.milestones ?? [],
    lots: given.lots ?? [],
    salt: given.salt ?? null,
  };
}

/** The whole plan that is signed, its lots sorted. @param seller Keeps custody, unless the plan names another. @param salt Where it has none. */
export function wholePlan(plan: WrittenPlan, { seller, salt }: { seller: Hex; salt: Hex }): DeliveryPlan {
  return {
    ...plan,
    custodian: plan.custodian ?? seller,
    arbiter: plan.arbiter ?? ADDRESS_ZERO,
    lots: [...plan.lots].sort(),
    salt: plan.salt ?? salt,
  };
}

/** A delivery's plan in a text that does not hold one. */
export class DeliveryPlanUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "DeliveryPlanUnreadable",
      message: `The delivery's plan cannot be read: ${reason}.`,
      next: "Compare it with the example in docs/deliveries.md.",
      facts: { reason },
    });
  }
}
