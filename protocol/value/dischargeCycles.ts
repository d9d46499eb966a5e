/**
 * The cycles that have a place on a curve of discharges: a record of a charge alone counts no discharge, so its count is
 * that of the cycle before, and it has none.
 * @param cycles Originals in history order, with the number of discharges since birth.
 */
export function dischargeCycles<Cycle extends { readonly dischargeCount: bigint | string }>(
  cycles: readonly Cycle[],
): Cycle[] {
  return cycles.filter(({ dischargeCount }, at) => at === 0 || dischargeCount !== cycles[at - 1]?.dischargeCount);
}
