import { blockRanges, lowerHex, read } from "../../../evidence/index.js";
import { type Hex, type SupplyAgreement, ZERO_HASH } from "../../../protocol/index.js";
import { formatInstant } from "../../commandLine/instant.js";
import type { OpenAgreements } from "./openAgreements.js";

/** What an agreement keeps locked of its consumer's escrow. */
export interface EscrowLock {
  /** Token units; zero once it was released. */
  readonly locked: bigint;
  /** Whether it can be released now. */
  readonly releasable: boolean;
  /** When it can be released even if its window is never settled, Unix seconds; null if it can be now, or nothing is locked. */
  readonly releasableAtS: number | null;
}

/** What is known of an agreement's release as of one moment. */
export interface ReleaseFacts {
  readonly isReleased: boolean;
  /** To which its supplier's meter is settled, Unix seconds. */
  readonly settledUntilS: number;
  /** Wait after the end of an agreement that nobody settles, s. */
  readonly releaseDelayS: number;
  readonly nowS: number;
}

/** What an agreement locks, by the rule of `ISupplyAgreements.release`. */
export function lockOf(
  { startS, endS, exportMeter, escrow }: SupplyAgreement,
  { isReleased, settledUntilS, releaseDelayS, nowS }: ReleaseFacts,
): EscrowLock {
  const locked = isReleased ? 0n : escrow;
  const latestS = endS + releaseDelayS;
  const isSettled = exportMeter !== ZERO_HASH && settledUntilS >= endS;
  const isOver = startS === endS || isSettled || nowS >= latestS;
  return {
    locked,
    releasable: locked > 0n && isOver,
    releasableAtS: locked > 0n && !isOver ? latestS : null,
  };
}

/** When what an agreement locks is free again, in words. */
export function lockWords({
  agreement,
  terms: { exportMeter },
  releasable,
  releasableAtS,
}: EscrowLock & { readonly agreement: Hex; readonly terms: SupplyAgreement }): string {
  if (releasable) return `can be released now: wattproof agreement release ${agreement}`;
  if (releasableAtS === null) return "nothing is locked";
  const when = formatInstant(releasableAtS);
  return exportMeter === ZERO_HASH
    ? `can be released from ${when} on`
    : `can be released once its window is settled, from ${when} on in any case`;
}

/** Ids of the agreements whose escrow was released, until a block; of one agreement alone if `id` says so. */
export async function readReleased(
  { agreements }: OpenAgreements,
  blockTag: number,
  id?: Hex,
): Promise<ReadonlySet<Hex>> {
  const released = new Set<Hex>();
  for (const { from, to } of blockRanges(blockTag)) {
    const events = await read(`what was released in the blocks ${from} to ${to}`, () =>
      agreements.queryFilter(agreements.filters.EscrowReleased(id), from, to),
    );
    for (const { args } of events) released.add(lowerHex(args.id));
  }
  return released;
}
