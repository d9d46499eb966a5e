import { quoted, WattproofError } from "../errors.js";
import { type Hex, isHex } from "../hex.js";

/** Checks a value of unknown origin and returns it in its type. Throws `UnexpectedValue`. */
export type Read<T> = (value: unknown) => T;

/** A JSON value that is not what its place calls for. Parsers turn it into the error of their document. */
export class UnexpectedValue extends WattproofError {
  readonly expected: string;
  /** Where in the document, such as `records[3].header.sequence`; empty for the whole of it. */
  readonly path: string;

  constructor(expected: string, path = "") {
    super({
      code: "UnexpectedValue",
      message: `${path === "" ? "The value" : path} is not ${expected}.`,
      next: "Compare the value with the format's description.",
      facts: { path, expected },
    });
    this.expected = expected;
    this.path = path;
  }

  /** The same error seen from one level further out. */
  within(step: string): UnexpectedValue {
    return new UnexpectedValue(this.expected, this.path.startsWith("[") ? step + this.path : join(step, this.path));
  }
}

/** No longer than the widest, a uint256. */
const UINT = /^(?:0|[1-9][0-9]{0,77})$/;
const INT = /^(?:0|-?[1-9][0-9]{0,18})$/;
const INT64_MAX = (1n << 63n) - 1n;
const INT64_MIN = -(1n << 63n);
const UINT32_MAX = 0xffff_ffff;
const UINT48_MAX = 2 ** 48 - 1;
/** A contract wallet's signature may be that of many owners. */
const LONGEST_SIGNATURE_BYTES = 8 * 1024;

const textEncoder = new TextEncoder();

/** Reads for each member of `T`. */
type Members<T extends object> = { readonly [Key in keyof T]-?: Read<T[Key]> };

/** An object with exactly the given members. */
export function object<T extends object>(members: Members<T>): Read<T> {
  return objectWithOptional<T, object>(members, {});
}

/** An object with the members of `required`, and with any of `optional`. */
export function objectWithOptional<T extends object, Optional extends object>(
  required: Members<T>,
  optional: Members<Optional>,
): Read<T & Partial<Optional>> {
  const members: Readonly<Record<string, Read<unknown>>> = { ...required, ...optional };
  const entries = Object.entries(members);
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new UnexpectedValue("an object");
    const unknown = Object.keys(value).find((key) => !Object.hasOwn(members, key));
    if (unknown !== undefined) {
      throw new UnexpectedValue(`an object of ${entries.map(([key]) => key).join(", ")} without ${quoted(unknown)}`);
    }
    const source = value as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    for (const [key, read] of entries) {
      if (Object.hasOwn(source, key)) result[key] = at(key, () => read(source[key]));
      else if (Object.hasOwn(required, key)) throw new UnexpectedValue("present", key);
    }
    return result as T & Partial<Optional>;
  };
}

/** An array of at most `longest` items. */
export function array<T>(read: Read<T>, longest: number): Read<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new UnexpectedValue("an array");
    if (value.length > longest) throw new UnexpectedValue(`an array of at most ${longest} items`);
    return value.map((item, index) => at(`[${index}]`, () => read(item)));
  };
}

/** One of several kinds of object, told apart by the text of member `by`. */
export function oneOf<T>(by: string, kinds: Readonly<Record<string, Read<T>>>): Read<T> {
  const names = Object.keys(kinds).join(", ");
  return (value) => {
    const kind = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[by] : undefined;
    const read = typeof kind === "string" && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    if (read === undefined) throw new UnexpectedValue(`one of ${names}`, by);
    return read(value);
  };
}

/** Null, or what `read` reads. */
export function nullable<T>(read: Read<T>): Read<T | null> {
  return (value) => (value === null ? null : read(value));
}

/** Exactly `expected`. */
export function literal<T extends string>(expected: T): Read<T> {
  return (value) => {
    if (value !== expected) throw new UnexpectedValue(`"${expected}"`);
    return expected;
  };
}

/** One of several words. */
export function word<T extends string>(words: readonly T[]): Read<T> {
  return (value) => {
    if (!words.includes(value as T)) throw new UnexpectedValue(`one of ${words.join(", ")}`);
    return value as T;
  };
}

/** Lower-case 0x hex of `byteLength` bytes. */
export function hex(byteLength: number): Read<Hex> {
  return (value) => {
    if (!isHex(value, byteLength)) throw new UnexpectedValue(`${byteLength} bytes of lower-case 0x hex`);
    return value;
  };
}

/** Lower-case 0x hex of one of several lengths, bytes. */
export function hexOfEither(...byteLengths: readonly number[]): Read<Hex> {
  return (value) => {
    const fits = byteLengths.some((byteLength) => isHex(value, byteLength));
    if (!fits) throw new UnexpectedValue(`${byteLengths.join(" or ")} bytes of lower-case 0x hex`);
    return value as Hex;
  };
}

/** Lower-case 0x hex of one byte or more, at most `most`. */
export function bytes(most: number): Read<Hex> {
  return (value) => {
    const fits = typeof value === "string" && value.length <= 2 + 2 * most && /^0x(?:[0-9a-f]{2})+$/.test(value);
    if (!fits) throw new UnexpectedValue(`1 to ${most} bytes of lower-case 0x hex`);
    return value as Hex;
  };
}

/** A key's signature, or what a contract wallet takes for one (ERC-1271). */
export const signature: Read<Hex> = bytes(LONGEST_SIGNATURE_BYTES);

/** Decimal string of an unsigned integer of `bits` bits without leading zeros, from `least`. */
export function uint(bits: number, least = 0n): Read<bigint> {
  const most = (1n << BigInt(bits)) - 1n;
  return (value) => {
    const number = typeof value === "string" && UINT.test(value) ? BigInt(value) : -1n;
    if (number < least || number > most) {
      throw new UnexpectedValue(`a decimal string of a whole number from ${least} to ${most}`);
    }
    return number;
  };
}

/** Decimal string of a uint64 without leading zeros, from `least`. */
export const uint64 = (least = 0n): Read<bigint> => uint(64, least);

/** Decimal string of an int64 without leading zeros or `-0`. */
export const int64: Read<bigint> = (value) => {
  const number = typeof value === "string" && INT.test(value) ? BigInt(value) : undefined;
  if (number === undefined || number < INT64_MIN || number > INT64_MAX) {
    throw new UnexpectedValue(`a decimal string of a whole number from ${INT64_MIN} to ${INT64_MAX}`);
  }
  return number;
};

/** JSON number that is a whole number from `least` to `most`. */
export function integer(least = 0, most = UINT32_MAX): Read<number> {
  return (value) => {
    const fits = typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
    if (!fits || Object.is(value, -0)) throw new UnexpectedValue(`a whole number from ${least} to ${most}`);
    return value as number;
  };
}

/** Unix seconds as contracts keep them, in 48 bits. */
export const instant: Read<number> = integer(0, UINT48_MAX);

/** A JSON true or false. */
export const boolean: Read<boolean> = (value) => {
  if (typeof value !== "boolean") throw new UnexpectedValue("true or false");
  return value;
};

/** One of the numbers of an enumeration. */
export function choice<T extends number>(choices: Readonly<Record<string, T>>): Read<T> {
  const values = Object.values(choices);
  return (value) => {
    if (Object.is(value, -0) || !values.includes(value as T)) throw new UnexpectedValue(`one of ${values.join(", ")}`);
    return value as T;
  };
}

/** Well-formed text of `least` to `most` bytes of UTF-8. */
export function text(least: number, most: number): Read<string> {
  return (value) => {
    const short = typeof value === "string" && value.length <= most && !/\p{Surrogate}/u.test(value);
    const bytes = short ? textEncoder.encode(value).length : -1;
    if (bytes < least || bytes > most) throw new UnexpectedValue(`well-formed text of ${least} to ${most} bytes`);
    return value as string;
  };
}

function at<T>(step: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UnexpectedValue ? error.within(step) : error;
  }
}

function join(step: string, path: string): string {
  return path === "" ? step : `${step}.${path}`;
}
