const WH_PER_KWH = 1_000n;

/** Rule 2: every demand if production covers them all, else shares in proportion, rounded down. @returns Wh, in the order of the demands. */
export function splitWh(productionWh: bigint, demandsWh: readonly bigint[]): bigint[] {
  const sumWh = demandsWh.reduce((sum, demandWh) => sum + demandWh, 0n);
  return demandsWh.map((demandWh) => (productionWh >= sumWh ? demandWh : (productionWh * demandWh) / sumWh));
}

/** Rule 3: the price of some energy in token units, rounded down. */
export function costOf(deliveredWh: bigint, pricePerKWh: bigint): bigint {
  return (deliveredWh * pricePerKWh) / WH_PER_KWH;
}
