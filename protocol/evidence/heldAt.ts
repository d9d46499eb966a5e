/**
 * What held at a block time: the last period that began by then; `undefined` before the first. Halves its way there, since
 * whoever makes a history long must not make every look at it long.
 * @param periods Oldest first, as `DeviceRegistry` keeps signers and statuses.
 * @param timeS Block time, Unix seconds.
 */
export function heldAt<T extends { readonly sinceS: bigint }>(periods: readonly T[], timeS: bigint): T | undefined {
  let low = 0;
  let high = periods.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((periods[middle] as T).sinceS <= timeS) low = middle + 1;
    else high = middle;
  }
  return periods[low - 1];
}
