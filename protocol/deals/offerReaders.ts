import { quoted } from "../errors.js";
import { unitOf } from "../fields.js";
import { array, objectWithOptional, type Read, text, UnexpectedValue } from "../json/readers.js";
import { decimal, decimalText } from "./decimals.js";
import { TermsFault } from "./errors.js";
import { LONGEST_TEXT_BYTES } from "./limits.js";
import { type Condition, MILLI_DECIMALS, type Offer, PRICE_DECIMALS } from "./terms.js";

/** One per known field would do; more are counted as what they are, doubled. */
export const MOST_CONDITIONS = 64;

const UINT64_MAX = 2n ** 64n - 1n;
const UINT128_MAX = 2n ** 128n - 1n;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

const currency: Read<string> = (value) => {
  if (typeof value !== "string" || !/^[A-Z]{3}$/.test(value))
    throw new UnexpectedValue("three capital letters (ISO 4217)");
  return value;
};

const milli = decimal(MILLI_DECIMALS, INT64_MIN, INT64_MAX);
const name = text(1, LONGEST_TEXT_BYTES);

/** A sensor field's name. Throws `TermsFault` for one that is not known. */
export const readFieldName: Read<string> = (value) => {
  const field = name(value);
  if (unitOf(field) === undefined) throw new TermsFault("ConditionFieldUnknown", field);
  return field;
};

const readWritten = objectWithOptional<{ field: string; min: bigint; max: bigint }, { unit: string }>(
  { field: readFieldName, min: milli, max: milli },
  { unit: name },
);

const readCondition: Read<Condition> = (value) => {
  const { unit, field, min, max } = readWritten(value);
  const expected = unitOf(field);
  if (unit !== undefined && unit !== expected) {
    throw new TermsFault("ConditionUnitWrong", field, `${quoted(unit)} instead of ${expected}`);
  }
  if (min > max) throw new TermsFault("ConditionRangeInvalid", field, `${milliText(min)} to ${milliText(max)}`);
  return { field, minMilli: min, maxMilli: max };
};

/** A list of conditions; whether a field has two is for the caller to say. */
export const readConditions: Read<readonly Condition[]> = array(readCondition, MOST_CONDITIONS);

/** The members of an offer beside its conditions, by the names that files have for them: a decimal needs no unit in its name. */
export const MEMBER_OF = {
  item: "item",
  price: "priceMicro",
  quantity: "quantityMilli",
  currency: "currency",
  target: "target",
} as const;

/** What files say of an offer beside its conditions. */
export type WrittenMembers = { readonly [Name in keyof typeof MEMBER_OF]: Offer[(typeof MEMBER_OF)[Name]] };

/** How each of them is read. */
export const readMember: { readonly [Name in keyof WrittenMembers]: Read<WrittenMembers[Name]> } = {
  item: text(1, LONGEST_TEXT_BYTES),
  price: decimal(PRICE_DECIMALS, 0n, UINT128_MAX),
  quantity: decimal(MILLI_DECIMALS, 1n, UINT64_MAX),
  currency,
  target: text(0, LONGEST_TEXT_BYTES),
};

/** The first of several that occurs twice. */
export function firstDoubled(names: readonly string[]): string | undefined {
  return names.find((each, at) => names.indexOf(each) !== at);
}

/** Thousandths as a decimal. */
export function milliText(value: bigint): string {
  return decimalText(value, MILLI_DECIMALS);
}

/** A condition as files have it. */
export function conditionJson({ field, minMilli, maxMilli }: Condition): { field: string; min: string; max: string } {
  return { field, min: milliText(minMilli), max: milliText(maxMilli) };
}
