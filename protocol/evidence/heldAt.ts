/**
 * What held at a block time: the last period that began by then; `undefined` before the first.
 * @param periods Oldest first, as `DeviceRegistry` keeps signers and statuses.
 * @param timeS Block time, Unix seconds.
 */
export function heldAt<T extends { readonly sinceS: bigint }>(periods: readonly T[], timeS: bigint): T | undefined {
  return periods.findLast(({ sinceS }) => sinceS <= timeS);
}
