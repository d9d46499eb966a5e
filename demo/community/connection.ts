/** A home's usual connection, W. */
const USUAL_W = 20_000n;
/** The most that an agreement can name, W. */
const HIGHEST_W = 2n ** 32n - 1n;

/**
 * Rating of every home's connection: settlement refuses flows beyond it. A usual one, or as much as the data show.
 * @param highestWh Most that any home took or gave in one hour, Wh.
 */
export function ratedW(highestWh: bigint): bigint {
  const neededW = highestWh > USUAL_W ? highestWh : USUAL_W;
  return neededW < HIGHEST_W ? neededW : HIGHEST_W;
}
