import { type Reading, type SignedReading, signReading } from "../../../identity/index.js";
import { type Hex, type TimeSource, type WattproofError, ZERO_HASH } from "../../../protocol/index.js";
import { type KeystoreFile, requireBinding } from "../device/keystoreFile.js";
import type { LastReading } from "./readingsFile.js";

/** Where a device's next reading stands in its history. */
export interface NextPlace {
  readonly sequence: bigint;
  readonly previous: Hex;
}

/** A refusal of a sequence that the device has signed, by the highest that is known. */
export type SequenceTaken = new (device: Hex, sequence: bigint, last: bigint) => WattproofError;

/** Where the next reading stands: where it was said to, or after the last one. Throws `Taken` for a place that is behind that. */
export function nextPlace(
  device: Hex,
  last: LastReading<Reading> | undefined,
  { sequence, previous }: { readonly sequence?: bigint; readonly previous?: Hex },
  Taken: SequenceTaken,
): NextPlace {
  const lastSequence = last?.record.header.sequence ?? 0n;
  if (sequence !== undefined && sequence <= lastSequence) throw new Taken(device, sequence, lastSequence);
  return { sequence: sequence ?? lastSequence + 1n, previous: previous ?? last?.structHash ?? ZERO_HASH };
}

/** What a device showed, and when, Unix seconds. */
export interface Shown<Of extends Reading> {
  readonly timestampS: bigint;
  readonly reading: Omit<Of, "header">;
}

/** Signs readings with the keystore's key, each linked to the one before. Throws what `signReading` throws. */
export function signReadings<Of extends Reading>(
  keystore: KeystoreFile,
  first: NextPlace,
  timeSource: TimeSource,
  shown: readonly Shown<Of>[],
): SignedReading<Of>[] {
  const binding = requireBinding(keystore);
  let { sequence, previous } = first;
  return shown.map(({ timestampS, reading }) => {
    const signed = signReading<Of>(binding, keystore.key, { sequence, previous, timestampS, timeSource }, reading);
    sequence += 1n;
    previous = signed.structHash;
    return signed;
  });
}
