import { refusalOf } from "../../chain/refusals.js";
import type { LeftOutTally } from "./errors.js";
import type { LeftOut } from "./readingSources.js";
import type { BadRow } from "./recordsFile.js";

/** What is said of a row that is not reported. */
interface ReasonWords {
  /** Continues a line, without its full stop. */
  readonly says: string;
  /** What to do about it, a sentence. */
  readonly next: string;
}

/** Why readings are left out, but for what contracts refuse. */
const REASONS: Readonly<Record<string, ReasonWords>> = {
  SequenceRepeated: {
    says: "the sensor has this sequence in a row before",
    next: "Give each of the sensor's records once.",
  },
  SignatureInvalid: {
    says: "the sensor's present key did not sign this, or the sensor is not active",
    next: "Look at the sensor with wattproof device show; what it signed with an earlier key counts only from an oracle's --archive.",
  },
  ConditionWatchUnknownWatch: {
    says: "the sensor does not watch this field in the delivery",
    next: "Give readings of the sensors and fields that wattproof delivery show lists.",
  },
  ConditionWatchOutsideWindow: {
    says: "dated before the start, after the end or after the arrival",
    next: "Compare the readings' times with the window and the arrival in wattproof delivery show.",
  },
  ConditionWatchInFuture: {
    says: "dated later than the latest block",
    next: "Report them when their time has come; look after the sensor's clock.",
  },
};

/** A reason in words; that of a contract's refusal in the words for it. */
function wordsOf(reason: string): ReasonWords {
  if (Object.hasOwn(REASONS, reason)) return REASONS[reason] as ReasonWords;
  const { message, next } = refusalOf(reason);
  return { says: `refused: ${message}`, next };
}

/** Every row that is not reported, one line each. */
export function leftOutLines({ bad, leftOut }: LeftOutRows): string[] {
  return [
    ...bad.map(({ row, code, reason }) => `  row ${row}: ${code}: ${reason}`),
    ...leftOut.map(
      ({ row, reason, reading: { header, field } }) =>
        `  row ${row}: ${reason} (${wordsOf(reason).says}): ${field}, record ${header.sequence} of ${header.device}`,
    ),
  ];
}

/** Rows that are not reported. */
export interface LeftOutRows {
  readonly bad: readonly BadRow[];
  readonly leftOut: readonly LeftOut[];
}

/** Counts rows that are not reported by reason; undefined if there are none. */
export function tallyOf({ bad, leftOut }: LeftOutRows): LeftOutTally | undefined {
  const counts = new Map<string, number>();
  for (const code of [...bad.map((row) => row.code), ...leftOut.map(({ reason }) => reason)]) {
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (most === undefined) return undefined;
  const isBadRow = bad.some(({ code }) => code === most[0]);
  const next = isBadRow ? "Correct the rows: docs/oracle.md has the columns of signed records." : wordsOf(most[0]).next;
  return { counts: Object.fromEntries(counts), next };
}
