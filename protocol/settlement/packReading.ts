import { type Hex, isHex } from "../hex.js";
import { SignedBy, TimeSource } from "../records/header.js";
import type { MeterReading } from "../records/meterReading.js";
import type { SignedRecord } from "../records/record.js";
import { PackedReadingInvalid, ReadingNotPackable } from "./errors.js";
import { putBits, takeBits } from "./wordBits.js";

/** A signed meter reading as `EnergySettlement.settle` takes it. The twin of `PackedReading` in contracts/types/Settlement.sol. */
export interface PackedReading {
  readonly link: Hex;
  readonly values: bigint;
  readonly r: Hex;
  readonly vs: Hex;
}

/** Where a reading belongs. */
export interface ReadingPlace {
  /** Zero for the supplier's meter, then the roster's members in ascending order of their agreements' numbers. */
  readonly position: number;
  /** The interval, Unix seconds. */
  readonly startS: bigint;
  readonly endS: bigint;
}

export const HIGHEST_POSITION = 65_535;

const SECP256K1_BYTES = 65;
const P256_BYTES = 64;
const LOWEST_V = 27;
const WORD_DIGITS = 64;

/**
 * Packs a meter's signed reading for an interval; one of the interval's start is a baseline.
 * Throws `ReadingNotPackable` for another kind of record, another time, a position beyond 65,535 or a signature that
 * settlement would not accept the form of, and `IntegerOutOfRange` for registers beyond uint64.
 */
export function packReading(
  { record, signature }: Pick<SignedRecord, "record" | "signature">,
  place: ReadingPlace,
): PackedReading {
  const { header } = record;
  if (record.type !== "MeterReading") throw new ReadingNotPackable(header.device, `it is a ${record.type}`);
  const { position, startS, endS } = place;
  const refuse = (reason: string) => new ReadingNotPackable(header.device, reason);
  if (!Number.isInteger(position) || position < 0 || position > HIGHEST_POSITION) {
    throw refuse(`position ${position} is not one of 0 to ${HIGHEST_POSITION}`);
  }
  const isBaseline = header.timestampS === startS;
  if (!isBaseline && header.timestampS !== endS) {
    throw refuse(`it is of ${header.timestampS}, the interval of ${startS} to ${endS}`);
  }
  return {
    link: header.link,
    values:
      putBits(BigInt(position), 16, 240, "position") |
      putBits(isBaseline ? 1n : 0n, 8, 232, "baseline") |
      putBits(BigInt(header.timeSource), 8, 224, "timeSource") |
      putBits(BigInt(header.signedBy), 8, 216, "signedBy") |
      putBits(header.sequence, 64, 128, "sequence") |
      putBits(record.importWh, 64, 64, "importWh") |
      putBits(record.exportWh, 64, 0, "exportWh"),
    ...packSignature(signature, refuse),
  };
}

/** A low s leaves its top bit free, where secp256k1 says its `v` (EIP-2098). */
function packSignature(
  signature: Hex,
  refuse: (reason: string) => ReadingNotPackable,
): Pick<PackedReading, "r" | "vs"> {
  const isSecp256k1 = isHex(signature, SECP256K1_BYTES);
  if (!isSecp256k1 && !isHex(signature, P256_BYTES)) {
    throw refuse(`its signature is not ${SECP256K1_BYTES} or ${P256_BYTES} bytes of lower-case 0x hex`);
  }
  const r: Hex = `0x${signature.slice(2, 2 + WORD_DIGITS)}`;
  const s: Hex = `0x${signature.slice(2 + WORD_DIGITS, 2 + 2 * WORD_DIGITS)}`;
  if (takeBits(BigInt(s), 1, 255) !== 0n) throw refuse("its signature has a high s");
  if (!isSecp256k1) return { r, vs: s };
  const v = Number(`0x${signature.slice(2 + 2 * WORD_DIGITS)}`);
  if (v !== LOWEST_V && v !== LOWEST_V + 1) throw refuse(`its signature's v is ${v}, neither 27 nor 28`);
  return { r, vs: v === LOWEST_V ? s : wordHex(BigInt(s) | (1n << 255n)) };
}

/** A packed reading taken apart. */
export interface UnpackedReading {
  readonly position: number;
  readonly isBaseline: boolean;
  readonly record: MeterReading;
  readonly signature: Hex;
}

/** What a packed reading does not repeat. */
export interface PackedPlace {
  /** The meter at the reading's position. */
  readonly device: Hex;
  readonly keyType: "secp256k1" | "p256";
  /** The interval, Unix seconds. */
  readonly startS: bigint;
  readonly endS: bigint;
}

/** Position of a packed reading, by which its meter is found in the roster. */
export function positionOf({ values }: Pick<PackedReading, "values">): number {
  return Number(takeBits(values, 16, 240));
}

/** Takes a packed reading apart. Throws `PackedReadingInvalid` where unused bits are set or an enumeration has no such member. */
export function unpackReading({ link, values, r, vs }: PackedReading, place: PackedPlace): UnpackedReading {
  if (values < 0n || values >> 256n !== 0n) throw new PackedReadingInvalid("the values are no word");
  if (!isHex(link, 32) || !isHex(r, 32) || !isHex(vs, 32)) {
    throw new PackedReadingInvalid("link, r and vs are not 32 bytes of lower-case 0x hex each");
  }
  if (takeBits(values, 24, 192) !== 0n) throw new PackedReadingInvalid("unused bits are set");
  const baseline = takeBits(values, 8, 232);
  if (baseline > 1n) throw new PackedReadingInvalid(`its baseline is ${baseline}, neither 0 nor 1`);
  const timeSource = Number(takeBits(values, 8, 224));
  if (!isMember(TimeSource, timeSource)) throw new PackedReadingInvalid(`there is no time source ${timeSource}`);
  const signedBy = Number(takeBits(values, 8, 216));
  if (!isMember(SignedBy, signedBy)) throw new PackedReadingInvalid(`nobody signs as ${signedBy}`);
  return {
    position: positionOf({ values }),
    isBaseline: baseline === 1n,
    record: {
      type: "MeterReading",
      header: {
        device: place.device,
        sequence: takeBits(values, 64, 128),
        timestampS: baseline === 1n ? place.startS : place.endS,
        timeSource,
        signedBy,
        link,
      },
      importWh: takeBits(values, 64, 64),
      exportWh: takeBits(values, 64, 0),
    },
    signature: unpackSignature(r, vs, place.keyType),
  };
}

function unpackSignature(r: Hex, vs: Hex, keyType: PackedPlace["keyType"]): Hex {
  const top = takeBits(BigInt(vs), 1, 255);
  if (keyType === "p256") {
    if (top !== 0n) throw new PackedReadingInvalid("the s of a P-256 signature is high");
    return `${r}${vs.slice(2)}`;
  }
  const s = wordHex(BigInt(vs) & ((1n << 255n) - 1n));
  return `${r}${s.slice(2)}${(LOWEST_V + Number(top)).toString(16)}`;
}

function isMember<T extends number>(choices: Readonly<Record<string, T>>, value: number): value is T {
  return Object.values<number>(choices).includes(value);
}

function wordHex(word: bigint): Hex {
  return `0x${word.toString(16).padStart(WORD_DIGITS, "0")}`;
}
