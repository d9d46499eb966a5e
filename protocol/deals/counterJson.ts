import { type Hex, isHex } from "../hex.js";
import { parseObject } from "../json/document.js";
import { array, object, objectWithOptional, type Read, text, UnexpectedValue } from "../json/readers.js";
import { CounterOfferEmpty, CounterOfferForeign, CounterOfferUnreadable, TermsFault } from "./errors.js";
import { LONGEST_TEXT_BYTES } from "./limits.js";
import { type OfferJson, offerJson } from "./offerJson.js";
import {
  conditionJson,
  firstDoubled,
  MEMBER_OF,
  MOST_CONDITIONS,
  readConditions,
  readFieldName,
  readMember,
  type WrittenMembers,
} from "./offerReaders.js";
import { type Condition, type Offer, sortedConditions } from "./terms.js";

/** What a counter-offer changes of the terms before it. */
export interface Changes {
  /** New values of single fields. */
  readonly fields: Partial<Omit<Offer, "conditions">>;
  /** New conditions, and those that replace the ones on their fields. */
  readonly conditions: readonly Condition[];
  /** Fields that are not conditioned any more. */
  readonly removedConditions: readonly string[];
}

/** What one party answers to the other's terms. */
export interface CounterOffer {
  /**
   * The negotiation, if the file says so: its id on the chain, or a UUID, which is the id that another system has for it
   * and cannot be compared.
   */
  readonly id: string | undefined;
  readonly changes: Changes;
  readonly note: string;
}

/** A counter-offer as files have it. */
export interface CounterOfferJson {
  readonly id?: string;
  readonly changes: ChangesJson;
  readonly note: string;
}

export interface ChangesJson {
  readonly fields: readonly { readonly field: string; readonly newValue: string }[];
  readonly conditions: OfferJson["conditions"];
  readonly removedConditions: readonly { readonly field: string }[];
}

/** Longest counter-offer, UTF-16 units. */
const LONGEST_COUNTER_OFFER = 64 * 1024;
const MOST_FIELD_CHANGES = 64;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const readId: Read<string> = (value) => {
  if (isHex(value, 32) || (typeof value === "string" && UUID.test(value))) return value;
  throw new UnexpectedValue("a negotiation's id (32 bytes of lower-case 0x hex) or a UUID");
};

/** What a field is to be; how its value is written follows from the field. */
const readFieldChange: Read<readonly [string, unknown]> = (value) => {
  const { field, newValue } = object<{ field: string; newValue: unknown }>({
    field: text(1, LONGEST_TEXT_BYTES),
    newValue: (given) => given,
  })(value);
  if (!Object.hasOwn(readMember, field)) throw new TermsFault("TermsFieldUnknown", field);
  return [field, newValue];
};

const readMembers = objectWithOptional<object, WrittenMembers>({}, readMember);

const readFieldChanges: Read<Changes["fields"]> = (value) => {
  const changes = array(readFieldChange, MOST_FIELD_CHANGES)(value);
  const doubled = firstDoubled(changes.map(([field]) => field));
  if (doubled !== undefined) throw new TermsFault("TermsFieldChangedTwice", doubled);
  const { price, quantity, ...others } = readMembers(Object.fromEntries(changes));
  return {
    ...others,
    ...(price === undefined ? {} : { priceMicro: price }),
    ...(quantity === undefined ? {} : { quantityMilli: quantity }),
  };
};

const readRemoved: Read<string> = (value) =>
  typeof value === "string" ? readFieldName(value) : object<{ field: string }>({ field: readFieldName })(value).field;

const readChanges = objectWithOptional<object, Changes>(
  {},
  { fields: readFieldChanges, conditions: readConditions, removedConditions: array(readRemoved, MOST_CONDITIONS) },
);

const readCounterOffer: Read<CounterOffer> = (value) => {
  const { id, changes, note } = objectWithOptional<{ changes: Partial<Changes> }, { id: string; note: string }>(
    { changes: readChanges },
    { id: readId, note: text(0, LONGEST_TEXT_BYTES) },
  )(value);
  const { fields = {}, conditions = [], removedConditions = [] } = changes;
  return { id, changes: { fields, conditions, removedConditions }, note: note ?? "" };
};

/**
 * Reads a counter-offer of unknown origin. Left out may be its id, its note, and each list that would be empty; a removed
 * condition is an object with its `field`, or the field's name alone.
 * @throws CounterOfferUnreadable, TermsFault
 */
export function parseCounterOffer(document: string): CounterOffer {
  const unreadable = (reason: string) => new CounterOfferUnreadable(reason);
  const counter = parseObject(document, { read: readCounterOffer, unreadable }, { longest: LONGEST_COUNTER_OFFER });
  const { conditions, removedConditions } = counter.changes;
  const changed = conditions.map(({ field }) => field);
  const changedTwice = firstDoubled(changed);
  if (changedTwice !== undefined) throw new TermsFault("ConditionChangedTwice", changedTwice);
  const removedTwice = firstDoubled(removedConditions);
  if (removedTwice !== undefined) throw new TermsFault("ConditionRemovedTwice", removedTwice);
  const both = removedConditions.find((field) => changed.includes(field));
  if (both !== undefined) throw new TermsFault("ConditionRemovedAndChanged", both);
  return counter;
}

/** Makes sure that a counter-offer that names a negotiation of a chain names this one. Throws `CounterOfferForeign`. */
export function requireNegotiation(negotiation: Hex, { id }: CounterOffer): void {
  if (isHex(id, 32) && id !== negotiation) throw new CounterOfferForeign(negotiation, id);
}

/**
 * The complete next terms: the current ones with the changes of a counter-offer.
 * @throws TermsFault for the removal of a condition that is not there; CounterOfferEmpty
 */
export function applyChanges<T extends Offer>(current: T, { changes, note }: Omit<CounterOffer, "id">): T {
  const { fields, conditions, removedConditions } = changes;
  const byField = new Map(current.conditions.map((condition) => [condition.field, condition]));
  for (const field of removedConditions) {
    if (!byField.delete(field)) throw new TermsFault("ConditionNotThere", field);
  }
  for (const condition of conditions) byField.set(condition.field, condition);
  const next = { ...current, ...fields, conditions: sortedConditions([...byField.values()]) };
  if (note === "" && isSameOffer(current, next)) throw new CounterOfferEmpty();
  return next;
}

/** Whether two offers are the same in every member. */
export function isSameOffer(a: Offer, b: Offer): boolean {
  return JSON.stringify(offerJson(a)) === JSON.stringify(offerJson(b));
}

/** A counter-offer as files have it. */
export function counterOfferJson({ id, changes, note }: CounterOffer): CounterOfferJson {
  return { ...(id === undefined ? {} : { id }), changes: changesJson(changes), note };
}

/** Changes as files have them. */
export function changesJson({ fields, conditions, removedConditions }: Changes): ChangesJson {
  const written = offerJson({ ...NO_OFFER, ...fields });
  const changed = MEMBERS.filter((name) => Object.hasOwn(fields, MEMBER_OF[name]));
  return {
    fields: changed.map((field) => ({ field, newValue: written[field] })),
    conditions: conditions.map(conditionJson),
    removedConditions: removedConditions.map((field) => ({ field })),
  };
}

const MEMBERS = Object.keys(MEMBER_OF) as (keyof WrittenMembers)[];
const NO_OFFER: Offer = { item: "", priceMicro: 0n, quantityMilli: 0n, currency: "", conditions: [], target: "" };
