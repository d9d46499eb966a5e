import { fromHex, type Hex } from "../hex.js";
import { RosterCodeInvalid } from "./errors.js";
import { takeBits } from "./wordBits.js";

/** A roster as `EnergySettlement.compile` wrote it: a supplier's agreements over a stretch of time, kept as code. */
export interface RosterTerms {
  readonly exportMeter: Hex;
  /** The stretch, Unix seconds. */
  readonly fromS: bigint;
  readonly untilS: bigint;
  /** Length of an interval, s. */
  readonly periodS: bigint;
  /** In ascending order of their numbers. */
  readonly members: readonly RosterMember[];
}

/** An agreement of a roster. */
export interface RosterMember {
  readonly number: number;
  readonly importMeter: Hex;
  readonly consumer: Hex;
  readonly supplier: Hex;
  /** Token units. */
  readonly pricePerKWh: bigint;
}

const WORD_DIGITS = 64;
const WORDS_PER_METER = 6;
const METER_DIGITS = WORD_DIGITS * WORDS_PER_METER;
/** A stop, so that nobody can call the code. */
const STOP = "00";

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
  const times = BigInt(wordAt(0, 4));
  return {
    exportMeter: wordAt(0, 0),
    fromS: takeBits(times, 48, 48),
    untilS: takeBits(times, 48, 96),
    periodS: takeBits(times, 32, 144),
    members: Array.from({ length: meters - 1 }, (_, index) => {
      const word = (at: number) => BigInt(wordAt(index + 1, at));
      return {
        number: Number(takeBits(word(1), 32, 208)),
        importMeter: wordAt(index + 1, 0),
        consumer: addressOf(word(4)),
        supplier: addressOf(word(5)),
        pricePerKWh: takeBits(word(4), 64, 160),
      };
    }),
  };
}

function addressOf(word: bigint): Hex {
  return `0x${takeBits(word, 160, 0).toString(16).padStart(40, "0")}`;
}
