import { fromHex, type Hex } from "../hex.js";
import { RosterCodeInvalid } from "./errors.js";
import { type BitField, takeBits } from "./wordBits.js";

/** A roster as `EnergySettlement.compile` wrote it: a supplier's agreements over a stretch of time, kept as code. */
export interface RosterTerms {
  readonly exportMeter: Hex;
  /** The stretch, Unix seconds. */
  readonly fromS: bigint;
  readonly untilS: bigint;
  /** Length of an interval, s. */
  readonly periodS: bigint;
  /** The device registry's, at which the keys were read. */
  readonly revision: bigint;
  /** In ascending order of their numbers. */
  readonly members: readonly RosterMember[];
}

/** An agreement of a roster. */
export interface RosterMember {
  readonly number: number;
  readonly importMeter: Hex;
  readonly consumer: Hex;
  readonly supplier: Hex;
  readonly withCertificates: boolean;
  /** Token units. */
  readonly pricePerKWh: bigint;
}

const WORD_DIGITS = 64;
const WORDS_PER_METER = 6;
const METER_DIGITS = WORD_DIGITS * WORDS_PER_METER;
/** A stop, so that nobody can call the code. */
const STOP = "00";

/** Places of a meter's words; the last two are others for the supplier than for a member. */
const METER = 0;
const TERMS = 1;
const TIMES = 4;
const CONSUMER = 4;
const SUPPLIER = 5;

const FROM_S: BitField = [48, 48];
const UNTIL_S: BitField = [48, 96];
const PERIOD_S: BitField = [32, 144];
const REVISION: BitField = [64, 176];
const NUMBER: BitField = [32, 208];
const WITH_CERTIFICATES: BitField = [1, 240];
const ACCOUNT: BitField = [160, 0];
const PRICE_PER_KWH: BitField = [64, 160];

/**
 * Reads a compiled roster, laid out as contracts/libraries/Rosters.sol says. Its address is part of every head that was
 * settled by it, so what it says needs no other proof. Throws `RosterCodeInvalid`.
 */
export function decodeRoster(code: Hex): RosterTerms {
  fromHex(code, undefined, "code");
  const digits = code.slice(2 + STOP.length);
  const meters = digits.length / METER_DIGITS;
  if (!code.startsWith(`0x${STOP}`) || !Number.isInteger(meters) || meters < 2) {
    throw new RosterCodeInvalid(`it has ${(code.length - 2) / 2} bytes`);
  }
  const wordAt = (meter: number, word: number): Hex => {
    const from = meter * METER_DIGITS + word * WORD_DIGITS;
    return `0x${digits.slice(from, from + WORD_DIGITS)}`;
  };
  const times = BigInt(wordAt(0, TIMES));
  return {
    exportMeter: wordAt(0, METER),
    fromS: takeBits(times, ...FROM_S),
    untilS: takeBits(times, ...UNTIL_S),
    periodS: takeBits(times, ...PERIOD_S),
    revision: takeBits(times, ...REVISION),
    members: Array.from({ length: meters - 1 }, (_, index) => {
      const word = (at: number) => BigInt(wordAt(index + 1, at));
      return {
        number: Number(takeBits(word(TERMS), ...NUMBER)),
        importMeter: wordAt(index + 1, METER),
        consumer: addressOf(word(CONSUMER)),
        supplier: addressOf(word(SUPPLIER)),
        withCertificates: takeBits(word(TERMS), ...WITH_CERTIFICATES) === 1n,
        pricePerKWh: takeBits(word(CONSUMER), ...PRICE_PER_KWH),
      };
    }),
  };
}

function addressOf(word: bigint): Hex {
  return `0x${takeBits(word, ...ACCOUNT)
    .toString(16)
    .padStart(40, "0")}`;
}
