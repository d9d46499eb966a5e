import type { Hex } from "../../../protocol/index.js";
import { formatInstant } from "../../commandLine/instant.js";

/** A settled interval with production that has no certificate, and why. */
export interface LeftOut {
  readonly startS: number;
  readonly endS: number;
  /** Name of the certificates' error, or `ProductionNotExact`. */
  readonly reason: string;
}

/** The supplier's register covers the interval only together with others, so how much was produced in it is not known. */
export const NOT_EXACT = "ProductionNotExact";
export const NOT_ACCREDITED = "EnergyCertificateNotAccredited";
export const NOT_QUARTERS = "EnergyCertificateInvalidInterval";

interface Reason {
  readonly says: string;
  /** What to do; undefined where nothing helps. Takes the meter and the times that are left out. */
  readonly next?: (meter: Hex, startS: number, endS: number) => string;
}

const REASONS: Readonly<Record<string, Reason>> = {
  [NOT_EXACT]: {
    says: "one register covers several intervals (a reading was missing, or the meter was corrected), so how much was produced in each is not known and stays without a certificate",
  },
  [NOT_QUARTERS]: { says: "it does not begin and end at quarters of an hour, as certificates do" },
  [NOT_ACCREDITED]: {
    says: "no issuing body vouches for the meter in that time",
    next: (meter, startS, endS) =>
      `have an issuing body run wattproof certificate accredit ${meter} with --start ${formatInstant(startS)} or before and --until ${formatInstant(endS)} or after, then issue again`,
  },
  EnergyCertificateAboveRatedPower: {
    says: "it is more than the accredited power can produce in that time",
    next: (meter) =>
      `look at the meter's readings; if its rated power is higher, have an issuing body run wattproof certificate accredit ${meter} with that, then issue again`,
  },
  EnergyCertificateAlreadyCertified: { says: "a part of that time is certified" },
};

/** The reasons in words, one line for each, and what to do about them. */
export function describeLeftOut(
  meter: Hex,
  leftOut: readonly LeftOut[],
): { readonly lines: readonly string[]; readonly next: readonly string[] } {
  const reasons = [...new Set(leftOut.map(({ reason }) => reason))].map((reason) => {
    const those = leftOut.filter((each) => each.reason === reason);
    const startS = Math.min(...those.map((each) => each.startS));
    const endS = Math.max(...those.map((each) => each.endS));
    const { says, next } = REASONS[reason] ?? { says: "the contract refuses it" };
    const count = those.length === 1 ? "1 interval" : `${those.length} intervals`;
    const when = `${formatInstant(startS)} to ${formatInstant(endS)}`;
    return { line: `left out: ${count} from ${when}: ${says} (${reason})`, next: next?.(meter, startS, endS) };
  });
  return { lines: reasons.map(({ line }) => line), next: reasons.flatMap(({ next }) => next ?? []) };
}
