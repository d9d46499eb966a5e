import { SettledWordsInvalid } from "./errors.js";
import { type BitField, putBits, takeBits } from "./wordBits.js";

/** What a meter's register came to in a settled interval. */
export interface MeterWord {
  /** Whether its register was given; without, everything else is zero. */
  readonly isGiven: boolean;
  /** Whether the register covers this interval alone and nothing was corrected since the last. */
  readonly isExact: boolean;
  /** Wh that the meter counted since its last settled register. */
  readonly flowWh: bigint;
  /** Wh that changed hands. */
  readonly deliveredWh: bigint;
  /** What the consumer's escrow lacked, token units. */
  readonly owed: bigint;
}

/** What a grid supplier delivered beside the neighbour. */
export interface GridWord {
  /** Number of the agreement with the grid supplier. */
  readonly number: number;
  readonly deliveredWh: bigint;
  readonly owed: bigint;
}

export interface MemberWord extends MeterWord {
  readonly grid: GridWord | null;
}

/** All that `IntervalSettled` says of an interval. */
export interface SettledWords {
  readonly supplier: MeterWord;
  /** One per member of the roster, in ascending order of the agreements' numbers. */
  readonly members: readonly MemberWord[];
}

const GIVEN = 1n;
const EXACT = 2n;
const GRID_FOLLOWS = 4n;
const HIGHEST_FLAGS = GIVEN | EXACT | GRID_FOLLOWS;

/** A meter's word, as contracts/libraries/SettledWords.sol lays it out. */
const METER_FLAGS: BitField = [32, 0];
const METER_OWED: BitField = [96, 32];
const METER_DELIVERED: BitField = [64, 128];
const METER_FLOW: BitField = [64, 192];

/** A grid supplier's. */
const GRID_NUMBER: BitField = [32, 0];
const GRID_UNUSED: BitField = [64, 32];
const GRID_OWED: BitField = [96, 96];
const GRID_DELIVERED: BitField = [64, 192];

/** The words of an interval as `IntervalSettled` carries them. Throws `IntegerOutOfRange`. */
export function encodeWords({ supplier, members }: SettledWords): bigint[] {
  return [
    meterWord(supplier, 0n),
    ...members.flatMap((member) =>
      member.grid === null ? [meterWord(member, 0n)] : [meterWord(member, GRID_FOLLOWS), gridWord(member.grid)],
    ),
  ];
}

/**
 * What the words of an interval say. Throws `SettledWordsInvalid` where they are not those that settlement writes: every
 * interval has one form only.
 */
export function decodeWords(words: readonly bigint[]): SettledWords {
  const [first, ...rest] = words;
  if (first === undefined) throw new SettledWordsInvalid("there are none");
  if (words.some((word) => typeof word !== "bigint" || word < 0n || word >> 256n !== 0n)) {
    throw new SettledWordsInvalid("one is no uint256");
  }
  if (followedByGrid(first)) throw new SettledWordsInvalid("a grid supplier's word follows the supplier's");
  const members: MemberWord[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] as bigint;
    const meter = meterOf(word);
    if (!followedByGrid(word)) {
      members.push({ ...meter, grid: null });
      continue;
    }
    const next = rest[++at];
    if (next === undefined) throw new SettledWordsInvalid("a grid supplier's word is announced and missing");
    members.push({ ...meter, grid: gridOf(next) });
  }
  return { supplier: meterOf(first), members };
}

function meterWord({ isGiven, isExact, flowWh, deliveredWh, owed }: MeterWord, gridFlag: bigint): bigint {
  return (
    putBits(flowWh, ...METER_FLOW, "flowWh") |
    putBits(deliveredWh, ...METER_DELIVERED, "deliveredWh") |
    putBits(owed, ...METER_OWED, "owed") |
    (isGiven ? GIVEN : 0n) |
    (isExact ? EXACT : 0n) |
    gridFlag
  );
}

function gridWord({ number, deliveredWh, owed }: GridWord): bigint {
  return (
    putBits(deliveredWh, ...GRID_DELIVERED, "deliveredWh") |
    putBits(owed, ...GRID_OWED, "owed") |
    putBits(BigInt(number), ...GRID_NUMBER, "number")
  );
}

function followedByGrid(word: bigint): boolean {
  return (word & GRID_FOLLOWS) !== 0n;
}

function meterOf(word: bigint): MeterWord {
  const flags = takeBits(word, ...METER_FLAGS);
  if (flags > HIGHEST_FLAGS) throw new SettledWordsInvalid("unused bits of a meter's word are set");
  const isGiven = (flags & GIVEN) !== 0n;
  if (!isGiven && word !== 0n) throw new SettledWordsInvalid("the word of a register that was not given is not zero");
  return {
    isGiven,
    isExact: (flags & EXACT) !== 0n,
    flowWh: takeBits(word, ...METER_FLOW),
    deliveredWh: takeBits(word, ...METER_DELIVERED),
    owed: takeBits(word, ...METER_OWED),
  };
}

function gridOf(word: bigint): GridWord {
  if (takeBits(word, ...GRID_UNUSED) !== 0n)
    throw new SettledWordsInvalid("unused bits of a grid supplier's word are set");
  const number = Number(takeBits(word, ...GRID_NUMBER));
  if (number === 0) throw new SettledWordsInvalid("a grid supplier's word names no agreement");
  return { number, deliveredWh: takeBits(word, ...GRID_DELIVERED), owed: takeBits(word, ...GRID_OWED) };
}
